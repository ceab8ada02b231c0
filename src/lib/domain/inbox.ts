import type { AreaCode } from './area.ts';
import type { WorkCalendar } from './calendar.ts';
import { isWithin } from './area.ts';
import type { Session } from './person.ts';
import type { InboxRow } from './task.ts';
import type { Effect, Template } from './template.ts';

/** Why a case stands where it does in somebody's inbox, in the order in which they are shown. */
export const INBOX_GROUPS = [
	'overdue',
	'today',
	'returned',
	'ordered',
	'inspect',
	'decide',
	'dispatch',
	'verify',
	'week',
	'later'
] as const;
export type InboxGroup = (typeof INBOX_GROUPS)[number];

/** What waits for the answer of one person rather than for a day. */
const BY_EFFECT: Partial<Record<Effect, InboxGroup>> = {
	close: 'inspect',
	extend: 'decide',
	defer: 'decide',
	resume: 'decide',
	assign: 'dispatch',
	file: 'verify',
	reply: 'ordered'
};

/** The group of a case: lateness first, then what waits for an answer, then the days ahead. */
export function inboxGroup(row: InboxRow, template: Template, calendar: WorkCalendar, now: Date): InboxGroup {
	if (row.dueAt && Date.parse(row.dueAt) < now.getTime()) return 'overdue';
	const today = calendar.localDay(now);
	const dueOn = row.dueAt ? calendar.localDay(new Date(row.dueAt)) : null;
	if (dueOn === today) return 'today';
	if (row.stage === 'rework' || row.stage === 'reopened') return 'returned';
	const effect = template.workflow.transitions.find((move) => move.action === row.duty)?.effect;
	const group = effect && BY_EFFECT[effect];
	if (group) return group;
	return dueOn && dueOn <= lastDayOfWeek(today) ? 'week' : 'later';
}

/** The cases in their groups, each in the order given; empty groups are left out. */
export function groupInbox(
	rows: readonly InboxRow[],
	template: Template,
	calendar: WorkCalendar,
	now: Date
): { group: InboxGroup; rows: InboxRow[] }[] {
	const found = new Map<InboxGroup, InboxRow[]>();
	for (const row of rows) {
		const group = inboxGroup(row, template, calendar, now);
		found.set(group, [...(found.get(group) ?? []), row]);
	}
	return INBOX_GROUPS.flatMap((group) => {
		const own = found.get(group);
		return own ? [{ group, rows: own }] : [];
	});
}

/** What somebody has to do today: everything but what the coming days bring. */
export function countForToday(groups: readonly { group: InboxGroup; rows: readonly InboxRow[] }[]): number {
	return groups.filter(({ group }) => group !== 'week' && group !== 'later').reduce((sum, { rows }) => sum + rows.length, 0);
}

/** Cases that fall due after today and until Sunday, whatever group they stand in. */
export function dueThisWeek(rows: readonly InboxRow[], calendar: WorkCalendar, now: Date): InboxRow[] {
	const today = calendar.localDay(now);
	const last = lastDayOfWeek(today);
	return rows.filter(({ dueAt }) => {
		const dueOn = dueAt ? calendar.localDay(new Date(dueAt)) : '';
		return dueOn > today && dueOn <= last;
	});
}

/** The group that a word of the URL asks for; null for the whole inbox. */
export function readGroup(word: string | null): InboxGroup | null {
	return INBOX_GROUPS.find((group) => group === word) ?? null;
}

/** Sunday of the week that the day lies in. */
function lastDayOfWeek(day: string): string {
	const date = new Date(`${day}T00:00:00Z`);
	const toSunday = (7 - date.getUTCDay()) % 7;
	return new Date(date.getTime() + toSunday * 86_400_000).toISOString().slice(0, 10);
}

const SCOPE_LENGTHS = [12, 9, 6, 4];
const MOST_STREAMS = 2;

/**
 * Areas whose changes concern a person's work, as few as will do: what lies in another is left out, a
 * grid stands for its community, and many become the place that holds them all. A browser keeps only
 * six connections to a server.
 */
export function areasToFollow(session: Session): AreaCode[] {
	const codes = session.posts.map((post) => (post.level === 'grid' ? post.areaCode.slice(0, 12) : post.areaCode));
	const roots = [...new Set(codes)].filter((code) => !codes.some((other) => other !== code && isWithin(code, other)));
	if (roots.length <= MOST_STREAMS) return roots;
	const common = SCOPE_LENGTHS.find((length) => new Set(roots.map((code) => code.slice(0, length))).size === 1) ?? 4;
	return [...new Set(roots.map((code) => code.slice(0, common)))].slice(0, MOST_STREAMS);
}
