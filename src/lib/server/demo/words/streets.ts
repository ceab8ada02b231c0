export interface StreetName {
	zh: string;
	en: string;
	/** Codes of the districts that it fits, where it does not fit all. */
	in?: readonly string[];
}

/** 街 run east and west, 路 north and south. Invented for the demo, in the manner of the place. */
export const EAST_WEST: readonly StreetName[] = [
	{ zh: '浑江大街', en: 'Hunjiang Street', in: ['220602', '220605'] },
	{ zh: '站前街', en: 'Zhanqian Street' },
	{ zh: '民主街', en: 'Minzhu Street' },
	{ zh: '光明街', en: 'Guangming Street' },
	{ zh: '铁北街', en: 'Tiebei Street' },
	{ zh: '滨江街', en: 'Binjiang Street' },
	{ zh: '长白山大街', en: 'Changbaishan Street' },
	{ zh: '红旗街', en: 'Hongqi Street' },
	{ zh: '通化街', en: 'Tonghua Street' },
	{ zh: '卫国街', en: 'Weiguo Street' }
];
export const NORTH_SOUTH: readonly StreetName[] = [
	{ zh: '东兴路', en: 'Dongxing Road', in: ['220602'] },
	{ zh: '建设路', en: 'Jianshe Road' },
	{ zh: '新华路', en: 'Xinhua Road' },
	{ zh: '林场路', en: 'Linchang Road' },
	{ zh: '星泰路', en: 'Xingtai Road', in: ['220602'] },
	{ zh: '和平路', en: 'Heping Road' },
	{ zh: '矿山路', en: 'Kuangshan Road' },
	{ zh: '青年路', en: 'Qingnian Road' },
	{ zh: '松江路', en: 'Songjiang Road' },
	{ zh: '人参路', en: 'Renshen Road' }
];

/** The river that a town of the district lies on. */
export const RIVERS: Record<string, StreetName> = {
	'220602': { zh: '浑江', en: 'Hun River' },
	'220605': { zh: '浑江', en: 'Hun River' },
	'220621': { zh: '头道松花江', en: 'Toudao Songhua River' },
	'220622': { zh: '珠子河', en: 'Zhuzi River' },
	'220623': { zh: '鸭绿江', en: 'Yalu River' },
	'220681': { zh: '鸭绿江', en: 'Yalu River' }
};
