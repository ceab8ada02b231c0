import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { WorkCalendar } from './calendar.ts';
import { chineseCalendar } from './calendar-cn.ts';
import { areasToFollow, countForToday, dueThisWeek, groupInbox, inboxGroup, readGroup } from './inbox.ts';
import type { Session } from './person.ts';
import type { InboxRow } from './task.ts';
import type { Template } from './template.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;
const calendar = new WorkCalendar(chineseCalendar());
/** A Tuesday, 09:14 in Baishan. */
const NOW = new Date('2026-11-24T01:14:00Z');

const aRow = (over: Partial<InboxRow>): InboxRow =>
	({ id: 'x', duty: 'submit', stage: 'in_progress', dueAt: '2026-12-10T09:00:00Z', ...over }) as InboxRow;
const groupOf = (over: Partial<InboxRow>): string => inboxGroup(aRow(over), template, calendar, NOW);

describe('where a case stands in the inbox', () => {
	test('lateness comes before everything', () => {
		expect(groupOf({ dueAt: '2026-11-24T01:13:00Z', stage: 'rework' })).toBe('overdue');
	});

	test('today is the local day, not the day of the clock in Greenwich', () => {
		expect(groupOf({ dueAt: '2026-11-24T09:00:00Z' })).toBe('today');
		expect(groupOf({ dueAt: '2026-11-24T15:59:00Z' })).toBe('today');
		expect(groupOf({ dueAt: '2026-11-24T16:01:00Z' })).toBe('week');
	});

	test('what waits for an answer stands under what it waits for', () => {
		expect(groupOf({ stage: 'rework', duty: 'start' })).toBe('returned');
		expect(groupOf({ stage: 'submitted', duty: 'close' })).toBe('inspect');
		expect(groupOf({ duty: 'grant_extension' })).toBe('decide');
		expect(groupOf({ stage: 'deferred', duty: 'resume', dueAt: null })).toBe('decide');
		expect(groupOf({ stage: 'filed', duty: 'assign' })).toBe('dispatch');
		expect(groupOf({ stage: 'reported', duty: 'file' })).toBe('verify');
		expect(groupOf({ duty: 'reply' })).toBe('ordered');
	});

	test('the week ends on Sunday', () => {
		expect(groupOf({ dueAt: '2026-11-29T10:00:00Z' })).toBe('week');
		expect(groupOf({ dueAt: '2026-11-30T01:00:00Z' })).toBe('later');
		expect(groupOf({ dueAt: null })).toBe('later');
	});

	test('groups keep the order given and count for today what does not lie ahead', () => {
		const rows = [
			aRow({ id: '1', dueAt: '2026-11-20T01:00:00Z' }),
			aRow({ id: '2', dueAt: '2026-11-26T01:00:00Z' }),
			aRow({ id: '3', dueAt: '2026-11-27T01:00:00Z' }),
			aRow({ id: '4', stage: 'submitted', duty: 'close', dueAt: '2026-11-28T01:00:00Z' })
		];
		const groups = groupInbox(rows, template, calendar, NOW);
		expect(groups.map(({ group, rows }) => [group, rows.map((row) => row.id)])).toEqual([
			['overdue', ['1']],
			['inspect', ['4']],
			['week', ['2', '3']]
		]);
		expect(countForToday(groups)).toBe(2);
		expect(dueThisWeek(rows, calendar, NOW).map((row) => row.id)).toEqual(['2', '3', '4']);
	});
});

test('a word of the URL asks for a group, or for nothing', () => {
	expect([readGroup('inspect'), readGroup('everything'), readGroup(null)]).toEqual(['inspect', null, null]);
});

describe('which areas a person follows', () => {
	const posts = (...codes: [string, string?][]): Session =>
		({ posts: codes.map(([areaCode, level = 'community']) => ({ areaCode, level })) }) as unknown as Session;

	test('an area inside another is left out, a grid stands for its community', () => {
		expect(areasToFollow(posts(['220602003003G03', 'grid'], ['220602003003']))).toEqual(['220602003003']);
		expect(areasToFollow(posts(['220602003'], ['220602003003']))).toEqual(['220602003']);
	});

	test('many become the place that holds them', () => {
		expect(areasToFollow(posts(['220602003001'], ['220602003002'], ['220602003003']))).toEqual(['220602003']);
		expect(areasToFollow(posts(['220602003001'], ['220602004002'], ['220602003003']))).toEqual(['220602']);
		expect(areasToFollow(posts(['220602003001'], ['220605001001']))).toHaveLength(2);
	});
});
