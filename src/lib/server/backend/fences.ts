/**
 * What of the handler may be reached at all. Everything else (Studio, `/_system`, sign-up, recovery,
 * OAuth, OTP, magic links, changes of an account, bucket administration) is answered 404 before the handler sees it.
 */
const ALLOWED: readonly [methods: RegExp, path: RegExp][] = [
	[/^(GET|HEAD|POST|PATCH|DELETE)$/, /^\/rest\/v1\/(rpc\/)?[a-z_]+$/],
	[/^POST$/, /^\/auth\/v1\/(token|logout)$/],
	// Nobody changes their own account here: a password asks for the present one first (src/routes/(account)).
	[/^GET$/, /^\/auth\/v1\/user$/],
	[/^(GET|HEAD|POST|DELETE)$/, /^\/storage\/v1\/object\/(authenticated\/|info\/|list\/)?(evidence|publications)(\/[0-9A-Za-z/._-]*)?$/]
];

/** Largest request body, in bytes, by what it is for. */
const BODY_LIMITS: readonly [path: RegExp, bytes: number][] = [
	[/^\/storage\/v1\//, 12 * 1024 * 1024],
	[/^\/rest\/v1\/rpc\/(import_stage|save_areas)$/, 8 * 1024 * 1024],
	[/^\/rest\/v1\//, 1024 * 1024],
	[/^\/auth\/v1\//, 16 * 1024]
];

/** Ways to a session. `pkce` and the rest belong to sign-ups that are closed. */
const GRANTS: readonly string[] = ['password', 'refresh_token'];

export function isAllowed(method: string, url: URL): boolean {
	if (!ALLOWED.some(([methods, paths]) => methods.test(method) && paths.test(url.pathname))) return false;
	if (url.pathname !== '/auth/v1/token') return true;
	// Said twice, the limit might read another one than the handler.
	const [grant = '', ...others] = url.searchParams.getAll('grant_type');
	return others.length === 0 && GRANTS.includes(grant);
}

/** Whether it is a try to sign in with a password, which has its own limits. */
export function isSignIn(url: URL): boolean {
	return url.pathname === '/auth/v1/token' && url.searchParams.get('grant_type') === 'password';
}

export function bodyLimit(path: string): number {
	return BODY_LIMITS.find(([paths]) => paths.test(path))?.[1] ?? 16 * 1024;
}

/** Whether a request brings a body and may change something. */
export function mayWrite(method: string): boolean {
	return method !== 'GET' && method !== 'HEAD';
}
