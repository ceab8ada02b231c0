import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import type { BackendHealth } from '#lib/server/backend/inside.ts';
import { copyGround, remove, type Ground } from './ground.ts';
import type { Scenario } from './scenario.ts';
import { aReport } from './writers.ts';

const CLIENTS = 8;
/** Requests until memory has found its level: caches, compiled code, the pages of PostgreSQL's buffers. */
const WARM_UP_SHARE = 0.3;
const SAMPLES = 100;

/** Row 37: requests as a day brings them, nine reads to a change and errors among them; a round is a request. */
export const memory = (ground: Ground) =>
	({
		name: 'memory',
		about:
			'row 37: requests replayed (nine reads to a change, one in fifty refused); memory of the database process over their number; a round is a request',
		rounds: { short: 1_500, full: 1_000_000 },
		async run(rounds, say) {
			const data = copyGround(ground);
			const backend = await openBackend({ data });
			// A million take hours: Ctrl-C ends them, and what was measured until then is kept with its number.
			let isEnough = false;
			const enough = (): void => void (isEnough = true);
			process.once('SIGINT', enough);
			try {
				const samples: { requests: number; memoryMB: number }[] = [];
				let sent = 0;
				let failed = 0;
				const every = Math.max(1, Math.floor(rounds / SAMPLES));
				const started = performance.now();
				const work = async (client: number): Promise<void> => {
					let token = '';
					for (let own = 0; sent < rounds && !isEnough; own++) {
						const n = sent++;
						// Tokens hold ten minutes.
						if (own % 500 === 0) token = await backend.tokenFor(ground.cadres[client]?.userId ?? '');
						const status = await ask(backend, token, n);
						if (status >= 400 && status !== 503) failed++;
						if (n % every === 0) {
							const health = (await backend.health()) as BackendHealth;
							samples.push({ requests: n, memoryMB: health.memoryMB });
							say(`${n} requests: ${health.memoryMB} MB`);
						}
					}
				};
				await Promise.all(Array.from({ length: CLIENTS }, (_none, client) => work(client)));
				const settled = samples.filter(({ requests }) => requests >= sent * WARM_UP_SHARE);
				const hours = (performance.now() - started) / 3_600_000;
				return {
					requests: sent,
					failed,
					hours,
					firstMB: samples[0]?.memoryMB ?? 0,
					settledMB: settled[0]?.memoryMB ?? 0,
					lastMB: settled.at(-1)?.memoryMB ?? 0,
					slopeMBper100000: slope(settled) * 100_000
				};
			} finally {
				process.off('SIGINT', enough);
				await backend.close();
				remove(data);
			}
		},
		some: ['requests'],
		sound: { failed: 0 }
	}) satisfies Scenario<Record<string, number>>;

async function ask(backend: Backend, token: string, n: number): Promise<number> {
	const headers = { apikey: backend.publishableKey, authorization: `Bearer ${token}`, 'content-type': 'application/json' };
	const rest = (path: string): Promise<Response> => backend.fetch(`${backend.url}/rest/v1/${path}`, { headers });
	const call = (name: string, body: unknown): Promise<Response> =>
		backend.fetch(`${backend.url}/rest/v1/rpc/${name}`, { method: 'POST', headers, body: JSON.stringify(body) });
	const change = (patch: unknown): Promise<Response> =>
		call('submit_change', { change_id: crypto.randomUUID(), target: `site:${crypto.randomUUID()}`, base_version: null, patch });
	const answered = await (n % 50 === 49
		? change({ action: 'create', campaign: 'none' })
		: n % 10 === 0
			? change(aReport(crypto.randomUUID()))
			: n % 3 === 0
				? rest('tasks?select=id,title,stage,due_at&order=id&limit=50')
				: n % 3 === 1
					? call('my_session', {})
					: rest('areas?select=code,name,level&limit=100'));
	await answered.arrayBuffer();
	return answered.status;
}

/** Least squares: megabytes a request. */
function slope(samples: { requests: number; memoryMB: number }[]): number {
	const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
	const x = mean(samples.map(({ requests }) => requests));
	const y = mean(samples.map(({ memoryMB }) => memoryMB));
	const above = samples.reduce((sum, sample) => sum + (sample.requests - x) * (sample.memoryMB - y), 0);
	const below = samples.reduce((sum, sample) => sum + (sample.requests - x) ** 2, 0);
	return below === 0 ? 0 : above / below;
}
