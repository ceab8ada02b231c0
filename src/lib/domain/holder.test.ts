import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { holderOf } from './holder.ts';
import { OPEN_STAGES, STAGES, isOpen } from './stage.ts';
import type { TaskDetail } from './task.ts';
import type { Template } from './template.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;

const OWNER = 'owner';
const SINCE = '2026-11-20T01:00:00Z';
const ASKED = '2026-11-22T01:00:00Z';

const posts: TaskDetail['owners'] = [
	{ id: OWNER, name: '刘洋', title: '网格长', areaCode: '220602003003G03', role: 'cadre', level: 'grid' },
	{ id: 'd1', name: '陈静', title: '派遣员', areaCode: '220602003003', role: 'dispatcher', level: 'community' },
	{ id: 'd2', name: '周海涛', title: '派遣员', areaCode: '220602003', role: 'dispatcher', level: 'subdistrict' },
	{ id: 'i1', name: '孙玉梅', title: '核查员', areaCode: '220602003', role: 'inspector', level: 'subdistrict' }
];

type Held = Parameters<typeof holderOf>[0];
const aTask = (over: Partial<Held>): Held => ({
	stage: 'in_progress',
	stageSince: SINCE,
	ownerId: OWNER,
	request: null,
	supervision: null,
	...over
});
const anExtension = { type: 'extension' as const, amount: 3, reason: '雨天', by: OWNER, at: ASKED };
const anOrder = { message: '抓紧', by: 'l1', at: ASKED, reply_by: '2026-11-25' };

describe('who holds the ball', () => {
	test('the owner while the work is theirs', () => {
		expect(holderOf(aTask({}), template, posts)).toEqual({ personId: OWNER, roles: [], duty: 'submit', level: 'grid', since: SINCE });
	});

	test('whoever may inspect, once it is handed in', () => {
		expect(holderOf(aTask({ stage: 'submitted' }), template, posts)).toMatchObject({
			personId: null,
			roles: ['inspector'],
			duty: 'close',
			level: 'subdistrict'
		});
	});

	test('the nearest post of the role, when several levels have one', () => {
		expect(holderOf(aTask({ stage: 'filed', ownerId: null }), template, posts)).toMatchObject({ duty: 'assign', level: 'community' });
	});

	test('an open request puts the ball to who decides it, since it was asked', () => {
		expect(holderOf(aTask({ request: anExtension }), template, posts)).toMatchObject({
			personId: null,
			roles: ['dispatcher'],
			duty: 'grant_extension',
			since: ASKED
		});
	});

	test('a supervise order leaves the ball with whose work it is', () => {
		expect(holderOf(aTask({ supervision: anOrder }), template, posts)).toMatchObject({ duty: 'submit', personId: OWNER });
		expect(holderOf(aTask({ stage: 'submitted', supervision: anOrder }), template, posts)).toMatchObject({ duty: 'close' });
	});

	test('every open stage waits for somebody, and no other', () => {
		for (const stage of STAGES) {
			const holder = holderOf(aTask({ stage }), template, posts);
			expect(holder !== null, stage).toBe(isOpen(stage));
		}
		expect(OPEN_STAGES).toContain('deferred');
	});

	test('a role that nobody of the line holds is still named', () => {
		expect(holderOf(aTask({ stage: 'submitted' }), template, [])).toMatchObject({ roles: ['inspector'], level: null });
	});
});
