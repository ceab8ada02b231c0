import type { AppError } from '#lib/domain/result.ts';
import type { Evidence, Phase, Task } from '#lib/domain/task.ts';
import type { KindDefinition, Transition } from '#lib/domain/template.ts';
import { needsOf } from '#lib/domain/workflow.ts';

/** What a move's form may ask; the ids are the fields of the patch and of a refusal. */
export type FieldId =
	| 'kind'
	| 'urgent'
	| 'quantity_target'
	| 'owner'
	| 'original'
	| 'step'
	| 'evidence_before'
	| 'evidence_after'
	| 'evidence_inspection'
	| 'quantity'
	| 'amount'
	| 'review_on'
	| 'reply_by'
	| 'message'
	| 'reason';

export interface MoveField {
	id: FieldId;
	isRequired: boolean;
}

/** As a form holds them: what was typed, untouched. */
export type FieldValues = Partial<Record<FieldId, string | boolean>>;

const ORDER: readonly FieldId[] = [
	'kind',
	'urgent',
	'quantity_target',
	'owner',
	'original',
	'step',
	'evidence_before',
	'evidence_after',
	'evidence_inspection',
	'quantity',
	'amount',
	'review_on',
	'reply_by',
	'message',
	'reason'
];

/** What the move asks of this case, in the order of the form; empty when a press is enough. */
export function fieldsOf(move: Transition, task: Task, kinds: readonly KindDefinition[]): MoveField[] {
	const kind = kinds.find((one) => one.id === task.kind);
	const fields = new Map<FieldId, boolean>(needsOf(move, kind).map((need) => [need, true]));
	const optional = (id: FieldId): void => void (fields.has(id) || fields.set(id, false));
	if ((move.effect === 'file' || move.effect === 'self_handle') && !task.filedAt) {
		const choices = kinds.filter((one) => one.layer === task.layer);
		if (choices.length > 1) fields.set('kind', true);
		if (choices.some((one) => one.urgent)) optional('urgent');
		if (kind?.unit && move.effect === 'file') optional('quantity_target');
	}
	if (move.effect === 'close' || move.effect === 'rework') optional('evidence_inspection');
	if (move.effect === 'close' && kind?.unit) optional('quantity');
	// What was asked for is granted unless something else is written down.
	if (move.effect === 'extend') optional('amount');
	if (move.effect === 'defer') optional('review_on');
	return ORDER.filter((id) => fields.has(id)).map((id) => ({ id, isRequired: fields.get(id) === true }));
}

/** What a form shows before anything is typed. */
export function firstValues(fields: readonly MoveField[], task: Task): FieldValues {
	const known: FieldValues = {
		kind: task.kind,
		urgent: task.isUrgent,
		quantity_target: text(task.quantityTarget),
		quantity: text(task.quantityDone ?? task.quantityTarget),
		amount: text(task.request?.amount ?? null),
		review_on: task.request?.review_on ?? ''
	};
	return Object.fromEntries(fields.map(({ id }) => [id, known[id] ?? '']));
}

const NUMBERS: ReadonlySet<FieldId> = new Set(['quantity', 'quantity_target', 'amount']);
/** Pictures travel by themselves; a form only counts them. */
const PICTURES: ReadonlySet<FieldId> = new Set(['evidence_before', 'evidence_after', 'evidence_inspection']);
const DAYS: ReadonlySet<FieldId> = new Set(['review_on', 'reply_by']);

/**
 * The patch that the form makes, or what is wrong with it, field by field, in the codes in which the
 * database would refuse it. `today` is the local day: a review lies behind it, a reply may be today.
 */
export function readForm(
	move: Transition,
	fields: readonly MoveField[],
	values: FieldValues,
	today: string
): { patch: { action: string } & Record<string, unknown>; errors: Partial<Record<FieldId, AppError>> } {
	const patch: { action: string } & Record<string, unknown> = { action: move.action };
	const errors: Partial<Record<FieldId, AppError>> = {};
	const wrong = (id: FieldId, code: string, info?: unknown): void => void (errors[id] = { code, field: id, info });
	for (const { id, isRequired } of fields) {
		const value = values[id];
		if (typeof value === 'boolean') {
			patch[id] = value;
			continue;
		}
		const written = value?.trim() ?? '';
		if (!written) {
			if (isRequired) wrong(id, `needs_${id}`);
		} else if (NUMBERS.has(id)) {
			const number = Number(written.replaceAll(',', ''));
			if (!Number.isFinite(number) || number < 0 || (id === 'amount' && number === 0)) wrong(id, 'not_a_number', written);
			else patch[id] = number;
		} else if (DAYS.has(id)) {
			if (id === 'review_on' ? written <= today : written < today) wrong(id, 'date_not_ahead');
			else patch[id] = written;
		} else if (!PICTURES.has(id)) patch[id] = written;
	}
	return { patch, errors };
}

/** Whether a picture of the phase counts: after a rework or a reopening only a newer one proves anything. */
export function counts(picture: Pick<Evidence, 'phase' | 'createdAt'>, phase: Phase, task: Pick<Task, 'lastReturnedAt'>): boolean {
	return picture.phase === phase && (phase === 'before' || !task.lastReturnedAt || picture.createdAt > task.lastReturnedAt);
}

function text(value: number | null): string {
	return value === null ? '' : String(value);
}
