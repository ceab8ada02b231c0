import { describeError, log } from './backend/log.ts';

const HOUR_MS = 3_600_000;
/** After a start the first visitors come first. */
const SETTLE_MS = 20_000;

/**
 * What the server does by the clock: public figures soon after the start and then every hour, one at a
 * time. No timer keeps the process alive. Several servers on one backend do the same work twice, which
 * changes nothing. `refreshFigures` answers how many campaigns it refreshed; returns what stops it all.
 */
export function startJobs(refreshFigures: () => Promise<number>): () => void {
	let isRunning = false;
	const run = async (): Promise<void> => {
		if (isRunning) return;
		isRunning = true;
		const started = performance.now();
		try {
			const campaigns = await refreshFigures();
			log('info', 'public_figures', { campaigns, ms: Math.round(performance.now() - started) });
		} catch (error) {
			log('error', 'public_figures', describeError(error));
		} finally {
			isRunning = false;
		}
	};
	const first = setTimeout(() => void run(), SETTLE_MS);
	const hourly = setInterval(() => void run(), HOUR_MS);
	first.unref();
	hourly.unref();
	return () => {
		clearTimeout(first);
		clearInterval(hourly);
	};
}
