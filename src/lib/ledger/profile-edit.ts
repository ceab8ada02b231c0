import type { Phase } from '#lib/domain/task.ts';
import { columnsOf, type Choice, type Field, type Profile } from './profile.ts';

/** Changes to a profile as a page makes them. Each returns a new profile; the one given stays as it is. */

export type ChoiceName = 'kind' | 'stage' | 'outcome';

/** Reads the field from this column; none when it is empty. */
export function withColumn(profile: Profile, field: Field, column: string): Profile {
	const { [field]: _former, ...columns } = profile.columns;
	return { ...profile, columns: column ? { ...columns, [field]: column } : columns };
}

/** Reads the area from these columns, widest level first. */
export function withAreaColumns(profile: Profile, columns: string[]): Profile {
	const { area, ...rest } = profile;
	return columns.length > 0 ? { ...rest, area: { ...area, columns } } : rest;
}

export function withRefinedArea(profile: Profile, isRefined: boolean): Profile {
	return profile.area ? { ...profile, area: { ...profile.area, isRefined } } : profile;
}

export function withAttribute(profile: Profile, id: string, column: string): Profile {
	const { [id]: _former, ...attributes } = profile.attributes ?? {};
	return { ...profile, attributes: column ? { ...attributes, [id]: column } : attributes };
}

export function withPhoto(profile: Profile, phase: Phase, column: string): Profile {
	const others = (profile.photos ?? []).filter((photo) => photo.phase !== phase);
	return { ...profile, photos: column ? [...others, { column, phase }] : others };
}

/** Looks the choice up in this column, by the values that were mapped for it before. */
export function withChoiceColumn(profile: Profile, name: ChoiceName, column: string): Profile {
	const { from: _former, ...choice } = profile[name] ?? {};
	return { ...profile, [name]: column ? { ...choice, from: [{ column, is: {} }] } : choice };
}

export function withChoiceDefault(profile: Profile, name: ChoiceName, id: string): Profile {
	const { default: _former, ...choice } = profile[name] ?? {};
	return { ...profile, [name]: id ? { ...choice, default: id } : choice };
}

/** Says what a value of the choice's column means; an empty id forgets it. */
export function withValue(profile: Profile, name: ChoiceName, value: string, id: string): Profile {
	const choice = profile[name] ?? {};
	const [rule, ...others] = choice.from ?? [];
	if (!rule) return profile;
	const { [value]: _former, ...is } = rule.is ?? {};
	return { ...profile, [name]: { ...choice, from: [{ ...rule, is: id ? { ...is, [value]: id } : is }, ...others] } };
}

/** Takes a pair of the file as "no position", or no longer. */
export function withDefaultPoint(profile: Profile, point: [number, number], isDefault: boolean): Profile {
	const others = (profile.defaultPoints ?? []).filter(([east, north]) => east !== point[0] || north !== point[1]);
	return { ...profile, defaultPoints: isDefault ? [...others, point] : others };
}

/** Whether a page can edit the rules of a choice: one column, whole values. Others come from a written profile. */
export function isSimple(choice: Choice | undefined): boolean {
	const rules = choice?.from ?? [];
	return rules.length === 0 || (rules.length === 1 && !rules[0]?.startsWith && !rules[0]?.filled);
}

/** The one column that a field is read from; empty for none or several. */
export function columnOf(profile: Profile, field: Field): string {
	const columns = columnsOf(profile.columns[field]);
	return columns.length === 1 ? (columns[0] ?? '') : '';
}

/** The column that a choice is looked up in first. */
export function choiceColumn(choice: Choice | undefined): string {
	return choice?.from?.[0]?.column ?? '';
}
