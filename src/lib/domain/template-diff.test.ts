import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compareTemplates, type TemplateChange } from './template-diff.ts';
import type { Template } from './template.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../supabase/seed/templates/sancheng.json'), 'utf8');
const template = (): Template => JSON.parse(TEXT) as Template;

function changesBy(change: (after: Template) => void): TemplateChange[] {
	const after = template();
	change(after);
	return compareTemplates(template(), after);
}

test('the same document in another order of keys has not changed', () => {
	const turned = JSON.parse(TEXT, (_key, value: unknown) =>
		value && typeof value === 'object' && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).reverse()) : value
	) as Template;
	expect(compareTemplates(template(), turned)).toEqual([]);
});

test('a limit that was shortened is one field of one kind', () => {
	const changes = changesBy(({ kinds }) => Object.assign(kinds[0]?.limit ?? {}, { amount: 10 }));
	expect(changes).toEqual([
		{
			part: 'kinds',
			id: 'private_structure',
			name: { 'zh-CN': '私搭乱建', en: 'Unauthorised structure' },
			change: 'changed',
			fields: [{ field: 'limit', before: { amount: 15, unit: 'working_days' }, after: { amount: 10, unit: 'working_days' } }]
		}
	]);
});

test('what came and what went is told with its name', () => {
	const changes = changesBy((after) => {
		after.layers.push({ id: 'road', name: { 'zh-CN': '道路', en: 'Roads' }, geometry: 'any', symbol: 'road', attributes: [] });
		after.workflow.transitions = after.workflow.transitions.filter((move) => move.action !== 'supervise');
		after.indicators = [];
	});
	expect(changes.map(({ part, id, change }) => [part, id, change])).toEqual([
		['layers', 'road', 'added'],
		['transitions', 'supervise', 'removed'],
		['indicators', 'fee_rate', 'removed'],
		['indicators', 'cameras', 'removed'],
		['indicators', 'camera_cost', 'removed']
	]);
	expect(changes[1]?.name?.['zh-CN']).toBe('督办');
});

test('a field that appears and one of the document itself are told, the version is not', () => {
	const changes = changesBy((after) => {
		after.version = 2;
		after.public.snapDegrees = 0.001;
		Object.assign(after.kinds[0] ?? {}, { selfHandle: true });
	});
	expect(changes.map(({ part, fields }) => [part, fields.map(({ field }) => field)])).toEqual([
		['document', ['snapDegrees']],
		['kinds', ['selfHandle']]
	]);
});
