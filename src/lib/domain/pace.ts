import { plannedShare, type Share } from './figures.ts';
import type { TargetState } from './overview.ts';

/** Closer to the plan than this many percentage points counts as on it. */
const ON_PLAN = 2;
/** From here on it is no longer a slip. */
const FAR_BEHIND = 10;

export type Pace = 'ahead' | 'on_plan' | 'behind' | 'far_behind';

/** Percentage points that the actual share lies ahead of the planned one; negative when behind. */
export function pointsAhead(actual: number, planned: number): number {
	return (actual - planned) * 100;
}

export function paceOf(points: number): Pace {
	if (points <= -FAR_BEHIND) return 'far_behind';
	if (points <= -ON_PLAN) return 'behind';
	return points >= ON_PLAN ? 'ahead' : 'on_plan';
}

/** A target on a day of the campaign: what is reached of it, what the plan asks by then, and the gap. */
export interface TargetPace {
	/** Null where no target is set for the area. */
	share: Share;
	planned: number;
	points: number;
	pace: Pace;
}

/** The plan is even: the same amount on each day of the campaign. */
export function targetPace(target: Pick<TargetState, 'target' | 'actual'>, startsOn: string, endsOn: string, today: string): TargetPace {
	const planned = plannedShare(startsOn, endsOn, today);
	// Nothing asked for is reached from the start.
	const share = target.target === null ? null : target.target === 0 ? 1 : target.actual / target.target;
	const points = share === null ? 0 : pointsAhead(Math.min(share, 1), planned);
	return { share, planned, points, pace: paceOf(points) };
}

const DAY_MS = 86_400_000;

/** Where a campaign stands on a local day: its how manieth day, and how many are left. */
export interface CampaignDay {
	phase: 'before' | 'running' | 'over';
	/** Counting from 1; before the start, days until it begins. */
	day: number;
	/** Days after today, the last included; after the end, days since it. */
	left: number;
}

export function campaignDay(startsOn: string, endsOn: string, today: string): CampaignDay {
	const between = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
	if (today < startsOn) return { phase: 'before', day: between(today, startsOn), left: between(today, endsOn) };
	if (today > endsOn) return { phase: 'over', day: between(startsOn, endsOn) + 1, left: between(endsOn, today) };
	return { phase: 'running', day: between(startsOn, today) + 1, left: between(today, endsOn) };
}
