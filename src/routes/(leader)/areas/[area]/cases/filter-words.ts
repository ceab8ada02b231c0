import { FILED_STAGES } from '#lib/domain/figure-rows.ts';
import type { CaseFilter } from '#lib/domain/paths.ts';
import { OPEN_STAGES, STAGES, type Stage } from '#lib/domain/stage.ts';
import { label, type Template } from '#lib/domain/template.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { stageName } from '#lib/ui/stage-names.ts';

/** A filter in words, with the filter that is left without it. */
export interface FilterWord {
	key: keyof CaseFilter;
	text: string;
	without: CaseFilter;
}

interface Known {
	template: Template;
	formatDay: (day: string) => string;
	/** The name behind an owner's id, where a row tells it. */
	ownerName: (id: string) => string | undefined;
}

/** Everything that narrows the list, in the order of the address. */
export function filterWords(filter: CaseFilter, known: Known): FilterWord[] {
	return (Object.keys(filter) as (keyof CaseFilter)[]).flatMap((key) => {
		const text = wordOf(key, filter, known);
		const { [key]: _, ...without } = filter;
		return text ? [{ key, text, without }] : [];
	});
}

function wordOf(key: keyof CaseFilter, filter: CaseFilter, { template, formatDay, ownerName }: Known): string {
	const named = (list: readonly { id: string; name: Parameters<typeof label>[0] }[], ids: readonly string[] = []): string =>
		ids.map((id) => label(list.find((one) => one.id === id)?.name ?? { 'zh-CN': id, en: id }, getLocale())).join(' / ');
	const day = (make: (inputs: { day: string }) => string, at: string | undefined): string => (at ? make({ day: formatDay(at) }) : '');
	switch (key) {
		case 'stages':
			return stagesName(filter.stages ?? []);
		case 'layers':
			return named(template.layers, filter.layers);
		case 'kinds':
			return named(template.kinds, filter.kinds);
		case 'domain':
			return named(template.domains, filter.domain ? [filter.domain] : []);
		case 'light':
			return filter.light ? lightName(filter.light) : '';
		case 'owner':
			return m.cases_owner({ name: ownerName(filter.owner ?? '') ?? '' });
		case 'text':
			return m.cases_text({ text: filter.text ?? '' });
		case 'own':
			return m.cases_own();
		case 'reworked':
			return filter.reworked ? m.cases_reworked() : m.cases_not_reworked();
		case 'supervised':
			return filter.supervised ? m.cases_supervised() : m.cases_not_supervised();
		case 'unlocated':
			return filter.unlocated ? m.cases_unlocated() : m.cases_located();
		case 'batch':
			return m.cases_batch();
		case 'filedOn':
			return day(m.cases_filed_on, filter.filedOn);
		case 'dueOn':
			return day(m.cases_due_on, filter.dueOn);
		case 'closedOn':
			return day(m.cases_closed_on, filter.closedOn);
		case 'filedFrom':
			return day(m.cases_filed_from, filter.filedFrom);
		case 'filedTo':
			return day(m.cases_filed_to, filter.filedTo);
		case 'closedFrom':
			return day(m.cases_closed_from, filter.closedFrom);
		case 'closedTo':
			return day(m.cases_closed_to, filter.closedTo);
		case 'reviewBy':
			return day(m.cases_review_by, filter.reviewBy);
		case 'lookAgainFrom':
			return day(m.cases_look_again_from, filter.lookAgainFrom);
		case 'lookAgainBy':
			return day(m.cases_look_again_by, filter.lookAgainBy);
	}
}

/** Stages as one choice: a group by its name, others one by one. */
export function stagesName(stages: readonly string[]): string {
	const group = STAGE_GROUPS.find((one) => isSame(one.stages, stages));
	if (group) return group.name();
	return stages.map((stage) => ((STAGES as readonly string[]).includes(stage) ? stageName(stage as Stage) : stage)).join(' / ');
}

export const STAGE_GROUPS: readonly { stages: readonly Stage[]; name: () => string }[] = [
	{ stages: OPEN_STAGES, name: m.cases_stages_open },
	{ stages: FILED_STAGES, name: m.cases_stages_filed }
];

const LIGHTS: Record<NonNullable<CaseFilter['light']>, () => string> = {
	overdue: m.light_red,
	due_soon: m.light_yellow,
	on_time: m.cases_light_on_time,
	late: m.cases_light_late
};
export const lightNames = Object.entries(LIGHTS);
const lightName = (light: NonNullable<CaseFilter['light']>): string => LIGHTS[light]();

function isSame(a: readonly string[], b: readonly string[]): boolean {
	return a.length === b.length && a.every((one) => b.includes(one));
}
