import { expect, test } from 'vitest';
import { areaLabel, shortAreaLabel } from './area.ts';

const area = (name: string, nameEn: string | null = null): { name: string; nameEn: string | null } => ({ name, nameEn });

test('a small map names areas without what all their names end in', () => {
	const short = (name: string): string => shortAreaLabel(area(name), 'zh-CN');
	expect(['东兴街道', '六道江镇', '蚂蚁河乡', '铁路社区', '长白朝鲜族自治县'].map(short)).toEqual([
		'东兴',
		'六道江',
		'蚂蚁河',
		'铁路',
		'长白'
	]);
	// A district and a county are told apart by their ends, and a compound has none.
	expect(['浑江区', '抚松县', '临江市', '富安小区', '红旗镇村'].map(short)).toEqual(['浑江区', '抚松县', '临江市', '富安小区', '红旗镇']);
	expect(short('新村')).toBe('新村');
	expect(shortAreaLabel(area('长白朝鲜族自治县', 'Changbai Korean Autonomous County'), 'en')).toBe('Changbai');
	expect(shortAreaLabel(area('东兴街道', 'Dongxing Subdistrict'), 'en')).toBe('Dongxing');
	expect(shortAreaLabel(area('铁路社区'), 'en')).toBe('铁路');
});

test('a name that nobody translated stays Chinese', () => {
	expect(areaLabel(area('富安小区'), 'en')).toBe('富安小区');
	expect(areaLabel(area('富安小区', "Fu'an"), 'en')).toBe("Fu'an");
});
