import type { GroundArea } from './ground.ts';
import type { Chronicle } from './chronicle.ts';
import { diligenceOf, openCourse, pastCourse, someDay } from './compound-cases.ts';
import type { Trade } from './people.ts';
import { Plane, type Point } from './plane.ts';
import { Random } from './random.ts';

type Row = readonly [words: string, domain: string, kind: string, layer: string, scene: string, trade: Trade, low: number, high: number];

const IN_TOWN: readonly Row[] = [
	['集市东口占道彩钢棚', 'market', 'private_structure', 'illegal_structure', 'shed_blue', 'enforcement', 1, 1],
	['临街门市外扩', 'market', 'unlicensed_building', 'illegal_structure', 'terrace', 'enforcement', 1, 1],
	['背街巷道积存垃圾', 'community', 'piled_rubbish', 'trash_site', 'heap', 'sanitation', 3, 26],
	['公交站旁垃圾桶满溢', 'community', 'bin_overflow', 'trash_site', 'bins', 'sanitation', 0.1, 0.5],
	['河堤散落垃圾', 'community', 'exposed_rubbish', 'trash_site', 'heap_small', 'sanitation', 0.3, 2.6],
	['主街灯杆小广告', 'market', 'small_ad', 'small_ad', 'ads', 'sanitation', 20, 160],
	['学校围墙喷涂广告', 'school', 'small_ad', 'small_ad', 'ads', 'sanitation', 12, 60],
	['街角绿地脏乱', 'community', 'dirty_green', 'green_area', 'green_dirty', 'greening', 15, 90],
	['行道树补植', 'community', 'planting', 'green_area', 'planting', 'greening', 30, 260],
	['机关后院杂物棚', 'office', 'private_structure', 'illegal_structure', 'shed_wood', 'enforcement', 1, 1],
	['机关停车场渣土', 'office', 'piled_rubbish', 'trash_site', 'heap', 'sanitation', 2, 12],
	['校门两侧绿地脏乱', 'school', 'dirty_green', 'green_area', 'green_dirty', 'greening', 12, 60],
	['厂区院墙外渣土堆', 'enterprise', 'piled_rubbish', 'trash_site', 'heap', 'sanitation', 4, 36],
	['厂区门前占道板房', 'enterprise', 'unlicensed_building', 'illegal_structure', 'shed_blue', 'enforcement', 1, 1]
];
const IN_VILLAGE: readonly Row[] = [
	['村口垃圾堆', 'village', 'piled_rubbish', 'trash_site', 'heap', 'sanitation', 4, 40],
	['河道边散落垃圾', 'village', 'exposed_rubbish', 'trash_site', 'heap_small', 'sanitation', 0.4, 3],
	['公路旁柴草棚', 'village', 'private_structure', 'illegal_structure', 'shed_wood', 'enforcement', 1, 1],
	['废弃参棚', 'village', 'private_structure', 'illegal_structure', 'shed_wood', 'enforcement', 1, 1],
	['村部广场补植', 'village', 'planting', 'green_area', 'planting', 'greening', 60, 420],
	['屯内排水沟淤堵', 'village', 'piled_rubbish', 'trash_site', 'heap', 'sanitation', 3, 18],
	['电线杆小广告', 'village', 'small_ad', 'small_ad', 'ads', 'sanitation', 8, 60],
	['路边绿化带毁绿', 'village', 'occupied_green', 'green_area', 'green_vegetables', 'greening', 15, 80]
];

/** Cases on streets and in villages, so that no community of the city is empty. */
export function tellStreets(chronicle: Chronicle, area: GroundArea, contains: (position: Point) => boolean, isSettled: boolean): void {
	const random = new Random(`streets:${area.code}`);
	const isUrban = /社区$/.test(area.name);
	const diligence = diligenceOf(area.code.slice(0, 9));
	const count = isSettled ? random.int(1, 2) : isUrban ? random.int(3, 5) : random.int(0, 2);
	if (!area.center) return;
	const plane = new Plane(area.center);
	for (let index = 0; index < count; index++) {
		const [words, domain, kind, layer, scene, trade, low, high] = random.pick(isUrban ? IN_TOWN : IN_VILLAGE);
		const isOpen = index === 0 && random.chance(isUrban ? 0.5 : 0.22);
		const { course, used } = openCourse({ kind, layer }, diligence, random);
		let at = area.center;
		for (let tried = 0; tried < 20; tried++) {
			const reach = isUrban ? 320 : 480;
			at = plane.toLngLat([random.between(-reach, reach), random.between(-reach, reach)]);
			if (contains(at)) break;
		}
		chronicle.write({
			key: `${area.code}:street:${index}`,
			area: area.code,
			layer,
			kind,
			domain,
			hasSite: true,
			title: words,
			geometry: !contains(at) || random.chance(0.05) ? null : { type: 'Point', coordinates: at },
			quantity: low === 1 && high === 1 ? 1 : Math.round(random.between(low, high) * (high < 5 ? 10 : 1)) / (high < 5 ? 10 : 1),
			scene,
			trade,
			...(isOpen
				? { course, start: { usedByNow: used } }
				: { course: pastCourse({ kind, layer }, diligence, random), start: { at: someDay(chronicle, random) } })
		});
	}
}
