import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { copyGround, eventually, remove, untilAnswers, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { countLost, countTorn, query } from './truth.ts';
import { Writers } from './writers.ts';

/** What a signed-in person could send that would hold the only session for hours. */
const HEAVY = {
	recursion: `with recursive n(i) as (select 1 union all select i + 1 from n) select max(i) from n`,
	buffer: `select count(*) from generate_series(1, 100000) g,
		lateral extensions.st_buffer(extensions.st_makepoint(g, g)::extensions.geometry, 10, 5000) b`,
	like: `select count(*) from generate_series(1, 1000000000) g where repeat('ab', 2000) || g like '%b%a%b%a%c'`
};

/**
 * Row 30: a query that does not end. PGlite cannot stop it, so the watchdog ends the process; what was
 * acknowledged before is there afterwards.
 */
export const heavy = (ground: Ground) =>
	({
		name: 'heavy',
		about: 'row 30: an endless recursion, big buffers and a LIKE over a thousand million rows, sent as a cadre in turn',
		rounds: { short: 1, full: 30 },
		async run(rounds, say) {
			const data = copyGround(ground);
			await allowHeavy(data);
			const backend = await openBackend({ data });
			const figures = { queries: 0, notKilled: 0, acknowledged: 0, lost: 0, torn: 0, slowestBackMs: 0 };
			try {
				const kinds = Object.keys(HEAVY);
				for (let round = 0; round < rounds; round++) {
					const kind = kinds[round % kinds.length] ?? '';
					const writers = new Writers(backend, ground.cadres.slice(0, 4)).start();
					await eventually(() => writers.acknowledged.length >= 4);
					const sent = performance.now();
					const { silences } = backend.vitals();
					await sendHeavy(backend, ground, kind);
					// Refused for another reason, or answered after all, it would have held nothing.
					if (backend.vitals().silences !== silences + 1) figures.notKilled++;
					await untilAnswers(backend);
					const backMs = performance.now() - sent;
					figures.slowestBackMs = Math.max(figures.slowestBackMs, backMs);
					figures.queries++;
					await writers.stop();
					await writers.settle();
					figures.acknowledged += writers.acknowledged.length;
					figures.lost += await countLost(backend, writers.sent);
					say(`${kind}: back after ${Math.round(backMs)} ms`);
				}
				figures.torn = await countTorn(backend);
				return figures;
			} finally {
				await backend.close();
				remove(data);
			}
		},
		some: ['queries', 'acknowledged'],
		sound: { notKilled: 0, lost: 0, torn: 0 }
	}) satisfies Scenario<Record<string, number>>;

/**
 * Functions that anybody signed in may call: ours are all short, and the API takes no free SQL. Made by a
 * backend that is closed again, because the handler looks once, at its first request, at what there is to call.
 */
async function allowHeavy(data: string): Promise<void> {
	const backend = await openBackend({ data });
	try {
		for (const [kind, text] of Object.entries(HEAVY)) {
			await query(backend, `create function public.heavy_${kind}() returns bigint language sql as $heavy$ ${text} $heavy$`);
			await query(
				backend,
				`insert into private.grants (kind, object, privileges, grantee) values ('function', 'public.heavy_${kind}', 'execute', 'authenticated')`
			);
		}
		await query(backend, 'select private.apply_grants()');
	} finally {
		await backend.close();
	}
}

async function sendHeavy(backend: Backend, ground: Ground, kind: string): Promise<Response | null> {
	const sender = ground.cadres.at(-1);
	if (!sender) throw new Error('nobody lives on the ground');
	return backend
		.fetch(`${backend.url}/rest/v1/rpc/heavy_${kind}`, {
			method: 'POST',
			headers: {
				apikey: backend.publishableKey,
				authorization: `Bearer ${await backend.tokenFor(sender.userId)}`,
				'content-type': 'application/json'
			},
			body: '{}'
		})
		.catch(() => null);
}
