import type { AreaCode } from './area.ts';
import { hasRole, type Session } from './person.ts';
import type { Stage } from './stage.ts';
import type { KindDefinition, Need, Template, Transition } from './template.ts';

/** What decides which moves are legal; `private.may_move` in the database asks the same questions. */
export interface CaseState {
	stage: Stage;
	area: AreaCode;
	kind: string;
	ownerId: string | null;
	handlers: string[];
	request: { type: 'extension' | 'deferral' } | null;
	isSupervised: boolean;
	stepsDone: string[];
}

export type Refusal = 'illegal_move' | 'request_open' | 'handled_by_you' | 'not_allowed';

/** Null when the person may make the move now, else the code of what forbids it. */
export function whyNot(task: CaseState, move: Transition, actor: Session): Refusal | null {
	if (!move.from.includes(task.stage)) return 'illegal_move';
	const wantsRequest = move.when?.request;
	if (wantsRequest === 'none' && task.request) return 'request_open';
	if (wantsRequest && wantsRequest !== 'none' && task.request?.type !== wantsRequest) return 'illegal_move';
	if (move.when?.supervised !== undefined && task.isSupervised !== move.when.supervised) return 'illegal_move';
	if (move.who.notHandler && task.handlers.includes(actor.person.id)) return 'handled_by_you';
	if (move.who.owner && task.ownerId === actor.person.id) return null;
	return hasRole(actor, move.who.roles ?? [], task.area) ? null : 'not_allowed';
}

/** The moves that the person may make now, in the template's order; the duty of the stage first. */
export function legalMoves(template: Template, task: CaseState, actor: Session): Transition[] {
	const kind = template.kinds.find((one) => one.id === task.kind);
	return template.workflow.transitions
		.filter((move) => whyNot(task, move, actor) === null && isOpenToKind(move, kind, task))
		.sort((a, b) => Number(b.duty ?? false) - Number(a.duty ?? false));
}

/** The move that stands out: the duty of the stage, else the first that the template calls primary. */
export function primaryMove(moves: readonly Transition[]): Transition | null {
	return moves.find((move) => move.duty && move.tone === 'primary') ?? moves.find((move) => move.tone === 'primary') ?? null;
}

function isOpenToKind(move: Transition, kind: KindDefinition | undefined, task: CaseState): boolean {
	if (move.effect === 'self_handle') return kind?.selfHandle === true;
	if (move.effect === 'step') return nextSteps(kind, task.stepsDone).length > 0;
	return true;
}

/** Steps of the kind that are not done yet, in order. */
export function nextSteps(kind: KindDefinition | undefined, done: string[]): NonNullable<KindDefinition['steps']> {
	return (kind?.steps ?? []).filter((step) => !done.includes(step.id));
}

/** What the move still asks of this kind of case: a picture or a quantity only where the kind has one. */
export function needsOf(move: Transition, kind: KindDefinition | undefined): Need[] {
	return (move.needs ?? []).filter((need) => {
		if (need === 'quantity') return kind?.unit !== undefined;
		if (need === 'evidence_after') return kind?.evidence?.after ?? true;
		if (need === 'evidence_before') return kind?.evidence?.before ?? false;
		return true;
	});
}
