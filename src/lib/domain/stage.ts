/** Stages of a case (national seven steps, DOMAIN section 3). */
export const STAGES = [
	'reported',
	'filed',
	'assigned',
	'in_progress',
	'submitted',
	'rework',
	'reopened',
	'deferred',
	'closed',
	'rejected',
	'duplicate',
	'void'
] as const;
export type Stage = (typeof STAGES)[number];

/** How a case ended, apart from where it stands: closed is not fixed. */
export const OUTCOMES = ['fixed', 'not_ours', 'duplicate', 'void', 'deferred'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const OVER: ReadonlySet<Stage> = new Set(['closed', 'rejected', 'duplicate', 'void']);

/** Whether somebody still has to do something about a case in this stage. */
export function isOpen(stage: Stage): boolean {
	return !OVER.has(stage);
}

export const OPEN_STAGES: readonly Stage[] = STAGES.filter(isOpen);
