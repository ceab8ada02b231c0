import * as v from 'valibot';
import { TemplateSchema, type Template } from './template.ts';

/** What is wrong at one place of a template file. */
export interface TemplateIssue {
	code:
		| 'missing'
		| 'unknown_key'
		| 'wrong_type'
		| 'not_one_of'
		| 'bad_form'
		| 'too_small'
		| 'too_big'
		| 'not_whole'
		| 'empty'
		| 'duplicate_id'
		| 'unknown_reference'
		| 'handler_may_close';
	/** kinds[3].limit.amount */
	path: string;
	/** Id of the nearest part around it that has one, so that nobody has to count brackets. */
	near: string | null;
	/** What stands there, shortened. */
	value: string;
	/** What could stand there; empty where the code says it all. */
	expected: string;
}

export type TemplateReading =
	| { ok: true; template: Template }
	/** Line and column (from 1) at which it stops being JSON; null where the parser does not say. */
	| { ok: false; json: { line: number; column: number } | null }
	| { ok: false; issues: TemplateIssue[] };

type Keys = (string | number)[];

/** Reads a template file. Everything that is wrong with it is named at once. */
export function readTemplate(text: string): TemplateReading {
	let document: unknown;
	try {
		document = JSON.parse(text.replace(/^\uFEFF/, ''));
	} catch (error) {
		return { ok: false, json: placeOf(error) };
	}
	return checkTemplate(document);
}

/** Checks the form of a document, and where that holds, what lies between its parts. */
export function checkTemplate(document: unknown): Exclude<TemplateReading, { json: unknown }> {
	const parsed = v.safeParse(TemplateSchema, document);
	if (!parsed.success) return { ok: false, issues: parsed.issues.map((issue) => toIssue(document, issue)) };
	const issues = crossCheck(parsed.output).map(([code, keys, expected]) => at(document, code, keys, expected));
	return issues.length ? { ok: false, issues } : { ok: true, template: parsed.output };
}

function placeOf(error: unknown): { line: number; column: number } | null {
	const place = /line (\d+) column (\d+)/.exec(error instanceof Error ? error.message : '');
	return place ? { line: Number(place[1]), column: Number(place[2]) } : null;
}

function toIssue(document: unknown, issue: v.BaseIssue<unknown>): TemplateIssue {
	const keys = (issue.path ?? []).map(({ key }) => key as string | number);
	return at(document, codeOf(issue), keys, issue.kind === 'schema' ? (issue.expected ?? '') : String(issue.requirement ?? ''));
}

function codeOf(issue: v.BaseIssue<unknown>): TemplateIssue['code'] {
	switch (issue.type) {
		case 'strict_object':
			if (issue.expected === 'never') return 'unknown_key';
			return issue.input === undefined ? 'missing' : 'wrong_type';
		case 'picklist':
		case 'literal':
			return 'not_one_of';
		case 'regex':
			return 'bad_form';
		case 'gt_value':
		case 'min_value':
			return 'too_small';
		case 'max_value':
			return 'too_big';
		case 'integer':
			return 'not_whole';
		case 'min_length':
			return 'empty';
		default:
			return 'wrong_type';
	}
}

const NO_EXPECTATION: ReadonlySet<TemplateIssue['code']> = new Set([
	'missing',
	'unknown_key',
	'not_whole',
	'bad_form',
	'empty',
	'duplicate_id'
]);

function at(document: unknown, code: TemplateIssue['code'], keys: Keys, expected: string): TemplateIssue {
	let value: unknown = document;
	let near: string | null = null;
	for (const key of keys) {
		value = (value as Record<string | number, unknown> | undefined)?.[key];
		const { id, action } = (value ?? {}) as { id?: unknown; action?: unknown };
		const name = id ?? action;
		if (typeof name === 'string') near = name;
	}
	const path = keys.map((key, index) => (typeof key === 'number' ? `[${key}]` : index > 0 ? `.${key}` : key)).join('');
	return {
		code,
		path,
		near,
		value: code === 'unknown_key' || code === 'missing' ? '' : brief(value),
		expected: NO_EXPECTATION.has(code) ? '' : expected.replaceAll('"', '').replace(/^\((.*)\)$/, '$1')
	};
}

function brief(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

/** Ids that stand twice, references to what is not there, and a handler who could close. */
function crossCheck(template: Template): [code: TemplateIssue['code'], keys: Keys, expected: string][] {
	const { domains, layers, kinds, workflow, targets, indicators = [] } = template;
	const found: [TemplateIssue['code'], Keys, string][] = [];
	const known = (list: string, ids: string[], key = 'id'): string[] => {
		ids.forEach((id, index) => ids.indexOf(id) < index && found.push(['duplicate_id', [...list.split('.'), index, key], '']));
		return ids;
	};
	const refer = (ids: string[], value: string | undefined, ...keys: Keys): void => {
		if (value !== undefined && !ids.includes(value)) found.push(['unknown_reference', keys, ids.join(', ')]);
	};
	const idsOf = (items: { id: string }[]): string[] => items.map(({ id }) => id);
	const domainIds = known('domains', idsOf(domains));
	const layerIds = known('layers', idsOf(layers));
	const kindIds = known('kinds', idsOf(kinds));
	const stageIds = known('workflow.stages', idsOf(workflow.stages));
	known('targets', idsOf(targets));
	known('indicators', idsOf(indicators));
	const actions = workflow.transitions.map(({ action }) => action);
	known('workflow.transitions', actions, 'action');
	kinds.forEach((kind, index) => {
		refer(layerIds, kind.layer, 'kinds', index, 'layer');
		refer(domainIds, kind.domain, 'kinds', index, 'domain');
	});
	targets.forEach((target, index) => {
		target.kinds.forEach((kind, place) => refer(kindIds, kind, 'targets', index, 'kinds', place));
		refer(domainIds, target.domain, 'targets', index, 'domain');
	});
	workflow.transitions.forEach((move, index) => {
		const place = ['workflow', 'transitions', index] as const;
		move.from.forEach((from, of) => refer(stageIds, from, ...place, 'from', of));
		refer(stageIds, move.to, ...place, 'to');
		if (move.effect === 'close' && move.who.notHandler !== true) found.push(['handler_may_close', [...place, 'who'], '']);
	});
	return found;
}
