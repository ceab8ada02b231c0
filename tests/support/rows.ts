import type { Tables } from '#lib/data/database.types.ts';
import type { Outcome, Stage } from '#lib/domain/stage.ts';
import type { LimitUnit } from '#lib/domain/template.ts';

/** A row of tasks as to_jsonb tells it. */
export type TaskRow = Omit<Tables<'tasks'>, 'stage' | 'outcome' | 'request' | 'limit_unit'> & {
	stage: Stage;
	outcome: Outcome | null;
	limit_unit: LimitUnit;
	request: { type: 'extension' | 'deferral' } | null;
};
