import { randomUUID } from 'node:crypto';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { addSomebody, type Somebody } from '../support/world.ts';
import { copyGround, pause, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countTorn } from './truth.ts';
import { aReport } from './writers.ts';

const CLIENTS = 200;
/** One of them sends as much at once as half of the others together. */
const HOG_REQUESTS = 100;
const TIME_OUT_MS = 10_000;
/** Where the queue is fair, the last of the modest has had its share long before so much work is done. */
const PATIENCE = 5;
const COMMUNITY = '220602003003';

interface Client {
	who: Somebody;
	token: string;
	served: number;
}

interface Figures {
	served: number;
	told: number;
	withoutRetryAfter: number;
	timeOuts: number;
	otherErrors: number;
	slowestMs: number;
}

/**
 * Row 38: two hundred people write at once and come again when they are told to, and one of them floods.
 * It is over when everybody else has been served as often as there are rounds, however long that takes.
 */
export const crowd = (ground: Ground) =>
	({
		name: 'crowd',
		about: 'row 38: 200 clients past the queue limit, one of them with 100 requests at a time; a round is a change by everybody',
		rounds: { short: 2, full: 40 },
		async run(rounds, say) {
			const data = copyGround(ground);
			const backend = await openBackend({ data });
			const figures: Figures = { served: 0, told: 0, withoutRetryAfter: 0, timeOuts: 0, otherErrors: 0, slowestMs: 0 };
			try {
				const [hog, ...modest] = (await settle(backend, ground)) as [Client, ...Client[]];
				const isOver = (): boolean => modest.every(({ served }) => served >= rounds) || figures.served > PATIENCE * CLIENTS * rounds;
				const started = Date.now();
				const ask = (client: Client): Promise<void> => keepAsking(backend, client, isOver, figures);
				await Promise.all([...modest.map(ask), ...Array.from({ length: HOG_REQUESTS }, () => ask(hog))]);
				const shares = modest.map(({ served }) => served).sort((a, b) => a - b);
				const medianShare = shares[Math.floor(shares.length / 2)] ?? 0;
				say(`${figures.served} served, ${figures.told} told to come again`);
				return {
					...figures,
					rounds,
					seconds: Math.round((Date.now() - started) / 1000),
					torn: await countTorn(backend),
					starved: shares.filter((share) => share < rounds).length,
					leastShare: shares[0] ?? 0,
					medianShare,
					hogShare: hog.served,
					/** How much more the flood brought whoever sent it. */
					hogAdvantage: hog.served / Math.max(medianShare, 1)
				};
			} finally {
				await backend.close();
				remove(data);
			}
		},
		some: ['served', 'told'],
		sound: { otherErrors: 0, withoutRetryAfter: 0, torn: 0, starved: 0 },
		atMost: { hogAdvantage: 3 },
		withinMs: { slowestMs: TIME_OUT_MS }
	}) satisfies Scenario<Record<string, number>>;

async function settle(backend: Backend, ground: Ground): Promise<Client[]> {
	if (!backend.sql) throw new Error('people are made by the database’s owner');
	const people = [...ground.cadres];
	while (people.length < CLIENTS) people.push(await addSomebody(backend.sql, `群众${people.length}`, 'cadre', COMMUNITY));
	return Promise.all(people.map(async (who) => ({ who, token: await backend.tokenFor(who.userId), served: 0 })));
}

async function keepAsking(backend: Backend, client: Client, isOver: () => boolean, figures: Figures): Promise<void> {
	while (!isOver()) {
		const asked = performance.now();
		const answered = await submit(backend, client).catch(() => null);
		const ms = performance.now() - asked;
		figures.slowestMs = Math.max(figures.slowestMs, ms);
		if (ms > TIME_OUT_MS) figures.timeOuts++;
		if (answered?.ok) {
			// What is served when the others have gone home is nobody's advantage.
			if (!isOver()) client.served++;
			figures.served++;
		} else if (answered?.status === 503) {
			figures.told++;
			const seconds = Number(answered.headers.get('retry-after'));
			if (!(seconds >= 1)) figures.withoutRetryAfter++;
			await pause(seconds * 1000 * (0.5 + Math.random()));
		} else figures.otherErrors++;
	}
}

function submit(backend: Backend, { token }: Client): Promise<Response> {
	return backend.fetch(`${backend.url}/rest/v1/rpc/submit_change`, {
		method: 'POST',
		headers: { apikey: backend.publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({ change_id: randomUUID(), target: `site:${randomUUID()}`, base_version: null, patch: aReport(randomUUID()) })
	});
}
