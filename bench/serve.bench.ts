import { findPostgres } from '#lib/server/backend/cluster.ts';
import { removeData, startApplication, visitorOf } from './application.ts';
import { serveBarePage } from './bare-page.ts';
import { median, timed, type Bench, type Figure } from './bench.ts';

const READERS = 8;
const SECONDS = 10;
const ROUNDS = 50;
/** More than a thousand sites lie in the district; its leader sees all of them. */
const DISTRICT = '220602';
const COMPOUND = '220602003003001';

/** Pages that eight readers get in a second, each asking again when it has been answered. */
async function pagesPerSecond(url: string): Promise<number> {
	const read = async (until: number): Promise<number> => {
		let pages = 0;
		while (performance.now() < until) {
			const answered = await fetch(url, { headers: { accept: 'text/html' } });
			await answered.arrayBuffer();
			if (!answered.ok) throw new Error(`${url}: ${answered.status}`);
			pages++;
		}
		return pages;
	};
	await read(performance.now() + 2_000);
	const until = performance.now() + SECONDS * 1000;
	const pages = await Promise.all(Array.from({ length: READERS }, () => read(until)));
	return pages.reduce((sum, one) => sum + one, 0) / SECONDS;
}

async function measure(backend: string, options: string[], barePages: number, say: (line: string) => void): Promise<Figure[]> {
	const application = await startApplication(undefined, { RATE_SCALE: '100000', ZHANTU_LOG: 'warn' }, options);
	try {
		const front = await pagesPerSecond(application.url);
		const leader = await visitorOf(application.url, 'district');
		const page = async (path: string): Promise<number[]> => timed(ROUNDS, async () => (await leader.fetch(path)).text());
		const [district, compound, rest] = [
			await page(`/areas/${DISTRICT}`),
			await page(`/areas/${COMPOUND}`),
			await page(`/api/areas/${DISTRICT}/sites?campaign=sancheng`)
		];
		say(
			`${backend}: ${front.toFixed(0)} front pages a second, area page ${district[0]?.toFixed(0)} ms, p50 ${median(district).toFixed(0)} ms`
		);
		const times = (what: string, sorted: number[]): Figure[] => [
			{ what: `${backend}: ${what}, quickest of ${ROUNDS}`, value: sorted[0] ?? Number.NaN, unit: 'ms' },
			{ what: `${backend}: ${what}, p50`, value: median(sorted), unit: 'ms' }
		];
		return [
			{ what: `${backend}: front pages a second`, value: front, unit: 'pages/s' },
			{ what: `${backend}: front pages a second, against a bare SvelteKit page`, value: front / barePages, unit: 'ratio' },
			...times('page of a district with 1,242 sites', district),
			...times('page of a compound', compound),
			...times('all sites of the district, which its page asks for afterwards', rest)
		];
	} finally {
		await application.stop();
		removeData(application.data);
	}
}

export const bench: Bench = {
	name: 'serve',
	about: `what the server needs for a page, over HTTP on the same machine: the public front page for ${READERS} readers against a bare SvelteKit page, and area pages one after the other`,
	async run(say) {
		const bare = await serveBarePage();
		const barePages = await pagesPerSecond(bare.url).finally(() => bare.stop());
		say(`bare SvelteKit page: ${barePages.toFixed(0)} a second`);
		const figures: Figure[] = [{ what: 'bare SvelteKit page: pages a second', value: barePages, unit: 'pages/s' }];
		figures.push(...(await measure('embedded', [], barePages, say)));
		if (findPostgres()) figures.push(...(await measure('PostgreSQL', ['--postgres'], barePages, say)));
		return figures;
	}
};
