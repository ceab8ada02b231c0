import { randomUUID } from 'node:crypto';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { TaskDetail } from '#lib/domain/task.ts';
import { findPostgres } from '#lib/server/backend/cluster.ts';
import { removeData, startApplication, visitorOf, type Visitor } from './application.ts';
import { median, type Bench, type Figure } from './bench.ts';

const CLIENTS = [1, 16, 64];
const SECONDS = 15;
const COMMUNITY = '220602003003';

interface Case {
	id: string;
	version: number;
	isFiled: boolean;
}

async function submit(visitor: Visitor, target: string, baseVersion: number | null, patch: Record<string, unknown>): Promise<ChangeAnswer> {
	const answered = await visitor.fetch('/api/changes', { changeId: randomUUID(), target, baseVersion, patch });
	return (await answered.json()) as ChangeAnswer;
}

/** A filed case of its own for every client. */
async function casesFor(visitor: Visitor, count: number): Promise<Case[]> {
	const cases: Case[] = [];
	for (let index = 0; index < count; index++) {
		const id = randomUUID();
		const patch = { action: 'create', campaign: 'sancheng', area_code: COMMUNITY, title: `测速 ${index + 1}`, kind: 'small_ad' };
		await submit(visitor, `task:${id}`, null, patch);
		const filed = await submit(visitor, `task:${id}`, 1, { action: 'file' });
		if (filed.status !== 'applied' || !filed.task) throw new Error(JSON.stringify(filed));
		cases.push({ id, version: filed.task.version, isFiled: true });
	}
	return cases;
}

/** Everybody dispatches their case to themselves and returns it, as fast as answers come. Sorted milliseconds. */
async function moveAll(visitor: Visitor, person: string, cases: Case[]): Promise<{ times: number[]; errors: number }> {
	const times: number[] = [];
	let errors = 0;
	const until = performance.now() + SECONDS * 1000;
	await Promise.all(
		cases.map(async (one) => {
			while (performance.now() < until) {
				const started = performance.now();
				const patch = one.isFiled ? { action: 'assign', owner: person } : { action: 'return', reason: '暂不处理' };
				const answer = await submit(visitor, `task:${one.id}`, one.version, patch).catch(() => null);
				times.push(performance.now() - started);
				if (answer?.status !== 'applied' || !answer.task) {
					errors++;
					continue;
				}
				one.version = answer.task.version;
				one.isFiled = !one.isFiled;
			}
		})
	);
	return { times: times.sort((a, b) => a - b), errors };
}

async function measure(backend: string, options: string[], say: (line: string) => void): Promise<Figure[]> {
	const application = await startApplication(undefined, { RATE_SCALE: '1000', ZHANTU_LOG: 'warn' }, options);
	try {
		const dispatcher = await visitorOf(application.url, 'dispatcher');
		const cases = await casesFor(dispatcher, Math.max(...CLIENTS));
		const { owners } = (await (await dispatcher.fetch(`/api/tasks/${cases[0]?.id}`)).json()) as TaskDetail;
		const person = owners.find((owner) => owner.role === 'dispatcher')?.id ?? '';
		const figures: Figure[] = [];
		for (const clients of CLIENTS) {
			const { times, errors } = await moveAll(dispatcher, person, cases.slice(0, clients));
			const p95 = times[Math.floor(times.length * 0.95)] ?? Number.NaN;
			const what = `${backend}, ${clients} ${clients === 1 ? 'client' : 'clients'}: moves`;
			figures.push(
				{ what: `${what} in a second`, value: times.length / SECONDS, unit: 'rows/s' },
				{ what: `${what}, p50`, value: median(times), unit: 'ms' },
				{ what: `${what}, p95`, value: p95, unit: 'ms' },
				{ what: `${what}, errors`, value: errors, unit: 'count' }
			);
			say(
				`${what}: ${(times.length / SECONDS).toFixed(0)} a second, p50 ${median(times).toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, ${errors} errors`
			);
		}
		return figures;
	} finally {
		await application.stop();
		removeData(application.data);
	}
}

export const bench: Bench = {
	name: 'http',
	about: 'moves of cases over HTTP by 1, 16 and 64 clients; the clients run on the same machine',
	async run(say) {
		const figures = await measure('embedded', [], say);
		if (!findPostgres()) return figures;
		return [...figures, ...(await measure('PostgreSQL', ['--postgres'], say))];
	}
};
