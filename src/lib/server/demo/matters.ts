import type { Spot, Spots } from './places.ts';
import type { Trade } from './people.ts';
import type { Random } from './random.ts';

/** What is wrong somewhere: kind, place, words and amount of a case. */
export interface Matter {
	kind: string;
	layer: string;
	spot: Spot;
	title: string;
	/** In the unit of the kind; null where it has none. */
	quantity: number | null;
	attributes: Record<string, unknown>;
	/** Drawn as an area instead of a point, this many square metres. */
	areaM2?: number;
	/** Which drawing shows it. */
	scene: string;
	trade: Trade | 'property';
}

type Maker = (spots: Spots, random: Random) => Matter;

const STRUCTURES = [
	['彩钢棚', 'colour_steel', 'shed_blue'],
	['木板棚', 'wood', 'shed_wood'],
	['砖砌小房', 'brick', 'shed_brick'],
	['玻璃阳光房', 'glass', 'shed_glass'],
	['铁皮车棚', 'colour_steel', 'shed_blue'],
	['杂物棚', 'wood', 'shed_wood'],
	['鸽舍', 'other', 'shed_wood']
] as const;
const USES = ['堆放杂物', '停放电动车', '自用厨房', '出租', '存放蜂窝煤', '废品收购'] as const;

/** Kinds of trouble in a compound, with how often each turns up. */
export const COMPOUND_MATTERS: readonly (readonly [Maker, number])[] = [
	[
		(spots, random) => {
			const spot = spots.structure();
			const [what, material, scene] = random.pick(STRUCTURES);
			const areaM2 = Math.round(random.between(6, 42));
			return matter('private_structure', 'illegal_structure', spot, `${spot.words}${what}`, 1, scene, 'enforcement', {
				attributes: { area_m2: areaM2, material, use: random.pick(USES) },
				...(random.chance(0.22) ? { areaM2 } : {})
			});
		},
		17
	],
	[
		(spots, random) => {
			const spot = spots.onBuilding();
			const what = random.pick(['一楼飘窗外扩', '顶层露台加建', '一楼破墙开门', '阳台外挑', '楼顶彩钢房']);
			return matter('unlicensed_building', 'illegal_structure', spot, `${spot.words}${what}`, 1, 'terrace', 'enforcement', {
				attributes: { area_m2: Math.round(random.between(4, 36)), material: random.pick(['brick', 'glass', 'colour_steel']), use: '居住' }
			});
		},
		5
	],
	[
		(spots, random) => {
			const spot = spots.bin();
			return matter('bin_overflow', 'trash_site', spot, `${spot.words}垃圾桶满溢`, tonnes(random, 0.1, 0.6), 'bins', 'property', {
				attributes: { composition: 'household', volume_m3: Math.round(random.between(5, 25)) / 10 }
			});
		},
		11
	],
	[
		(spots, random) => {
			const spot = random.chance(0.6) ? spots.bin() : spots.corner();
			const what = random.pick(['散落垃圾', '暴露垃圾', '废旧家具', '装修垃圾袋']);
			return matter('exposed_rubbish', 'trash_site', spot, `${spot.words}${what}`, tonnes(random, 0.2, 2.4), 'heap_small', 'property', {
				attributes: { composition: random.pick(['household', 'bulky', 'mixed']) }
			});
		},
		10
	],
	[
		(spots, random) => {
			const spot = spots.corner();
			const what = random.pick(['渣土堆', '积存垃圾', '建筑垃圾', '多年积存的煤灰']);
			const quantity = tonnes(random, 4, 36);
			return matter('piled_rubbish', 'trash_site', spot, `${spot.words}${what}`, quantity, 'heap', 'sanitation', {
				attributes: { composition: random.pick(['spoil', 'mixed']), volume_m3: Math.round(quantity / 1.4) },
				...(random.chance(0.3) ? { areaM2: Math.round(quantity * 1.6 + 8) } : {})
			});
		},
		11
	],
	[
		(spots, random) => {
			const [spot, words, carrier] = random.chance(0.68)
				? ([spots.door(), '楼道小广告', 'stairwell'] as const)
				: random.chance(0.5)
					? ([spots.pole(), '小广告', 'pole'] as const)
					: ([spots.structure(), '墙面喷涂广告', 'wall'] as const);
			return matter('small_ad', 'small_ad', spot, `${spot.words}${words}`, random.int(8, 120), 'ads', 'property', {
				attributes: { carrier }
			});
		},
		14
	],
	[
		(spots, random) => {
			const spot = spots.green();
			const areaM2 = Math.round(random.between(12, 90));
			return matter(
				'dirty_green',
				'green_area',
				spot,
				`${spot.words}绿地${random.pick(['杂物', '枯枝落叶', '垃圾'])}`,
				areaM2,
				'green_dirty',
				'greening',
				{
					attributes: { area_m2: areaM2 }
				}
			);
		},
		8
	],
	[
		(spots, random) => {
			const spot = spots.green();
			const areaM2 = Math.round(random.between(14, 110));
			const what = random.pick(['开垦菜地', '绿地硬化停车', '占绿堆物', '圈占绿地']);
			return matter(
				'occupied_green',
				'green_area',
				spot,
				`${spot.words}${what}`,
				areaM2,
				what === '绿地硬化停车' ? 'green_paved' : 'green_vegetables',
				'greening',
				{
					attributes: { area_m2: areaM2 },
					...(random.chance(0.45) ? { areaM2 } : {})
				}
			);
		},
		7
	],
	[
		(spots, random) => {
			const spot = spots.green();
			const species = random.pick(['丁香', '榆叶梅', '水蜡', '云杉', '五角枫', '连翘']);
			return matter('planting', 'green_area', spot, `${spot.words}补植${species}`, random.int(40, 380), 'planting', 'greening', {
				attributes: { species, area_m2: Math.round(random.between(20, 160)) },
				...(random.chance(0.4) ? { areaM2: Math.round(random.between(30, 110)) } : {})
			});
		},
		8
	],
	[
		(spots, random) => {
			const [what, item, scene] = random.pick([
				['外墙保温', 'insulation', 'facade'],
				['屋面防水', 'roof', 'facade'],
				['雨污管网更换', 'pipe', 'road'],
				['道路硬化', 'road', 'road'],
				['楼道粉刷', 'stairwell', 'ads'],
				['停车位重新划线', 'parking', 'parking']
			] as const);
			const spot = item === 'parking' ? spots.parking() : item === 'road' || item === 'pipe' ? spots.pole() : spots.onBuilding();
			const title =
				item === 'parking'
					? `${spot.words}${what}`
					: item === 'road'
						? `${spot.words.replace('灯杆', '')}内${what}`
						: `${spot.words.replace('灯杆', '至院内')}${what}`;
			return matter('renovation_item', 'renovation', spot, title, 1, scene, 'housing', {
				attributes: { item, cost_yuan: Math.round(random.between(8, 260)) * 1000 }
			});
		},
		8
	]
];

function matter(
	kind: string,
	layer: string,
	spot: Spot,
	title: string,
	quantity: number | null,
	scene: string,
	trade: Matter['trade'],
	more: Pick<Matter, 'attributes'> & { areaM2?: number }
): Matter {
	return { kind, layer, spot, title, quantity, scene, trade, ...more };
}

function tonnes(random: Random, low: number, high: number): number {
	return Math.round(random.between(low, high) * 10) / 10;
}
