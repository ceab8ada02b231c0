import { hasRole, type Session } from './person.ts';
import { isOpen } from './stage.ts';
import type { Phase, Task } from './task.ts';
import type { Transition } from './template.ts';

/**
 * The pictures that a person is asked for now. Whoever takes one of the work has worked on the case and
 * cannot inspect it, so work is photographed by the one who does it and an inspection by the one who inspects.
 */
export function phasesOffered(task: Task, moves: readonly Transition[], session: Session): Phase[] {
	if (!isOpen(task.stage) || !hasRole(session, ['cadre', 'dispatcher', 'inspector'], task.area)) return [];
	if (moves.some((move) => move.effect === 'close' || move.effect === 'rework')) return ['inspection'];
	if (task.stage === 'submitted') return [];
	const isOwner = task.ownerId === session.person.id;
	if (isOwner && task.filedAt) return ['before', 'during', 'after'];
	return moves.some((move) => move.effect === 'self_handle') ? ['before', 'after'] : ['before'];
}
