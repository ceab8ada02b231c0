import type { WorkCalendar } from '#lib/domain/calendar.ts';
import type { Outcome, Stage } from '#lib/domain/stage.ts';
import type { KindDefinition, Limit, LimitUnit, Template, Transition } from '#lib/domain/template.ts';

/** What a case must look like after its moves, said a second time and in another language than the database's. */
export interface CaseModel {
	stage: Stage;
	kind: string;
	code: string | null;
	department: string | null;
	ownerId: string | null;
	handlers: string[];
	request: 'extension' | 'deferral' | null;
	isSupervised: boolean;
	outcome: Outcome | null;
	isFiled: boolean;
	isUrgent: boolean;
	limit: Limit | null;
	extended: number;
	dueAt: number | null;
	hoursLeft: number | null;
	reviewOn: string | null;
	rework: number;
	extensions: number;
	reopened: number;
	stepsDone: string[];
	quantityDone: number | null;
	closedBy: string | null;
	duplicateOf: string | null;
}

export interface Played {
	move: Transition;
	actor: string;
	patch: Record<string, unknown>;
	/** Milliseconds. */
	at: number;
	/** What the open request asked for. */
	asked: { amount?: number; review_on?: string };
}

export function newCase(template: Template, calendar: WorkCalendar, kind: KindDefinition, at: number): CaseModel {
	const limit = template.workflow.verify ?? null;
	return {
		stage: 'reported',
		kind: kind.id,
		code: kind.code ?? null,
		department: null,
		ownerId: null,
		handlers: [],
		request: null,
		isSupervised: false,
		outcome: null,
		isFiled: false,
		isUrgent: false,
		limit,
		extended: 0,
		dueAt: limit && calendar.dueAfter(new Date(at), limit).getTime(),
		hoursLeft: null,
		reviewOn: null,
		rework: 0,
		extensions: 0,
		reopened: 0,
		stepsDone: [],
		quantityDone: null,
		closedBy: null,
		duplicateOf: null
	};
}

/** The case after a legal move with everything it needs. */
export function play(template: Template, calendar: WorkCalendar, before: CaseModel, played: Played): CaseModel {
	const { move, actor, patch, at } = played;
	const after = { ...before, handlers: [...before.handlers], stepsDone: [...before.stepsDone] };
	const worksOnIt = ['submit', 'self_handle', 'step'].includes(move.effect) || (move.effect === 'move' && move.who.owner);
	if (worksOnIt && !after.handlers.includes(actor)) after.handlers.push(actor);

	const run = (limit: Limit): void => {
		Object.assign(after, { limit, extended: 0, hoursLeft: null, dueAt: calendar.dueAfter(new Date(at), limit).getTime() });
	};
	const file = (): void => {
		if (before.isFiled) return;
		const kind = kindOf(template, (patch.kind as string | undefined) ?? before.kind);
		Object.assign(after, {
			isFiled: true,
			kind: kind.id,
			code: kind.code ?? null,
			department: (patch.department as string | undefined) ?? kind.department ?? null,
			isUrgent: (patch.urgent as boolean | undefined) ?? before.isUrgent
		});
		run(after.isUrgent && kind.urgent ? kind.urgent : kind.limit);
	};
	const unit = (): LimitUnit => before.limit?.unit ?? 'hours';

	switch (move.effect) {
		case 'file':
			file();
			break;
		case 'self_handle':
			file();
			Object.assign(after, { ownerId: actor, quantityDone: patch.quantity });
			break;
		case 'assign':
			Object.assign(after, { ownerId: patch.owner, request: null, department: patch.department ?? before.department });
			break;
		case 'submit':
			Object.assign(after, { request: null, quantityDone: patch.quantity ?? before.quantityDone });
			break;
		case 'close':
			Object.assign(after, {
				outcome: 'fixed',
				closedBy: actor,
				quantityDone: patch.quantity ?? before.quantityDone ?? (kindOf(template, before.kind).unit === 'piece' ? 1 : null)
			});
			break;
		case 'rework':
			after.rework++;
			break;
		case 'return':
			Object.assign(after, { ownerId: null, request: null });
			break;
		case 'reopen':
			Object.assign(after, { reopened: before.reopened + 1, outcome: null, closedBy: null });
			run({ amount: (before.limit?.amount ?? 0) - before.extended, unit: unit() });
			break;
		case 'reject':
			Object.assign(after, { outcome: 'not_ours', closedBy: actor });
			break;
		case 'duplicate':
			Object.assign(after, { outcome: 'duplicate', closedBy: actor, duplicateOf: patch.original });
			break;
		case 'void':
			Object.assign(after, { outcome: 'void', closedBy: actor });
			break;
		case 'ask_extension':
			after.request = 'extension';
			break;
		case 'ask_deferral':
			after.request = 'deferral';
			break;
		case 'extend': {
			const amount = (patch.amount as number | undefined) ?? played.asked.amount ?? 0;
			after.limit = { amount: (before.limit?.amount ?? 0) + amount, unit: unit() };
			after.extended += amount;
			after.dueAt = calendar.dueAfter(new Date(before.dueAt ?? 0), { amount, unit: unit() }).getTime();
			after.extensions++;
			after.request = null;
			break;
		}
		case 'defer':
			Object.assign(after, { reviewOn: patch.review_on ?? played.asked.review_on, outcome: 'deferred', request: null });
			after.hoursLeft = calendar.hoursLeft(new Date(at), new Date(before.dueAt ?? 0), unit());
			after.dueAt = null;
			break;
		case 'refuse':
			after.request = null;
			break;
		case 'resume':
			Object.assign(after, { reviewOn: null, outcome: null, hoursLeft: null });
			after.dueAt = calendar.beforeDue(new Date(at), -(before.hoursLeft ?? 0), unit()).getTime();
			break;
		case 'supervise':
			after.isSupervised = true;
			break;
		case 'reply':
			after.isSupervised = false;
			break;
		case 'step':
			after.stepsDone.push(patch.step as string);
			break;
		case 'move':
			break;
	}
	if (move.to) after.stage = move.to;
	const clock = template.workflow.stages.find((stage) => stage.id === after.stage)?.clock;
	if (move.to && clock === 'end') Object.assign(after, { request: null, isSupervised: false });
	return after;
}

export function kindOf(template: Template, id: string): KindDefinition {
	const kind = template.kinds.find((one) => one.id === id);
	if (!kind) throw new Error(`no kind ${id}`);
	return kind;
}
