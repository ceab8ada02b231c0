import { describe, expect, test } from 'vitest';
import { toResult } from '#lib/data/client.ts';
import { ask, contract, theBackend } from '../support/contract.ts';

const backend = await theBackend();
const { people } = contract.city;
const { token } = people.cadre.serving;

interface Failure {
	name: string;
	method?: string;
	path: string;
	as?: 'cadre' | 'nobody';
	headers?: Record<string, string>;
	body?: Record<string, unknown>;
	status: number;
	code: string;
}

const FAILURES: Failure[] = [
	{ name: 'an unknown table', path: 'nothing', status: 404, code: 'PGRST205' },
	{ name: 'an unknown column', path: 'sites?select=nothing', status: 400, code: '42703' },
	{ name: 'a malformed id', path: 'sites?id=eq.x', status: 400, code: '22P02' },
	{ name: 'an unknown function', method: 'POST', path: 'rpc/nothing', body: {}, status: 404, code: 'PGRST202' },
	{ name: 'unknown arguments', method: 'POST', path: 'rpc/my_inbox', body: { nothing: 1 }, status: 404, code: 'PGRST202' },
	{ name: 'an ambiguous embedding', path: 'tasks?select=people(id)', status: 300, code: 'PGRST201' },
	{ name: 'an embedding without a relation', path: 'sites?select=settings(key)', status: 400, code: 'PGRST200' },
	{ name: 'a schema that is not exposed', path: 'sites', headers: { 'accept-profile': 'private' }, status: 406, code: 'PGRST106' },
	{ name: 'the accounts', path: 'users', headers: { 'accept-profile': 'auth' }, status: 406, code: 'PGRST106' },
	{ name: 'an aggregate', path: 'sites?select=count()', status: 400, code: 'PGRST123' },
	{ name: 'a plan', path: 'sites', headers: { accept: 'application/vnd.pgrst.plan+json' }, status: 406, code: 'PGRST107' },
	{
		name: 'one row where there are many',
		path: 'areas',
		headers: { accept: 'application/vnd.pgrst.object+json' },
		status: 406,
		code: 'PGRST116'
	},
	{ name: 'a table of the staff, asked by nobody', path: 'sites', as: 'nobody', status: 401, code: '42501' },
	{
		name: 'a function of the staff, asked by nobody',
		method: 'POST',
		path: 'rpc/my_inbox',
		as: 'nobody',
		body: { campaign: 'sancheng' },
		status: 401,
		code: '42501'
	},
	{ name: 'a write past the one door', method: 'POST', path: 'sites', body: { id: crypto.randomUUID() }, status: 403, code: '42501' },
	{ name: 'a deletion', method: 'DELETE', path: 'sites?id=not.is.null', status: 403, code: '42501' },
	{ name: 'a refusal by a rule', method: 'POST', path: 'rpc/save_template', body: { document: {} }, status: 422, code: 'PT422' }
];

describe('errors have the codes that lib/data reads', () => {
	test.each(FAILURES)('$name: $status $code', async ({ method = 'GET', path, as = 'cadre', headers, body, status, code }) => {
		const answered = await ask(backend, method, `/rest/v1/${path}`, { ...(as === 'cadre' ? { token } : {}), headers, body });
		const answer = (await answered.json()) as { code: string };
		expect([answered.status, answer.code]).toEqual([status, code]);
	});

	test('a refusal keeps its code and field on the way through supabase-js', async () => {
		expect(toResult(await backend.as(token).rpc('verify_ledger', {}))).toEqual({
			ok: false,
			error: { code: 'not_allowed', field: 'ledger', info: undefined }
		});
	});

	test('no answer names a file, a host or a statement', async () => {
		for (const { method = 'GET', path, headers, body } of FAILURES) {
			const answered = await ask(backend, method, `/rest/v1/${path}`, { token, headers, body });
			expect(await answered.text()).not.toMatch(/node_modules|\.ts\b|\.js\b|127\.0\.0\.1|select .* from|stack/i);
		}
	});
});
