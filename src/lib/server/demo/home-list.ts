import type { Course } from './courses.ts';
import { door, east, gate, greenNamed, lot, north, south, west } from './home-places.ts';
import type { Matter } from './matters.ts';
import type { Drawn } from './plan/index.ts';
import type { Point } from './plane.ts';

export interface HomeCase {
	title: string;
	kind: string;
	layer: string;
	place: (drawn: Drawn) => Point;
	trade: Matter['trade'];
	quantity: number | null;
	attributes?: Record<string, unknown>;
	areaM2?: number;
	scene: string;
	course: Course;
	used: number;
	/** Keys of accounts that take part, so that their inboxes are never empty. */
	reporter?: string;
	isUrgent?: boolean;
}

/** What is open in 富安小区 today, whatever day it is: something for every account that signs in. */
export const HOME_CASES: readonly HomeCase[] = [
	{
		title: '3号楼北侧彩钢棚',
		kind: 'private_structure',
		layer: 'illegal_structure',
		place: north(3, -0.1),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 26, material: 'colour_steel', use: '停放电动车' },
		areaM2: 26,
		scene: 'shed_blue',
		course: { turn: 'rework', used: 1.12, stop: 'rework' },
		used: 1.12
	},
	{
		title: '5号楼西侧彩钢棚',
		kind: 'private_structure',
		layer: 'illegal_structure',
		place: west(5),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 26, material: 'colour_steel', use: '堆放杂物' },
		scene: 'shed_blue',
		course: { turn: 'plain', used: 0.83, stop: 'submitted' },
		used: 0.83,
		reporter: 'grid'
	},
	{
		title: '8号楼一楼飘窗外扩',
		kind: 'unlicensed_building',
		layer: 'illegal_structure',
		place: south(8, 0.3),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 9, material: 'glass', use: '居住' },
		scene: 'terrace',
		course: { turn: 'plain', used: 0.72, stop: 'in_progress' },
		used: 0.72
	},
	{
		title: '12号楼东侧木板棚',
		kind: 'private_structure',
		layer: 'illegal_structure',
		place: east(12),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 12, material: 'wood', use: '存放蜂窝煤' },
		scene: 'shed_wood',
		course: { turn: 'extension', used: 0.86, stop: 'asked_extension' },
		used: 0.86
	},
	{
		title: '10号楼楼顶彩钢房',
		kind: 'unlicensed_building',
		layer: 'illegal_structure',
		place: south(10, -0.4),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 34, material: 'colour_steel', use: '出租' },
		scene: 'terrace',
		course: { turn: 'supervised', used: 1.3, stop: 'ordered' },
		used: 1.3
	},
	{
		title: '1号楼西侧砖砌小房',
		kind: 'private_structure',
		layer: 'illegal_structure',
		place: west(1),
		trade: 'enforcement',
		quantity: 1,
		attributes: { area_m2: 15, material: 'brick', use: '自用厨房' },
		scene: 'shed_brick',
		course: { turn: 'plain', used: 0.3, stop: 'assigned' },
		used: 0.3
	},
	{
		title: '东门内散落垃圾',
		kind: 'exposed_rubbish',
		layer: 'trash_site',
		place: (drawn) => gate(drawn, '东门', -9),
		trade: 'property',
		quantity: 0.6,
		attributes: { composition: 'mixed' },
		scene: 'heap_small',
		course: { turn: 'plain', used: 0.1, stop: 'reported' },
		used: 0.4,
		reporter: 'property'
	},
	{
		title: '垃圾分类点满溢',
		kind: 'bin_overflow',
		layer: 'trash_site',
		place: (drawn) => drawn.draft.bins[8] ?? drawn.draft.bins[0] ?? [20, 20],
		trade: 'property',
		quantity: 0.4,
		attributes: { composition: 'household' },
		scene: 'bins',
		course: { turn: 'reopen', used: 0.8, stop: 'reopened', reopenAfterH: 82 },
		used: 0.9
	},
	{
		title: '南门内渣土堆',
		kind: 'piled_rubbish',
		layer: 'trash_site',
		place: (drawn) => gate(drawn, '南门', 14),
		trade: 'sanitation',
		quantity: 12,
		attributes: { composition: 'spoil', volume_m3: 8 },
		areaM2: 24,
		scene: 'heap',
		course: { turn: 'plain', used: 0.62, stop: 'in_progress' },
		used: 0.62
	},
	{
		title: '9号楼2单元楼道小广告',
		kind: 'small_ad',
		layer: 'small_ad',
		place: door(9, 1),
		trade: 'property',
		quantity: 46,
		attributes: { carrier: 'stairwell' },
		scene: 'ads',
		course: { turn: 'plain', used: 0.45, stop: 'assigned' },
		used: 0.45
	},
	{
		title: '2号楼1单元单元门小广告',
		kind: 'small_ad',
		layer: 'small_ad',
		place: door(2, 0),
		trade: 'property',
		quantity: 18,
		attributes: { carrier: 'door' },
		scene: 'ads',
		course: { turn: 'plain', used: 0.85, stop: 'in_progress' },
		used: 0.85
	},
	{
		title: '4号楼南侧开垦菜地',
		kind: 'occupied_green',
		layer: 'green_area',
		place: south(4, -0.2, -4),
		trade: 'greening',
		quantity: 38,
		attributes: { area_m2: 38 },
		areaM2: 38,
		scene: 'green_vegetables',
		course: { turn: 'plain', used: 0.35, stop: 'assigned' },
		used: 0.35,
		reporter: 'grid'
	},
	{
		title: '东侧绿地硬化停车',
		kind: 'occupied_green',
		layer: 'green_area',
		place: south(8, 0.5, -5),
		trade: 'greening',
		quantity: 64,
		attributes: { area_m2: 64 },
		scene: 'green_paved',
		course: { turn: 'plain', used: 0.2, stop: 'filed' },
		used: 0.2
	},
	{
		title: '中心花园补植丁香',
		kind: 'planting',
		layer: 'green_area',
		place: (drawn) => greenNamed(drawn, '中心花园'),
		trade: 'greening',
		quantity: 180,
		attributes: { species: '丁香', area_m2: 120 },
		areaM2: 90,
		scene: 'planting',
		course: { turn: 'plain', used: 0.6, stop: 'in_progress' },
		used: 0.6
	},
	{
		title: '停车位重新划线',
		kind: 'renovation_item',
		layer: 'renovation',
		place: (drawn) => lot(drawn),
		trade: 'property',
		quantity: 1,
		attributes: { item: 'parking', cost_yuan: 18000 },
		scene: 'parking',
		course: { turn: 'plain', used: 0.9, stop: 'submitted' },
		used: 0.93
	},
	{
		title: '7号楼外墙保温',
		kind: 'renovation_item',
		layer: 'renovation',
		place: south(7, 0, 6),
		trade: 'housing',
		quantity: 1,
		attributes: { item: 'insulation', cost_yuan: 420000 },
		scene: 'facade',
		course: { turn: 'deferral', used: 0.5, stop: 'deferred', deferDays: 96 },
		used: 0.25
	},
	{
		title: '6号楼雨污管网更换',
		kind: 'renovation_item',
		layer: 'renovation',
		place: north(6, 0.6),
		trade: 'property',
		quantity: 1,
		attributes: { item: 'pipe', cost_yuan: 86000 },
		scene: 'road',
		course: { turn: 'deferral', used: 0.5, stop: 'asked_deferral' },
		used: 0.48
	},
	{
		title: '11号楼屋面防水',
		kind: 'renovation_item',
		layer: 'renovation',
		place: south(11, -0.3, 6),
		trade: 'housing',
		quantity: 1,
		attributes: { item: 'roof', cost_yuan: 132000 },
		scene: 'facade',
		course: { turn: 'deferral', used: 0.5, stop: 'deferred', deferDays: 40 },
		used: 1.0
	}
];
