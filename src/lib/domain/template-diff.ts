import type { Label, Template } from './template.ts';

export const TEMPLATE_PARTS = ['document', 'domains', 'layers', 'kinds', 'stages', 'transitions', 'targets', 'indicators'] as const;
export type TemplatePart = (typeof TEMPLATE_PARTS)[number];

/** One difference between two versions: a part of it that came, went, or has other fields. */
export interface TemplateChange {
	part: TemplatePart;
	/** Id of the layer, kind … ; empty for the document itself. */
	id: string;
	/** As the later version calls it; stages have no name of their own. */
	name: Label | null;
	change: 'added' | 'removed' | 'changed';
	/** Of a changed one, what differs. */
	fields: { field: string; before: unknown; after: unknown }[];
}

type Item = Record<string, unknown>;

/** What moving from one version to the other changes, in the order of the document. */
export function compareTemplates(before: Template, after: Template): TemplateChange[] {
	return TEMPLATE_PARTS.flatMap((part) => comparePart(part, itemsOf(before, part), itemsOf(after, part)));
}

function comparePart(part: TemplatePart, before: Map<string, Item>, after: Map<string, Item>): TemplateChange[] {
	const changes: TemplateChange[] = [];
	for (const [id, item] of after) {
		const former = before.get(id);
		if (!former) changes.push({ part, id, name: nameOf(item), change: 'added', fields: [] });
		else {
			const fields = fieldsOf(former, item);
			if (fields.length) changes.push({ part, id, name: nameOf(item), change: 'changed', fields });
		}
	}
	for (const [id, item] of before) if (!after.has(id)) changes.push({ part, id, name: nameOf(item), change: 'removed', fields: [] });
	return changes;
}

function itemsOf(template: Template, part: TemplatePart): Map<string, Item> {
	switch (part) {
		case 'document':
			return new Map([
				[
					'',
					{
						name: template.name,
						description: template.description,
						calendar: template.calendar.id,
						verify: template.workflow.verify,
						snapDegrees: template.public.snapDegrees
					}
				]
			]);
		case 'stages':
			return byId(template.workflow.stages);
		case 'transitions':
			return new Map(template.workflow.transitions.map((move) => [move.action, move]));
		case 'indicators':
			return byId(template.indicators ?? []);
		default:
			return byId(template[part]);
	}
}

function byId(items: ({ id: string } & Item)[]): Map<string, Item> {
	return new Map(items.map((item) => [item.id, item]));
}

function nameOf(item: Item): Label | null {
	return (item.name as Label | undefined) ?? null;
}

function fieldsOf(before: Item, after: Item): TemplateChange['fields'] {
	return [...new Set([...Object.keys(before), ...Object.keys(after)])]
		.filter((field) => text(before[field]) !== text(after[field]))
		.map((field) => ({ field, before: before[field], after: after[field] }));
}

/** Keys in one order: jsonb and an editor order them as each likes. */
function text(value: unknown): string {
	return (
		JSON.stringify(value, (_key, part: unknown) =>
			part && typeof part === 'object' && !Array.isArray(part)
				? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
				: part
		) ?? ''
	);
}
