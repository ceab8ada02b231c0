import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkTemplate, readTemplate, type TemplateIssue } from './template-check.ts';
import type { Template } from './template.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../supabase/seed/templates/sancheng.json'), 'utf8');

/** The demo's template with a change. */
function issuesOf(change: (document: Template & Record<string, unknown>) => void): TemplateIssue[] {
	const document = JSON.parse(TEXT) as Template & Record<string, unknown>;
	change(document);
	const read = checkTemplate(document);
	return read.ok ? [] : read.issues;
}

const first = <Item>(items: Item[]): Item => items[0] as Item;

test('the template that ships is whole, with a byte-order mark or without', () => {
	expect(readTemplate(TEXT)).toMatchObject({ ok: true, template: { id: 'sancheng' } });
	expect(readTemplate(`\uFEFF${TEXT}`).ok).toBe(true);
});

test('what is not JSON is said with its line', () => {
	expect(readTemplate('{\n\t"id": "a",\n}')).toEqual({ ok: false, json: { line: 3, column: 1 } });
	expect(readTemplate('')).toEqual({ ok: false, json: null });
});

describe('every mistake is named by its place, its value and what could stand there', () => {
	test('a number that is too small', () => {
		expect(issuesOf(({ kinds }) => (first(kinds).limit.amount = 0))).toEqual([
			{ code: 'too_small', path: 'kinds[0].limit.amount', near: 'private_structure', value: '0', expected: '0.01' }
		]);
	});

	test('a word that is none of the words', () => {
		const [issue] = issuesOf(({ layers }) => Object.assign(first(layers), { geometry: 'line' }));
		expect(issue).toMatchObject({ code: 'not_one_of', path: 'layers[0].geometry', value: 'line', expected: 'point | polygon | any' });
	});

	test('a key that is missing, one of another type, and one that nobody reads', () => {
		const issues = issuesOf((document) => {
			Reflect.deleteProperty(document.kinds[1] as object, 'name');
			Object.assign(document.kinds[2] as object, { lookAgain: 30, layer: 4 });
		});
		expect(issues.map(({ code, path }) => [code, path])).toEqual([
			['missing', 'kinds[1].name'],
			['wrong_type', 'kinds[2].layer'],
			['unknown_key', 'kinds[2].lookAgain']
		]);
	});

	test('all of them at once', () => {
		expect(
			issuesOf((document) => {
				document.version = 1.5;
				document.name.en = '';
				Object.assign(document, { id: 'San Cheng' });
			}).map(({ code, path }) => [path, code])
		).toEqual([
			['id', 'bad_form'],
			['version', 'not_whole'],
			['name.en', 'empty']
		]);
	});

	test('ids that stand twice', () => {
		expect(
			issuesOf(({ layers, workflow }) => {
				(layers[1] as { id: string }).id = first(layers).id;
				(workflow.transitions[1] as { action: string }).action = first(workflow.transitions).action;
			}).map(({ code, path, value }) => [code, path, value])
		).toContainEqual(['duplicate_id', 'workflow.transitions[1].action', 'file']);
	});

	test('references to what is not there', () => {
		const [issue] = issuesOf(({ targets }) => (first(targets).kinds = ['nothing']));
		expect(issue).toMatchObject({ code: 'unknown_reference', path: 'targets[0].kinds[0]', near: 'structures', value: 'nothing' });
		expect(issue?.expected).toContain('private_structure');
	});

	test('a closing that the handler could make', () => {
		const issues = issuesOf(({ workflow }) => {
			for (const move of workflow.transitions) if (move.effect === 'close') move.who = { roles: ['inspector'] };
		});
		expect(issues).toMatchObject([{ code: 'handler_may_close', near: 'close' }]);
	});
});
