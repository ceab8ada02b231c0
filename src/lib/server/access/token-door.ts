import * as v from 'valibot';
import type { Backend } from '../backend/index.ts';
import { readBody } from '../pictures/read-body.ts';
import { sessionIdOf } from '../session.ts';
import { signIn, type Checked } from './sign-in.ts';

const BODY_BYTES = 16 * 1024;
const PasswordSchema = v.looseObject({
	email: v.pipe(v.string(), v.minLength(1), v.maxLength(320)),
	password: v.pipe(v.string(), v.minLength(1), v.maxLength(200))
});
const TokenSchema = v.looseObject({ access_token: v.string() });

type Forward = NonNullable<Backend['forward']>;

/**
 * `POST /auth/v1/token?grant_type=password` of API clients: the same five checks and the same answers
 * as the log-in page, in the words of the API.
 */
export async function grantByPassword(
	backend: Backend,
	forward: Forward,
	request: Request,
	path: string,
	address: string
): Promise<Response> {
	const read = await readBody(request, BODY_BYTES);
	const body = v.safeParse(PasswordSchema, read.ok ? parse(read.value) : null);
	if (!body.success) return wrong();
	let granted: unknown = null;
	const check = async (email: string): Promise<Checked> => {
		const answered = await forward(sameWith(request, JSON.stringify({ email, password: body.output.password })), path, address);
		if (answered.status === 400) return 'wrong';
		if (answered.status === 429) return 'slow_down';
		const token = v.safeParse(TokenSchema, answered.ok ? await answered.json() : null);
		if (!token.success) return 'busy';
		granted = token.output;
		const session = sessionIdOf(token.output.access_token);
		const end = (): Promise<unknown> => backend.as(token.output.access_token).auth.admin.signOut(token.output.access_token, 'local');
		return session ? { session, end } : 'wrong';
	};
	const tried = await signIn(backend, { email: body.output.email, address, device: '', check });
	if (tried.ok) return Response.json(granted);
	if (tried.error.code === 'wrong_login') return wrong();
	if (tried.error.code === 'slow_down') {
		return Response.json(
			{ code: 429, error_code: 'over_request_rate_limit', msg: 'Too many requests' },
			{ status: 429, headers: { 'retry-after': String(tried.error.info) } }
		);
	}
	return Response.json({ code: 'busy' }, { status: 503, headers: { 'retry-after': '1' } });
}

function wrong(): Response {
	return Response.json({ code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }, { status: 400 });
}

function sameWith(request: Request, body: string): Request {
	const headers = new Headers(request.headers);
	headers.delete('content-length');
	return new Request(request.url, { method: 'POST', headers, body });
}

function parse(body: Uint8Array): unknown {
	try {
		return JSON.parse(new TextDecoder().decode(body));
	} catch {
		return null;
	}
}
