import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import { HOME, OTHER_COMMUNITY, must } from '../support/city.ts';
import { ask, contract, report, submit, theBackend } from '../support/contract.ts';

const backend = await theBackend();
const { people } = contract.city;
const operator = backend.operator();
const cadre = backend.as(people.cadre.serving.token);
const dispatcher = backend.as(people.dispatcher.serving.token);
const administrator = backend.as(people.administrator.serving.token);
const COPIES = process.env.FULL ? 50 : 12;

const events = async (taskId: string): Promise<number> =>
	(await operator.from('task_events').select('*', { count: 'exact', head: true }).eq('task_id', taskId)).count ?? -1;

describe('exactly once', () => {
	test('many copies of one change at the same moment have one effect, and all hear of it', async () => {
		const { taskId } = await report(cadre);
		const id = randomUUID();
		const answers = await Promise.all(Array.from({ length: COPIES }, () => submit(cadre, `task:${taskId}`, 1, { action: 'file' }, id)));
		const firsts = answers.filter((answer) => answer.status === 'applied' && !answer.repeated);
		expect(firsts).toHaveLength(1);
		for (const answer of answers) expect({ ...answer, repeated: true }).toEqual({ ...firsts[0], repeated: true });
		expect(await events(taskId)).toBe(2);
	});

	test('the same id with other content is refused, and the first stands', async () => {
		const { taskId } = await report(cadre);
		const id = randomUUID();
		await submit(cadre, `task:${taskId}`, 1, { action: 'edit', title: '甲' }, id);
		expect(await submit(cadre, `task:${taskId}`, 1, { action: 'edit', title: '乙' }, id)).toMatchObject({ code: 'change_id_reused' });
		expect(must(await operator.from('tasks').select('title').eq('id', taskId).single())).toEqual({ title: '甲' });
	});
});

describe('conflicts', () => {
	test('of many different changes on one version one is applied; the others learn what is there now', async () => {
		const { taskId } = await report(cadre);
		const answers = await Promise.all(
			Array.from({ length: COPIES }, (_none, index) => submit(cadre, `task:${taskId}`, 1, { action: 'edit', title: `第${index}` }))
		);
		const applied = answers.filter((answer) => answer.status === 'applied');
		expect(applied).toHaveLength(1);
		const conflicts = answers.filter((answer) => answer.status === 'conflict');
		expect(conflicts).toHaveLength(COPIES - 1);
		for (const conflict of conflicts) {
			expect(conflict).toMatchObject({ base: 1, task: { version: 2, title: (applied[0] as { task: { title: string } }).task.title } });
		}
	});
});

describe('refusals', () => {
	const code = (answer: ChangeAnswer): string => (answer.status === 'refused' ? answer.code : answer.status);

	test('an illegal move, one of somebody else’s, and one without what it needs', async () => {
		const { taskId } = await report(cadre);
		expect(code(await submit(cadre, `task:${taskId}`, 1, { action: 'close' }))).toBe('illegal_move');
		await submit(cadre, `task:${taskId}`, 1, { action: 'file' });
		expect(code(await submit(cadre, `task:${taskId}`, 2, { action: 'assign', owner: people.grid.serving.personId }))).toBe('not_allowed');
		expect(code(await submit(dispatcher, `task:${taskId}`, 2, { action: 'assign' }))).toBe('needs_owner');
		expect(await events(taskId)).toBe(2);
	});

	test('a foreign case is refused like one that is not there, whatever is asked of it', async () => {
		const { taskId, siteId } = await report(administrator, { area: OTHER_COMMUNITY });
		for (const patch of [{ action: 'file' }, { action: 'edit', title: 'x' }, { action: 'attach' }, { action: 'remove', reason: 'x' }, {}]) {
			const told = await submit(cadre, `task:${taskId}`, 1, patch);
			expect(told).toEqual(await submit(cadre, `task:${randomUUID()}`, 1, patch));
			const site = await submit(cadre, `site:${siteId}`, 1, patch);
			expect(site).toEqual(await submit(cadre, `site:${randomUUID()}`, 1, patch));
		}
		expect(await events(taskId)).toBe(1);
	});

	test('what a person may not create where they are not', async () => {
		expect((await report(cadre, { area: OTHER_COMMUNITY })).answer).toMatchObject({ status: 'refused', code: 'not_allowed' });
		expect((await report(cadre, { area: HOME, layer: 'camera', kind: 'camera_fault' })).answer).toMatchObject({
			status: 'refused',
			code: 'not_allowed'
		});
	});

	test('an ended session, a banned and a disabled person, an account without a person: nothing is theirs', async () => {
		const { taskId } = await report(cadre);
		const { idle, disabled, nobody } = contract.city;
		for (const { token } of [people.cadre.banned, disabled, nobody]) {
			expect(await submit(backend.as(token), `task:${taskId}`, 1, { action: 'file' })).toEqual({ status: 'refused', code: 'signed_out' });
		}
		for (const { token } of [idle, people.cadre.expired]) {
			expect(await submit(backend.as(token), `task:${taskId}`, 1, { action: 'file' })).toMatchObject({ code: 'unknown_target' });
		}
		expect(await events(taskId)).toBe(1);
	});

	test('a body that is no change at all', async () => {
		const { token } = people.cadre.serving;
		const post = (body: string): Promise<Response> =>
			ask(backend, 'POST', '/rest/v1/rpc/submit_change', { token, body, headers: { 'content-type': 'application/json' } });
		expect((await post('{"change_id":')).status).toBe(400);
		expect((await post('[]')).status).toBeGreaterThanOrEqual(400);
		const changed = { change_id: randomUUID(), target: 'task:x', base_version: 1 };
		for (const patch of [null, 1, 'text', [], true]) {
			const answer = (await (await post(JSON.stringify({ ...changed, patch }))).json()) as { status?: string; code?: string };
			expect(answer.status === 'refused' || answer.code !== undefined, JSON.stringify(patch)).toBe(true);
		}
	});
});
