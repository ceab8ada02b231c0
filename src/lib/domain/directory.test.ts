import { describe, expect, test } from 'vitest';
import type { Level } from './area.ts';
import { findCompounds, groupByDistrict, pickHighlights } from './directory.ts';
import type { PublishedAreaName } from './publication.ts';

function area(code: string, level: Level, name: string, pairs = 1): PublishedAreaName {
	const parents: Record<number, number> = { 6: 4, 9: 6, 12: 9, 15: 12 };
	return { code, level, name, nameEn: null, pairs, isGenerated: false, parentCode: code.slice(0, parents[code.length] ?? 0) || null };
}

const AREAS = [
	area('2206', 'city', '白山市'),
	area('220602', 'district', '浑江区'),
	area('220605', 'district', '江源区'),
	area('220602003', 'subdistrict', '东兴街道'),
	area('220605001', 'subdistrict', '孙家堡子街道'),
	area('220602003003', 'community', '铁路社区'),
	area('220605001001', 'community', '江北社区'),
	area('220602003003001', 'compound', '富安小区', 6),
	area('220602003003002', 'compound', '林海新苑', 0),
	area('220605001001001', 'compound', '天池花园Ⅰ期', 2)
];

const names = (text: string): string[] => findCompounds(AREAS, text).map(({ compound }) => compound.name);

describe('finding one’s compound', () => {
	test('goes by its own name or by any area it lies in', () => {
		expect(names('富安')).toEqual(['富安小区']);
		expect(names('铁路')).toEqual(['富安小区']);
		expect(names('江源区')).toEqual(['天池花园Ⅰ期']);
		expect(names('没有')).toEqual([]);
	});

	test('does not mind how a number or a blank was typed', () => {
		expect(names(' 花园i期 ')).toEqual(['天池花园Ⅰ期']);
	});

	test('shows every compound of which there is something to see, and no other', () => {
		expect(names('')).toEqual(['富安小区', '天池花园Ⅰ期']);
	});

	test('groups by district and subdistrict, leaving out what is empty', () => {
		const groups = groupByDistrict(AREAS, findCompounds(AREAS, ''));
		expect(groups.map(({ area, pairs, parts }) => [area.name, pairs, parts.map((part) => part.name.name)])).toEqual([
			['浑江区', 6, ['东兴街道']],
			['江源区', 2, ['孙家堡子街道']]
		]);
	});
});

describe('highlights', () => {
	test('are the newest, each compound once before any comes twice', () => {
		const pairs = ['a1', 'a2', 'a3', 'b1', 'c1'].map((id) => ({ id, area: id.slice(0, 1) }));
		expect(pickHighlights(pairs, 4).map(({ id }) => id)).toEqual(['a1', 'b1', 'c1', 'a2']);
		expect(pickHighlights(pairs, 9)).toHaveLength(5);
	});
});
