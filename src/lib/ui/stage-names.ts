import type { Outcome, Stage } from '#lib/domain/stage.ts';
import { m } from '#lib/paraglide/messages.js';

const STAGE_NAMES: Record<Stage, () => string> = {
	reported: m.stage_reported,
	filed: m.stage_filed,
	assigned: m.stage_assigned,
	in_progress: m.stage_in_progress,
	submitted: m.stage_submitted,
	rework: m.stage_rework,
	reopened: m.stage_reopened,
	deferred: m.stage_deferred,
	closed: m.stage_closed,
	rejected: m.stage_rejected,
	duplicate: m.stage_duplicate,
	void: m.stage_void
};

const OUTCOME_NAMES: Record<Outcome, () => string> = {
	fixed: m.outcome_fixed,
	not_ours: m.outcome_not_ours,
	duplicate: m.outcome_duplicate,
	void: m.outcome_void,
	deferred: m.outcome_deferred
};

export const stageName = (stage: Stage): string => STAGE_NAMES[stage]();
export const outcomeName = (outcome: Outcome): string => OUTCOME_NAMES[outcome]();
