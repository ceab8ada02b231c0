import type { Point } from './plane.ts';
import { Random } from './random.ts';
import { OTHER_COMPOUNDS, type Family } from './words/compounds.ts';

export interface CompoundSpec {
	/** The community's code and three digits. */
	code: string;
	community: string;
	name: string;
	nameEn: string;
	family: Family;
	/** Width and height of the block in metres. */
	size: Point;
	households: number;
	residents: number;
	builtYear: number;
	propertyCompany: string;
	partyAlliance: string;
	/** Index of the community's grid that it lies in, from 1. */
	grid: number;
	/** How much happens here against the others. */
	weight: number;
}

type Row = readonly [community: string, name: string, nameEn: string, family: Family, builtYear: number, over?: Partial<CompoundSpec>];

/** Compounds in which most happens. Those that the story names carry its figures. */
const STORY: readonly Row[] = [
	[
		'220602003003',
		'富安小区',
		"Fu'an",
		'rows',
		1996,
		{ households: 486, residents: 1012, propertyCompany: '吉祥物业', size: [262, 226], grid: 3, weight: 2 }
	],
	['220602003003', '铁北家属院', 'Tiebei Railway Quarters', 'old', 1984, { grid: 1, weight: 1.5, size: [176, 168] }],
	['220602003003', '机务段家属楼', 'Locomotive Depot Quarters', 'old', 1979, { grid: 2, weight: 1.3, size: [152, 150] }],
	['220602003003', '站前嘉园', 'Zhanqian Jiayuan', 'court', 2007, { grid: 3, weight: 1.3 }],
	[
		'220602008001',
		'林海新苑',
		'Linhai Xinyuan',
		'towers',
		2009,
		{ households: 1286, residents: 2904, propertyCompany: '红心物业服务公司', size: [286, 250], weight: 1.8 }
	],
	[
		'220602005007',
		'天池花园一期',
		'Tianchi Garden Phase 1',
		'rows',
		2004,
		{ households: 513, residents: 1019, propertyCompany: '天池物业', size: [250, 218], weight: 1.8 }
	],
	['220602005007', '天池花园二期', 'Tianchi Garden Phase 2', 'towers', 2012],
	['220602006003', '江源路小区', 'Jiangyuan Road', 'terrace', 1998, { weight: 1.2 }]
];

/** Less happens in the others, or there would be no end to history. */
const ROWS: readonly Row[] = [
	...STORY,
	...Object.entries(OTHER_COMPOUNDS).flatMap(([community, compounds]) =>
		compounds.map(([name, nameEn, family, builtYear]): Row => [
			community,
			name,
			nameEn,
			family,
			builtYear,
			{ weight: new Random(`weight:${community}:${name}`).between(0.35, 0.65) }
		])
	)
];

const COMPANIES = ['吉祥物业', '鸿运物业', '长白山物业', '佳和物业', '林城物业', '红心物业服务公司', '恒信物业'] as const;
const SIZES: Record<Family, readonly [Point, Point]> = {
	rows: [
		[186, 168],
		[268, 236]
	],
	court: [
		[170, 168],
		[214, 200]
	],
	towers: [
		[214, 206],
		[262, 240]
	],
	old: [
		[128, 126],
		[176, 172]
	],
	terrace: [
		[184, 150],
		[246, 196]
	]
};

/** Every compound of the demo, in the order of its community. */
export function listCompounds(): CompoundSpec[] {
	const numbers = new Map<string, number>();
	return ROWS.map(([community, name, nameEn, family, builtYear, over = {}]) => {
		const number = (numbers.get(community) ?? 0) + 1;
		numbers.set(community, number);
		const code = `${community}${String(number).padStart(3, '0')}`;
		const random = new Random(`compound:${code}`);
		const [small, large] = SIZES[family];
		const size: Point = [Math.round(random.between(small[0], large[0])), Math.round(random.between(small[1], large[1]))];
		const households = Math.round(((size[0] * size[1]) / 115) * (family === 'towers' ? 2.3 : family === 'old' ? 0.85 : 1.05));
		return {
			code,
			community,
			name,
			nameEn,
			family,
			size,
			households,
			residents: Math.round(households * random.between(1.9, 2.35)),
			builtYear,
			propertyCompany: builtYear < 1990 ? '社区托管（弃管）' : random.pick(COMPANIES),
			partyAlliance: '',
			grid: ((number - 1) % 3) + 1,
			weight: 1,
			...over
		};
	}).map((compound) => ({
		...compound,
		partyAlliance:
			compound.partyAlliance || `${compound.name}党建联盟（社区党委、${compound.propertyCompany.replace(/（.*/, '')}、业主委员会）`
	}));
}
