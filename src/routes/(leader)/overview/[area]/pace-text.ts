import type { TargetPace } from '#lib/domain/pace.ts';
import { assertNever } from '#lib/domain/result.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatNumber } from '#lib/ui/format.ts';

/** The gap between plan and fact in words: 与计划持平, 落后 12.6 百分点. */
export function paceText({ pace, points, share }: Pick<TargetPace, 'pace' | 'points' | 'share'>): string {
	if (share !== null && share >= 1) return m.leader_reached();
	const amount = formatNumber(Math.abs(points), 1);
	switch (pace) {
		case 'on_plan':
			return m.leader_on_plan();
		case 'ahead':
			return m.leader_ahead({ points: amount });
		case 'behind':
		case 'far_behind':
			return m.leader_behind({ points: amount });
		default:
			return assertNever(pace);
	}
}
