import type { Level } from './area.ts';
import { isOpen } from './stage.ts';
import type { Task, TaskDetail } from './task.ts';
import type { Role, Template, Transition } from './template.ts';

/** 球在谁手里: whose move the case waits for. */
export interface Holder {
	/** The person, where the move is one person's; null where anybody with one of the roles may make it. */
	personId: string | null;
	roles: Role[];
	/** The action of the template that the case waits for. */
	duty: string;
	/** Where that post stands in the line: the nearest to the ground when there are several. */
	level: Level | null;
	/** ISO moment since when it has lain there. */
	since: string;
}

type HeldTask = Pick<Task, 'stage' | 'stageSince' | 'ownerId' | 'request' | 'supervision'>;

/**
 * Who holds the ball, or null when the case is over or its stage waits for nobody. An open request
 * comes first, because the owner's work may depend on the answer; a supervise order changes nothing
 * about whose work it is, so its reply comes last.
 */
export function holderOf(task: HeldTask, template: Template, posts: TaskDetail['owners']): Holder | null {
	if (!isOpen(task.stage)) return null;
	const duty = template.workflow.transitions
		.filter((move) => move.duty && move.from.includes(task.stage) && isAwaited(move, task))
		.sort((a, b) => rank(a) - rank(b))[0];
	if (!duty) return null;
	const personId = duty.who.owner ? task.ownerId : null;
	const roles = personId ? [] : (duty.who.roles ?? []);
	const candidates = posts
		.filter((post) => (personId ? post.id === personId : roles.includes(post.role)))
		.sort((a, b) => b.areaCode.length - a.areaCode.length);
	return {
		personId,
		roles,
		duty: duty.action,
		level: candidates[0]?.level ?? null,
		since: duty.when?.request && task.request ? task.request.at : task.stageSince
	};
}

function isAwaited(move: Transition, task: HeldTask): boolean {
	const wants = move.when?.request;
	if (wants === 'none' && task.request) return false;
	if (wants && wants !== 'none' && task.request?.type !== wants) return false;
	return move.when?.supervised === undefined || move.when.supervised === (task.supervision !== null);
}

function rank(move: Transition): number {
	if (move.when?.request && move.when.request !== 'none') return 0;
	return move.when?.supervised ? 2 : 1;
}
