import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { phasesOffered } from './evidence-phases.ts';
import type { Session } from './person.ts';
import { caseState, type Phase, type Task } from './task.ts';
import type { Role, Template } from './template.ts';
import { legalMoves } from './workflow.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;
const AREA = '220602003003001';

function offered(role: Role, person: string, over: Partial<Task>): Phase[] {
	const task = { area: AREA, kind: 'exposed_rubbish', stage: 'in_progress', ownerId: 'owner', handlers: ['owner'], filedAt: '2026-11-20T01:00:00Z', request: null, supervision: null, stepsDone: [], ...over } as unknown as Task; // prettier-ignore
	const post = { id: 'p', role, title: '', areaCode: AREA.slice(0, 12), areaName: '', level: 'community' as const };
	const session: Session = { person: { id: person, name: '', organisation: null }, posts: [post] };
	return phasesOffered(task, legalMoves(template, caseState(task), session), session);
}

test('work is photographed by whoever does it', () => {
	expect(offered('cadre', 'owner', {})).toEqual(['before', 'during', 'after']);
	expect(offered('cadre', 'other', {})).toEqual(['before']);
	expect(offered('dispatcher', 'other', {})).toEqual(['before']);
	expect(offered('cadre', 'other', { stage: 'reported', filedAt: null, ownerId: null, handlers: [] })).toEqual(['before', 'after']);
});

test('an inspection by whoever inspects, who is never asked for a picture of the work', () => {
	expect(offered('inspector', 'inspector', { stage: 'submitted' })).toEqual(['inspection']);
	expect(offered('inspector', 'owner', { stage: 'submitted' })).toEqual([]);
	expect(offered('inspector', 'inspector', {})).toEqual(['before']);
});

test('nobody is asked on a case that is over, nor who may not add pictures', () => {
	expect(offered('cadre', 'owner', { stage: 'closed' })).toEqual([]);
	expect(offered('leader', 'leader', {})).toEqual([]);
	expect(offered('cadre', 'owner', { area: '220605001001001' })).toEqual([]);
});
