import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Task } from '#lib/domain/task.ts';
import type { Template } from '#lib/domain/template.ts';
import { counts, fieldsOf, firstValues, readForm } from './move-fields.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;
const TODAY = '2026-11-24';

const aTask = (over: Partial<Task> = {}): Task =>
	({
		kind: 'piled_rubbish',
		layer: 'trash_site',
		filedAt: '2026-11-20T01:00:00Z',
		isUrgent: false,
		quantityTarget: 12,
		quantityDone: null,
		request: null,
		lastReturnedAt: null,
		...over
	}) as Task;

function move(action: string): Template['workflow']['transitions'][number] {
	const found = template.workflow.transitions.find((one) => one.action === action);
	if (!found) throw new Error(action);
	return found;
}
const ids = (action: string, task = aTask()): string[] => fieldsOf(move(action), task, template.kinds).map(({ id }) => id);

describe('what a move asks', () => {
	test('nothing, where a press is enough', () => {
		expect(ids('start')).toEqual([]);
		expect(ids('resume')).toEqual([]);
	});

	test('filing chooses among the kinds of the layer, once', () => {
		expect(ids('file', aTask({ filedAt: null }))).toEqual(['kind', 'urgent', 'quantity_target']);
		expect(ids('file', aTask({ filedAt: null, layer: 'small_ad', kind: 'small_ad' }))).toEqual(['quantity_target']);
		expect(ids('self_handle', aTask({ filedAt: TODAY }))).toEqual(['evidence_after', 'quantity']);
	});

	test('a picture and a quantity only where the kind has one', () => {
		expect(ids('submit')).toEqual(['evidence_after', 'quantity']);
		expect(ids('submit', aTask({ layer: 'camera', kind: 'camera_install' }))).toEqual(['quantity']);
	});

	test('granting shows what was asked for, and may write down something else', () => {
		const asked = aTask({ request: { type: 'extension', amount: 3, reason: '雨天', by: 'x', at: TODAY } });
		const fields = fieldsOf(move('grant_extension'), asked, template.kinds);
		expect(fields).toEqual([{ id: 'amount', isRequired: false }]);
		expect(firstValues(fields, asked)).toEqual({ amount: '3' });
	});

	test('the answers are the patch, in the words of the database', () => {
		const fields = fieldsOf(move('submit'), aTask(), template.kinds);
		expect(readForm(move('submit'), fields, { quantity: '1,200.5', evidence_after: 'here' }, TODAY)).toEqual({
			patch: { action: 'submit', quantity: 1200.5 },
			errors: {}
		});
	});

	test('what is missing or wrong is said at its field', () => {
		const deferral = fieldsOf(move('ask_deferral'), aTask(), template.kinds);
		expect(readForm(move('ask_deferral'), deferral, { review_on: TODAY, reason: ' ' }, TODAY).errors).toMatchObject({
			review_on: { code: 'date_not_ahead' },
			reason: { code: 'needs_reason' }
		});
		const order = fieldsOf(move('supervise'), aTask(), template.kinds);
		expect(readForm(move('supervise'), order, { reply_by: TODAY, message: '抓紧' }, TODAY).errors).toEqual({});
		const submit = fieldsOf(move('submit'), aTask(), template.kinds);
		expect(readForm(move('submit'), submit, { quantity: 'viel', evidence_after: 'x' }, TODAY).errors).toMatchObject({
			quantity: { code: 'not_a_number', info: 'viel' }
		});
	});
});

test('after a rework only a newer picture proves anything, a picture before always does', () => {
	const returned = { lastReturnedAt: '2026-11-22T00:00:00Z' };
	const old = '2026-11-21T00:00:00Z';
	expect(counts({ phase: 'after', createdAt: old }, 'after', returned)).toBe(false);
	expect(counts({ phase: 'after', createdAt: '2026-11-23T00:00:00Z' }, 'after', returned)).toBe(true);
	expect(counts({ phase: 'before', createdAt: old }, 'before', returned)).toBe(true);
	expect(counts({ phase: 'during', createdAt: old }, 'after', { lastReturnedAt: null })).toBe(false);
});
