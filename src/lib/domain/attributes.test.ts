import { expect, test } from 'vitest';
import { attributeValues, readAttributes } from './attributes.ts';
import type { Attribute } from './template.ts';

const name = { 'zh-CN': '属性', en: 'Attribute' };
const DEFINITIONS: Attribute[] = [
	{ id: 'area_m2', name, type: 'number', unit: 'm2', required: true },
	{ id: 'material', name, type: 'choice', choices: [{ id: 'steel', name }] },
	{ id: 'use', name, type: 'text' },
	{ id: 'seen_on', name, type: 'date' },
	{ id: 'is_shared', name, type: 'boolean' }
];

test('what is typed is read by the type of its attribute', () => {
	const read = readAttributes(DEFINITIONS, {
		area_m2: ' 1,026.5 ',
		material: 'steel',
		use: ' 停车 ',
		seen_on: '2026-11-02',
		is_shared: true
	});
	expect(read).toEqual({
		attributes: { area_m2: 1026.5, material: 'steel', use: '停车', seen_on: '2026-11-02', is_shared: true },
		errors: {}
	});
});

test('what is wrong is named by its attribute', () => {
	const { errors } = readAttributes(DEFINITIONS, { area_m2: '二十六', seen_on: '2026-13-40' });
	expect(errors).toEqual({
		area_m2: { code: 'not_a_number', field: 'area_m2', info: '二十六' },
		seen_on: { code: 'not_a_date', field: 'seen_on', info: '2026-13-40' }
	});
	expect(readAttributes(DEFINITIONS, { area_m2: ' ' }).errors).toEqual({ area_m2: { code: 'needs_value', field: 'area_m2' } });
});

test('what is left empty is left out, and an import’s own columns stay', () => {
	const stored = { area_m2: 26, ward: 'D3', use: '停车' };
	const values = { ...attributeValues(DEFINITIONS, stored), use: '' };
	expect(readAttributes(DEFINITIONS, values, stored)).toEqual({ attributes: { area_m2: 26, ward: 'D3', is_shared: false }, errors: {} });
});

test('a choice that the template no longer has is dropped', () => {
	expect(readAttributes(DEFINITIONS, { area_m2: '1', material: 'glass' }).attributes).toEqual({ area_m2: 1 });
});
