import * as v from 'valibot';
import { DATE_ORDERS } from './dates.ts';

/**
 * A profile says how the columns of one kind of file become sites and cases. It is a JSON document:
 * some ship with the project (profiles/), others are remembered from the import page by name
 * (import_profiles). docs/ledger.md describes it for people who write one.
 */

const heading = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const word = v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,60}$/));

/** One column, or several joined into one text (`join`, a space unless it says otherwise). */
const ColumnsSchema = v.union([
	heading,
	v.object({ columns: v.pipe(v.array(heading), v.minLength(1), v.maxLength(8)), join: v.optional(v.pipe(v.string(), v.maxLength(10))) })
]);
export type Columns = v.InferOutput<typeof ColumnsSchema>;

/** Looks a value up in a column. Texts are compared without case and outer spaces; the first rule that fits decides. */
const RuleSchema = v.object({
	column: heading,
	/** The whole value. */
	is: v.optional(v.record(v.string(), word)),
	/** How the value begins. */
	startsWith: v.optional(v.array(v.tuple([v.string(), word]))),
	/** The column holds anything. */
	filled: v.optional(word)
});

const ChoiceSchema = v.object({
	from: v.optional(v.pipe(v.array(RuleSchema), v.maxLength(20))),
	/** Where no rule fits and every column of the rules is empty; with `isOpen` also where none fits a value. */
	default: v.optional(word),
	/** A value that no rule knows takes the default; otherwise its row is refused. */
	isOpen: v.optional(v.boolean())
});
export type Choice = v.InferOutput<typeof ChoiceSchema>;

/** What a column can be. `east` and `north` are longitude and latitude, or metres. */
export const FIELDS = [
	'ref',
	'title',
	'description',
	'address',
	'east',
	'north',
	'position',
	'geometry',
	'reportedAt',
	'filedAt',
	'dueAt',
	'closedAt',
	'reason',
	'code',
	'department',
	'quantityTarget',
	'quantityDone'
] as const;
export type Field = (typeof FIELDS)[number];

export const ProfileSchema = v.object({
	format: v.literal('zhantu-import/1'),
	id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,60}$/)),
	name: v.optional(v.object({ 'zh-CN': v.string(), en: v.string() })),
	/** Where the rows come from: a reference is stored once per source. The file's name when left out. */
	source: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(120))),
	/** IANA zone of moments without an offset; the installation's when left out. */
	timezone: v.optional(v.string()),
	dates: v.optional(v.picklist(DATE_ORDERS)),
	/** auto, WGS84, CGCS2000, GCJ02, BD09 or EPSG:n. */
	crs: v.optional(v.pipe(v.string(), v.maxLength(20))),
	/** Pairs [east, north] of the file that stand for "no position". */
	defaultPoints: v.optional(v.pipe(v.array(v.tuple([v.number(), v.number()])), v.maxLength(50))),
	/** `asGiven`: a case without a due moment has none; `computed`: open ones get their kind's limit. */
	limits: v.optional(v.picklist(['asGiven', 'computed'])),
	area: v.optional(
		v.object({
			columns: v.pipe(v.array(heading), v.minLength(1), v.maxLength(6)),
			/** Values of the last column that are not names or codes of areas. */
			is: v.optional(v.record(v.string(), v.pipe(v.string(), v.regex(/^[0-9A-Z]{2,24}$/)))),
			/** Moves a row down to the area below the one it names whose boundary holds its position. */
			isRefined: v.optional(v.boolean())
		})
	),
	columns: v.partial(v.object(Object.fromEntries(FIELDS.map((field) => [field, ColumnsSchema])) as Record<Field, typeof ColumnsSchema>)),
	layer: v.optional(ChoiceSchema),
	kind: v.optional(ChoiceSchema),
	stage: v.optional(ChoiceSchema),
	outcome: v.optional(ChoiceSchema),
	/** Attributes of the layers by id. */
	attributes: v.optional(v.record(word, heading)),
	/** A column with further attributes as a JSON object. */
	moreAttributes: v.optional(heading),
	/** Columns with links to pictures, one or several apart by spaces. */
	photos: v.optional(
		v.pipe(v.array(v.object({ column: heading, phase: v.picklist(['before', 'during', 'after', 'inspection']) })), v.maxLength(8))
	),
	/** Cells carry the guard against formulas that our own exports add. */
	isGuarded: v.optional(v.boolean()),
	/** Texts are taken as they are, outer spaces too. */
	isExact: v.optional(v.boolean())
});
export type Profile = v.InferOutput<typeof ProfileSchema>;

/** The columns that an entry names. */
export function columnsOf(columns: Columns | undefined): string[] {
	if (columns === undefined) return [];
	return typeof columns === 'string' ? [columns] : columns.columns;
}

/** Every column that the profile reads, for finding out whether it fits a file. */
export function columnsRead(profile: Profile): string[] {
	const choices = [profile.layer, profile.kind, profile.stage, profile.outcome].flatMap((choice) =>
		(choice?.from ?? []).map(({ column }) => column)
	);
	return [
		...new Set([
			...Object.values(profile.columns).flatMap(columnsOf),
			...(profile.area?.columns ?? []),
			...choices,
			...Object.values(profile.attributes ?? {}),
			...(profile.photos ?? []).map(({ column }) => column),
			...(profile.moreAttributes ? [profile.moreAttributes] : [])
		])
	];
}

/** Every id that a choice can answer. */
export function choiceIds(choice: Choice): string[] {
	const ruled = (choice.from ?? []).flatMap(({ is, startsWith, filled }) => [
		...Object.values(is ?? {}),
		...(startsWith ?? []).map(([, id]) => id),
		...(filled ? [filled] : [])
	]);
	return [...new Set([...ruled, ...(choice.default ? [choice.default] : [])])];
}
