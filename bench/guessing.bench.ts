import { randomUUID } from 'node:crypto';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { startApplication, removeData } from './application.ts';
import { median, type Bench, type Figure } from './bench.ts';

const TRIES = 200;
const HAMMER = 1000;
const KINDS = ['wrong password', 'unknown account', 'locked account', 'banned account', 'disabled person'] as const;
type Kind = (typeof KINDS)[number];

/** Whether the time of a refused sign-in tells what was wrong, and how many of 1,000 guesses are checked at all. */
export const bench: Bench = {
	name: 'guessing',
	about: `${TRIES} refused sign-ins of each kind in random order; the distance between two distributions (Kolmogorov-Smirnov) lies under 0.136 where they are the same; then ${HAMMER} guesses at one account`,
	async run(say) {
		// The limits by address are not the question here: every try comes from another one.
		const application = await startApplication(undefined, { ADDRESS_HEADER: 'x-real-ip', RATE_SCALE: '1000', ZHANTU_DEMO: 'off' });
		const server = await openBackend({ mayShare: true, data: application.data });
		try {
			const accounts = await makeAccounts(server);
			const times = Object.fromEntries(KINDS.map((kind) => [kind, [] as number[]])) as Record<Kind, number[]>;
			const answers = new Set<string>();
			for (const kind of shuffled(KINDS.flatMap((one) => Array<Kind>(TRIES).fill(one)))) {
				await server.sql?.exec('delete from private.sign_in_tries');
				if (kind === 'locked account') await lock(server, application.url, accounts.locked);
				const { email, password } = tryOf(kind, accounts);
				const started = performance.now();
				answers.add(await guess(application.url, email, password));
				times[kind].push(performance.now() - started);
			}
			const figures: Figure[] = KINDS.map((kind) => ({
				what: `${kind}: median`,
				value: median(times[kind].sort((a, b) => a - b)),
				unit: 'ms'
			}));
			const distances = KINDS.flatMap((one, at) =>
				KINDS.slice(at + 1).map((other) => ({ pair: `${one} and ${other}`, ratio: distance(times[one], times[other]) }))
			);
			say(`answers that differ: ${answers.size - 1}`);
			await server.sql?.exec('delete from private.sign_in_tries');
			const before = await checksOf(server);
			for (let nth = 0; nth < HAMMER; nth += 20) {
				await Promise.all(Array.from({ length: 20 }, () => guess(application.url, accounts.right, randomUUID())));
			}
			return [
				...figures,
				...distances.map(({ pair, ratio }): Figure => ({ what: `distance: ${pair}`, value: ratio, unit: 'ratio' })),
				{ what: 'different answers', value: answers.size, unit: 'count' },
				{ what: `passwords checked in ${HAMMER} guesses at one account`, value: (await checksOf(server)) - before, unit: 'count' }
			];
		} finally {
			await server.close();
			await application.stop();
			removeData(application.data);
		}
	}
};

interface Accounts {
	right: string;
	locked: string;
	banned: string;
	disabled: string;
	password: string;
}

async function makeAccounts(server: Backend): Promise<Accounts> {
	const password = `p-${randomUUID()}`;
	const names = { right: '', locked: '', banned: '', disabled: '' };
	for (const name of Object.keys(names) as (keyof typeof names)[]) {
		names[name] = `${name}-${randomUUID()}@test.invalid`;
		const account = await server.createAccount(names[name], password);
		await server.sql?.query('insert into public.people (user_id, name, disabled_at) values ($1, $2, $3)', [
			account,
			name,
			name === 'disabled' ? new Date().toISOString() : null
		]);
		if (name === 'banned')
			await server.sql?.query("update auth.users set banned_until = now() + interval '1 day' where id = $1", [account]);
	}
	return { ...names, password };
}

function tryOf(kind: Kind, { right, locked, banned, disabled, password }: Accounts): { email: string; password: string } {
	switch (kind) {
		case 'wrong password':
			return { email: right, password: randomUUID() };
		case 'unknown account':
			return { email: `${randomUUID()}@test.invalid`, password };
		case 'locked account':
			return { email: locked, password };
		case 'banned account':
			return { email: banned, password };
		case 'disabled person':
			return { email: disabled, password };
	}
}

async function lock(server: Backend, url: string, email: string): Promise<void> {
	await guess(url, email, randomUUID());
	await server.sql?.exec(
		'insert into private.sign_in_tries (account, address) select account, address from private.sign_in_tries, generate_series(1, 4)'
	);
}

async function guess(url: string, email: string, password: string): Promise<string> {
	const answered = await fetch(`${url}/login`, {
		method: 'POST',
		headers: {
			origin: url,
			accept: 'application/json',
			'x-sveltekit-action': 'true',
			'x-real-ip': `10.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}.${Math.floor(Math.random() * 255)}`
		},
		body: new URLSearchParams({ email, password })
	});
	return `${answered.status} ${(await answered.text()).replaceAll(email, '')}`;
}

async function checksOf(server: Backend): Promise<number> {
	const [row] =
		(await server.sql?.query<{ n: number }>("select count(*)::integer as n from private.security_events where event = 'sign_in_failed'")) ??
		[];
	return Number(row?.n);
}

/** The greatest difference between two distribution functions: how much better than guessing one time tells them apart. */
function distance(one: number[], other: number[]): number {
	const share = (of: number[], at: number): number => of.filter((value) => value <= at).length / of.length;
	return Math.max(...[...one, ...other].map((at) => Math.abs(share(one, at) - share(other, at))));
}

function shuffled<Item>(items: Item[]): Item[] {
	return items
		.map((item) => ({ item, at: Math.random() }))
		.sort((a, b) => a.at - b.at)
		.map(({ item }) => item);
}
