import type { GroundArea } from './ground.ts';
import type { Chronicle } from './chronicle.ts';
import { diligenceOf, someDay } from './compound-cases.ts';
import type { Trade } from './people.ts';
import { Random } from './random.ts';

interface Work {
	target: string;
	kinds: readonly string[];
	kind: string;
	layer: string;
	trade: Trade;
	scene: string;
	/** What the city has reached by now, cases of single places included. */
	reached: number;
	count: number;
	isWhole: boolean;
	titles: readonly string[];
}

/** What the city reports, by work (DOMAIN section 1); within two per cent of its figures. */
export const WORKS: readonly Work[] = [
	{
		target: 'structures',
		kinds: ['private_structure', 'unlicensed_building'],
		kind: 'private_structure',
		layer: 'illegal_structure',
		trade: 'enforcement',
		scene: 'shed_blue',
		reached: 6318,
		count: 130,
		isWhole: true,
		titles: ['违建集中拆除', '连片棚厦拆除', '楼间违建清零行动']
	},
	{
		target: 'rubbish',
		kinds: ['exposed_rubbish', 'piled_rubbish', 'bin_overflow'],
		kind: 'piled_rubbish',
		layer: 'trash_site',
		trade: 'sanitation',
		scene: 'heap',
		reached: 193_480,
		count: 170,
		isWhole: false,
		titles: ['积存垃圾集中清运', '春季大扫除清运', '背街巷道垃圾清运', '河道垃圾清运']
	},
	{
		target: 'small_ads',
		kinds: ['small_ad'],
		kind: 'small_ad',
		layer: 'small_ad',
		trade: 'sanitation',
		scene: 'ads',
		reached: 588_750,
		count: 140,
		isWhole: true,
		titles: ['小广告集中清理', '楼道清洁日', '主街沿线小广告清理']
	},
	{
		target: 'plants',
		kinds: ['planting'],
		kind: 'planting',
		layer: 'green_area',
		trade: 'greening',
		scene: 'planting',
		reached: 711_300,
		count: 140,
		isWhole: true,
		titles: ['春季补植', '见缝插绿', '道路绿化补植', '小游园栽植']
	}
];
/** Whose work it is in a town, of the campaign's domains (六域). */
const DOMAINS = [
	['community', 58],
	['market', 14],
	['enterprise', 12],
	['office', 8],
	['school', 8]
] as const;
/** 老旧小区整体改造: closed by now, and still under way. */
const RENOVATED = 98;
const RENOVATING = 6;

/** Duties of whole communities: together with the single places they make the city's totals. */
export function tellBatches(chronicle: Chronicle, communities: GroundArea[]): void {
	for (const work of WORKS) {
		const random = new Random(`batches:${work.target}`);
		const already = chronicle.told
			.filter((one) => one.isClosed && work.kinds.includes(one.kind))
			.reduce((sum, one) => sum + (one.quantity ?? 0), 0);
		const areas = spreadOver(communities, work.count, random);
		const weights = areas.map((area) => (/社区$/.test(area.name) ? 3 : 1) * random.between(0.6, 1.4));
		const total = weights.reduce((sum, weight) => sum + weight, 0);
		const unit = work.isWhole ? 1 : 10;
		let rest = Math.round((work.reached - already) * unit);
		areas.forEach((area, index) => {
			const share =
				index === areas.length - 1 ? rest : Math.max(unit, Math.round((((work.reached - already) * (weights[index] ?? 0)) / total) * unit));
			rest -= share;
			batch(chronicle, work, area, share / unit, index, random);
		});
	}
	renovations(chronicle, communities);
}

function batch(chronicle: Chronicle, work: Work, area: GroundArea, quantity: number, index: number, random: Random): void {
	const isLate = random.chance((1 - diligenceOf(area.code.slice(0, 9))) * 0.8);
	const turn = work.kind === 'small_ad' ? 'self' : random.chance(0.06) ? 'rework' : 'plain';
	let at = someDay(chronicle, random);
	// Room enough to be closed by now.
	const latest = chronicle.calendar.rulerMoment(chronicle.calendar.rulerAt(chronicle.now) - 15 * 7.5 * 2.4);
	if (at > latest) at = new Date(latest.getTime() - random.between(1, 60) * 86_400_000);
	chronicle.write({
		key: `batch:${work.target}:${index}`,
		area: area.code,
		layer: work.layer,
		kind: work.kind,
		domain: /社区$/.test(area.name) ? random.weighted(DOMAINS) : 'village',
		hasSite: false,
		title: `${area.name}${random.pick(work.titles)}`,
		quantity,
		scene: work.scene,
		trade: work.trade,
		course: { turn, used: isLate ? random.between(1.05, 1.6) : random.between(0.3, 0.92) },
		start: { at: chronicle.calendar.rulerMoment(chronicle.calendar.rulerAt(at) + random.between(0.1, 3)) }
	});
}

function renovations(chronicle: Chronicle, communities: GroundArea[]): void {
	const random = new Random('renovations');
	const urban = communities.filter((area) => /社区$/.test(area.name));
	const areas = spreadOver(urban, RENOVATED + RENOVATING, random);
	areas.forEach((area, index) => {
		const isOpen = index >= RENOVATED;
		const start = Date.parse('2025-06-04T01:00:00Z');
		// 120 working days: those that are done began before the summer.
		const span = chronicle.now.getTime() - start - 225 * 86_400_000;
		const at = isOpen ? chronicle.now.getTime() - random.between(60, 120) * 86_400_000 : start + Math.max(span, 86_400_000) * random.next();
		chronicle.write({
			key: `renovation:${index}`,
			area: area.code,
			layer: 'renovation',
			kind: 'renovation_whole',
			hasSite: false,
			title: `${area.name}${random.pick(['一号院', '家属院', '老旧楼群', '供销楼', '粮食楼', '矿务局楼', '林业局楼'])}整体改造`,
			quantity: 1,
			scene: 'facade',
			trade: 'housing',
			course: isOpen
				? { turn: 'plain', used: 1.2, stop: 'in_progress' }
				: { turn: random.chance(0.1) ? 'rework' : 'plain', used: random.between(0.72, random.chance(0.12) ? 1.12 : 0.98) },
			start: { at: chronicle.calendar.rulerMoment(chronicle.calendar.rulerAt(new Date(at)) + random.between(0.1, 5)) }
		});
	});
}

/** Every district gets its share, communities in turn. */
function spreadOver(areas: GroundArea[], count: number, random: Random): GroundArea[] {
	const turns: GroundArea[] = [];
	while (turns.length < count) turns.push(...random.shuffled(areas));
	return turns.slice(0, count);
}
