import { startApplication, removeData } from './application.ts';
import type { Bench, Figure } from './bench.ts';

const HOSTILE = 50;
/** Requests that each hostile client keeps in flight. */
const AT_ONCE = 4;
const SECONDS = 60;
const READERS = 5;
const PATHS = ['/', '/compounds/220602003003001', '/compounds/220602003003001/map', '/about', '/complaints'];

/** What a reader of the public's pages waits while fifty clients copy them as fast as they can. */
export const bench: Bench = {
	name: 'flood',
	about: `${READERS} readers, a page every second, alone and beside ${HOSTILE} clients from as many addresses, each with ${AT_ONCE} requests in flight, for ${SECONDS} s`,
	async run(say) {
		const application = await startApplication(undefined, { ADDRESS_HEADER: 'x-real-ip' });
		try {
			const alone = await read(application.url, SECONDS / 3);
			say(`alone: ${alone.length} pages`);
			const until = Date.now() + SECONDS * 1000;
			const [beside, ...copied] = await Promise.all([
				read(application.url, SECONDS),
				...Array.from({ length: HOSTILE }, (_, nth) => copy(application.url, nth, until))
			]);
			const total = (pick: (one: Copied) => number): number => copied.reduce((sum, one) => sum + pick(one), 0);
			const figures = (name: string, times: (number | null)[]): Figure[] => {
				const got = times.filter((time) => time !== null).sort((a, b) => a - b);
				return [
					{ what: `${name}: p50`, value: quantile(got, 0.5), unit: 'ms' },
					{ what: `${name}: p95`, value: quantile(got, 0.95), unit: 'ms' },
					{ what: `${name}: pages refused or failed`, value: times.length - got.length, unit: 'count' }
				];
			};
			return [
				...figures('readers alone', alone),
				...figures('readers beside the flood', beside),
				{ what: 'pages that the flood got', value: total((one) => one.served), unit: 'count' },
				{ what: 'requests of the flood refused (429)', value: total((one) => one.refused), unit: 'count' },
				{ what: 'requests of the flood that failed otherwise', value: total((one) => one.failed), unit: 'count' }
			];
		} finally {
			await application.stop();
			removeData(application.data);
		}
	}
};

/** Milliseconds until each page was whole; null where it was refused. */
async function read(url: string, seconds: number): Promise<(number | null)[]> {
	const until = Date.now() + seconds * 1000;
	const readers = Array.from({ length: READERS }, async (_, nth) => {
		const times: (number | null)[] = [];
		while (Date.now() < until) {
			const started = performance.now();
			const answered = await get(url + (PATHS[times.length % PATHS.length] ?? '/'), `192.0.2.${nth + 1}`);
			times.push(answered === 200 ? performance.now() - started : null);
			await new Promise((resolve) => setTimeout(resolve, 1000));
		}
		return times;
	});
	return (await Promise.all(readers)).flat();
}

interface Copied {
	served: number;
	refused: number;
	failed: number;
}

async function copy(url: string, nth: number, until: number): Promise<Copied> {
	const copied: Copied = { served: 0, refused: 0, failed: 0 };
	const worker = async (): Promise<void> => {
		while (Date.now() < until) {
			// A question mark and a number walk past whatever is kept.
			const status = await get(`${url}${PATHS[Math.floor(Math.random() * PATHS.length)]}?n=${Math.random()}`, `10.0.0.${nth + 1}`);
			if (status === 200) copied.served++;
			else if (status === 429) copied.refused++;
			else copied.failed++;
		}
	};
	await Promise.all(Array.from({ length: AT_ONCE }, worker));
	return copied;
}

async function get(url: string, address: string): Promise<number> {
	try {
		const answered = await fetch(url, { headers: { accept: 'text/html', 'x-real-ip': address } });
		await answered.arrayBuffer();
		return answered.status;
	} catch {
		return 0;
	}
}

function quantile(sorted: number[], at: number): number {
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}
