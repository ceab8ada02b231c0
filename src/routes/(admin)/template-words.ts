import type { TemplatePart } from '#lib/domain/template-diff.ts';
import type { Stage } from '#lib/domain/stage.ts';
import {
	UNITS,
	label,
	type Attribute,
	type KindDefinition,
	type Label,
	type Limit,
	type Need,
	type Role,
	type Template,
	type Transition,
	type Unit
} from '#lib/domain/template.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatLimit, formatNumber, unitName } from '#lib/ui/format.ts';
import { roleName } from '#lib/ui/role-names.ts';
import { stageName } from '#lib/ui/stage-names.ts';
import { TEMPLATE_WORDS } from './template-word-list.ts';

/** An id that has no word is shown as it is. */
const word = (set: keyof typeof TEMPLATE_WORDS, id: unknown): string => TEMPLATE_WORDS[set][String(id)]?.() ?? String(id);

export const partName = (part: TemplatePart): string => word('part', part);
export const fieldName = (field: string): string => word('field', field);
export const geometryName = (geometry: string): string => word('geometry', geometry);
export const symbolName = (symbol: string): string => word('symbol', symbol);
export const attributeType = (type: string): string => word('type', type);
export const codeKindName = (kind: string): string => word('code', kind);
export const clockName = (clock: string): string => word('clock', clock);
export const measureName = (measure: string): string => word('measure', measure);
export const effectName = (effect: string): string => word('effect', effect);

export const named = (name: Label): string => label(name, getLocale());

export const listed = (items: string[]): string => items.join(getLocale() === 'en' ? ', ' : '、');
const either = (items: string[]): string => new Intl.ListFormat(getLocale(), { type: 'disjunction' }).format(items);
const both = (items: string[]): string => new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(items);
const yesNo = (value: unknown): string => (value ? m.yes() : m.no());

/** "派遣员或责任人，未处置过本案的人" */
export function whoText({ roles = [], owner, notHandler }: Transition['who']): string {
	const people = [...roles.map((role: Role) => roleName(role)), ...(owner ? [m.template_who_owner()] : [])];
	return [people.length ? either(people) : m.template_who_nobody(), ...(notHandler ? [m.template_who_not_handler()] : [])].join(
		getLocale() === 'en' ? '; ' : '，'
	);
}

export function needsText(needs: readonly Need[] = []): string {
	return both(needs.map((need) => word('need', need)));
}

export function whenText(when: Transition['when']): string {
	const supervised =
		when?.supervised === undefined ? [] : [when.supervised ? m.template_when_supervised() : m.template_when_not_supervised()];
	return both([...(when?.request ? [word('when', when.request)] : []), ...supervised]);
}

export function evidenceText(evidence: KindDefinition['evidence']): string {
	// Where nothing is said, the picture after is asked for: the database has the same default.
	const asked = [
		...(evidence?.before ? [m.template_evidence_before()] : []),
		...((evidence?.after ?? true) ? [m.template_evidence_after()] : [])
	];
	return asked.length ? both(asked) : m.template_evidence_none();
}

export function attributeText({ name, type, unit, required, choices }: Attribute): string {
	const facts = [attributeType(type), ...(unit ? [unitName(unit)] : []), ...(required ? [m.template_required()] : [])];
	const options = choices?.length ? `: ${listed(choices.map((choice) => named(choice.name)))}` : '';
	return `${named(name)} (${listed(facts)}${options})`;
}

/** A field's value in words; `template` names what it refers to. */
export function valueText(template: Template, field: string, value: unknown): string {
	if (value === undefined || value === null) return m.none();
	const nameIn = (list: { id: string; name: Label }[], id: string): string => {
		const item = list.find((one) => one.id === id);
		return item ? named(item.name) : id;
	};
	switch (field) {
		case 'name':
		case 'description':
		case 'hint':
			return named(value as Label);
		case 'verify':
		case 'limit':
		case 'urgent':
			return formatLimit(value as Limit);
		case 'geometry':
		case 'symbol':
		case 'clock':
		case 'measure':
		case 'effect':
		case 'tone':
			return word(field, value);
		case 'codeKind':
			return word('code', value);
		case 'internal':
		case 'selfHandle':
		case 'duty':
			return yesNo(value);
		case 'snapDegrees':
			return m.template_degrees({ degrees: String(value) });
		case 'attributes':
			return listed((value as Attribute[]).map(attributeText));
		case 'steps':
			return listed((value as { name: Label }[]).map((step) => named(step.name)));
		case 'lookAgainDays':
			return m.template_days({ days: formatNumber(value as number) });
		case 'evidence':
			return evidenceText(value as KindDefinition['evidence']);
		case 'layer':
			return nameIn(template.layers, value as string);
		case 'domain':
			return nameIn(template.domains, value as string);
		case 'kinds':
			return listed((value as string[]).map((kind) => nameIn(template.kinds, kind)));
		case 'from':
			return listed((value as Stage[]).map(stageName));
		case 'to':
			return stageName(value as Stage);
		case 'who':
			return whoText(value as Transition['who']);
		case 'needs':
			return needsText(value as Need[]) || m.none();
		case 'when':
			return whenText(value as Transition['when']) || m.none();
		case 'unit':
			return unitText(value as string);
		case 'amount':
			return formatNumber(value as number, 2);
		default:
			return typeof value === 'string' ? value : JSON.stringify(value);
	}
}

/** A unit as a template writes it: a target's is one of ours, an indicator's any text. */
export function unitText(unit: string): string {
	return (UNITS as readonly string[]).includes(unit) ? unitName(unit as Unit) : unit;
}
