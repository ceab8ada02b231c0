import { OUTCOMES, STAGES } from '#lib/domain/stage.ts';
import type { Template } from '#lib/domain/template.ts';
import { parseAngle } from '#lib/geo/angles.ts';
import { isProjected, type FileSystem } from '#lib/geo/systems.ts';
import { plainValue } from './choices.ts';
import { detectDateOrder } from './dates.ts';
import type { Places } from './places.ts';
import { columnsOf, FIELDS, type Choice, type Field, type Profile } from './profile.ts';
import type { ColumnSeen, Survey } from './survey.ts';
import {
	AREA_HEADINGS,
	CHOICE_HEADINGS,
	HEADINGS,
	OUTCOME_WORDS,
	PHOTO_HEADINGS,
	plainHeading,
	STAGE_WORDS,
	SYSTEM_WORDS
} from './words.ts';

export interface Guess {
	profile: Profile;
	/** Days and months could be either: somebody has to say. */
	areDatesAmbiguous: boolean;
}

export interface GuessContext {
	template: Template;
	places: Places;
	/** The layer that somebody chose. */
	layer: string | null;
}

const MOMENTS: readonly Field[] = ['reportedAt', 'filedAt', 'dueAt', 'closedAt'];
const NUMBERS: readonly Field[] = ['east', 'north', 'quantityTarget', 'quantityDone'];
/** Of what a column of numbers holds, so much must be numbers: the rest are faults to be named. */
const MOSTLY = 0.5;
/** A number that a fifth of the rows share is no reference; one that some share is a fault to be named. */
const DIFFERENT = 0.8;
const CODE = /^(代码|编码|code)$/;

/** A profile by the headings and what stands under them, for a file that comes with none. */
export function guessProfile(survey: Survey, { template, places, layer }: GuessContext): Guess {
	const free = new Map(survey.columns.map((column) => [plainHeading(column.name), column]));
	const take = (headings: readonly string[], fits: (column: ColumnSeen) => boolean = () => true): string | undefined => {
		for (const heading of headings) {
			const column = free.get(plainHeading(heading));
			if (!column || !fits(column)) continue;
			free.delete(plainHeading(heading));
			return column.name;
		}
		return undefined;
	};
	const area = areaColumns(take, places);
	const columns: Profile['columns'] = {};
	for (const field of FIELDS) {
		if (survey.layout.format === 'geojson' && ['east', 'north', 'position', 'geometry'].includes(field)) continue;
		const taken = take(HEADINGS[field], (column) => fitsField(field, column, survey));
		if (taken) columns[field] = taken;
	}
	// Half a pair is none.
	if (!columns.east || !columns.north) {
		delete columns.east;
		delete columns.north;
	}
	const order = detectDateOrder(MOMENTS.flatMap((field) => columnsOf(columns[field])).flatMap((name) => samplesOf(survey, name)));
	const photos = (['before', 'after'] as const).flatMap((phase) => {
		const column = take(PHOTO_HEADINGS[phase], ({ samples }) => samples.some((sample) => /^https?:/.test(sample)));
		return column ? [{ column, phase }] : [];
	});
	const profile: Profile = {
		format: 'zhantu-import/1',
		id: 'guessed',
		columns,
		...(area.length > 0 ? { area: { columns: area } } : {}),
		...(order && order !== 'ambiguous' ? { dates: order } : {}),
		...(layer ? { layer: { default: layer } } : {}),
		kind: kindChoice(take, template, layer),
		stage: stageChoice(take, columns),
		...outcomeChoice(take),
		...attributes(free, template, layer),
		...(photos.length > 0 ? { photos } : {})
	};
	return { profile, areDatesAmbiguous: order === 'ambiguous' };
}

/** The system that the headings of the position name, or that the file declares. */
export function hintedSystem(survey: Survey, profile: Profile): FileSystem | null {
	if (survey.layout.declared && !isProjected(survey.layout.declared)) return survey.layout.declared;
	const { east, north, position } = profile.columns;
	const headings = [east, north, position].flatMap(columnsOf).join(' ');
	return SYSTEM_WORDS.find(([pattern]) => pattern.test(headings))?.[1] ?? survey.layout.declared;
}

type Take = (headings: readonly string[], fits?: (column: ColumnSeen) => boolean) => string | undefined;

/** Columns of names or codes of areas, widest first; a "code" column only when its values are such codes. */
function areaColumns(take: Take, places: Places): string[] {
	const known = ({ samples }: ColumnSeen): boolean =>
		samples.some((sample) => places.byCode(sample.trim()) !== null || places.byNames([sample]).length > 0);
	const codes = take([...(AREA_HEADINGS[0] ?? []), '编码', '代码', 'code'], ({ name, samples }) =>
		CODE.test(plainHeading(name)) ? samples.some((sample) => places.byCode(sample.trim()) !== null) : true
	);
	if (codes) return [codes];
	return AREA_HEADINGS.slice(1).flatMap((headings) => take(headings, known) ?? []);
}

function fitsField(field: Field, column: ColumnSeen, survey: Survey): boolean {
	if (column.filled === 0) return false;
	const values = samplesOf(survey, column.name);
	if (MOMENTS.includes(field)) return detectDateOrder(values) !== null;
	if (NUMBERS.includes(field)) return values.filter((text) => parseAngle(text) !== null).length >= values.length * MOSTLY;
	return field !== 'ref' || new Set(values).size >= values.length * DIFFERENT;
}

/** A column of kinds is taken when at least one of its values is a kind's name, id or code. */
function kindChoice(take: Take, template: Template, layer: string | null): Choice {
	const kinds = template.kinds.filter((kind) => !layer || kind.layer === layer);
	const named = (value: string): string | undefined =>
		kinds.find(({ id, name, code }) => [id, name['zh-CN'], name.en, code ?? ''].some((one) => plainValue(one) === plainValue(value)))?.id;
	let is: Record<string, string> = {};
	const column = take(CHOICE_HEADINGS.kind, ({ values, samples }) => {
		is = Object.fromEntries([...(values?.keys() ?? samples)].flatMap((value) => (named(value) ? [[value, named(value) as string]] : [])));
		return Object.keys(is).length > 0;
	});
	const first = kinds[0]?.id;
	return { ...(column ? { from: [{ column, is }] } : {}), ...(first ? { default: first } : {}) };
}

function stageChoice(take: Take, columns: Profile['columns']): Choice {
	const is: Record<string, string> = {};
	for (const stage of STAGES) for (const word of [stage, ...STAGE_WORDS[stage]]) is[plainValue(word)] ??= stage;
	const column = take(CHOICE_HEADINGS.stage, ({ values, samples }) =>
		[...(values?.keys() ?? samples)].some((value) => is[plainValue(value)])
	);
	const [closed] = columnsOf(columns.closedAt);
	const whenClosed = closed && !column ? [{ column: closed, filled: 'closed' }] : [];
	return { from: [...(column ? [{ column, is }] : []), ...whenClosed], default: 'filed' };
}

function outcomeChoice(take: Take): { outcome?: Choice } {
	const is: Record<string, string> = {};
	for (const outcome of OUTCOMES) for (const word of [outcome, ...OUTCOME_WORDS[outcome]]) is[plainValue(word)] ??= outcome;
	const column = take(CHOICE_HEADINGS.outcome, ({ values }) => [...(values?.keys() ?? [])].some((value) => is[plainValue(value)]));
	return column ? { outcome: { from: [{ column, is }], isOpen: true } } : {};
}

function attributes(free: Map<string, ColumnSeen>, template: Template, layer: string | null): { attributes?: Record<string, string> } {
	const found: Record<string, string> = {};
	for (const one of template.layers.filter(({ id }) => !layer || id === layer)) {
		for (const { id, name } of one.attributes) {
			const column = [id, name['zh-CN'], name.en].map((text) => free.get(plainHeading(text))).find((seen) => seen !== undefined);
			if (column) found[id] ??= column.name;
		}
	}
	return Object.keys(found).length > 0 ? { attributes: found } : {};
}

function samplesOf(survey: Survey, column: string): string[] {
	const index = survey.layout.columns.indexOf(column);
	return survey.sample.map(({ cells }) => cells[index] ?? '').filter((cell) => cell !== '');
}
