import { monitorEventLoopDelay } from 'node:perf_hooks';

type Labels = Record<string, string | number>;

/** Seconds; from a page out of the cache to one that somebody gives up on. */
const BUCKETS_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

interface Timing {
	buckets: number[];
	count: number;
	sumS: number;
}

/**
 * What this process counts, for Prometheus. Routes are the patterns of the application (`/areas/[area]`),
 * never addresses, so nothing that somebody typed becomes a label and their number is bounded.
 */
export class Metrics {
	readonly #requests = new Map<string, { labels: Labels; count: number }>();
	readonly #timings = new Map<string, Timing>();
	readonly #delay = monitorEventLoopDelay({ resolution: 20 });
	readonly startedAt = Date.now();
	liveStreams = 0;

	constructor() {
		this.#delay.enable();
	}

	observeRequest(route: string, method: string, status: number, ms: number): void {
		const labels = { route, method, status };
		const key = JSON.stringify(labels);
		const counted = this.#requests.get(key) ?? { labels, count: 0 };
		counted.count++;
		this.#requests.set(key, counted);
		const timing = this.#timings.get(route) ?? { buckets: BUCKETS_S.map(() => 0), count: 0, sumS: 0 };
		BUCKETS_S.forEach((limit, at) => {
			if (ms / 1000 <= limit) timing.buckets[at] = (timing.buckets[at] ?? 0) + 1;
		});
		timing.count++;
		timing.sumS += ms / 1000;
		this.#timings.set(route, timing);
	}

	/** The counts as Prometheus' text format; `gauges` are figures that somebody else knows. */
	write(gauges: readonly Gauge[] = []): string {
		const page = new TextPage();
		page.family('zhantu_http_requests_total', 'counter', 'Requests answered, by route, method and status.');
		for (const { labels, count } of this.#requests.values()) page.value('zhantu_http_requests_total', labels, count);
		page.family('zhantu_http_request_seconds', 'histogram', 'Time until the answer began, by route.');
		for (const [route, timing] of this.#timings) {
			BUCKETS_S.forEach((le, at) => page.value('zhantu_http_request_seconds_bucket', { route, le }, timing.buckets[at] ?? 0));
			page.value('zhantu_http_request_seconds_bucket', { route, le: '+Inf' }, timing.count);
			page.value('zhantu_http_request_seconds_sum', { route }, timing.sumS);
			page.value('zhantu_http_request_seconds_count', { route }, timing.count);
		}
		const own: Gauge[] = [
			{ name: 'zhantu_live_streams', help: 'Open streams of ticks.', value: this.liveStreams },
			{ name: 'zhantu_process_uptime_seconds', help: 'Since the web server began.', value: (Date.now() - this.startedAt) / 1000 },
			{ name: 'zhantu_process_memory_bytes', help: 'Resident memory of the web server.', value: process.memoryUsage.rss() },
			{ name: 'zhantu_event_loop_delay_seconds', help: '99th percentile since the last scrape.', value: this.#delay.percentile(99) / 1e9 }
		];
		this.#delay.reset();
		for (const gauge of [...own, ...gauges]) page.gauge(gauge);
		return page.text;
	}
}

export interface Gauge {
	name: `zhantu_${string}`;
	help: string;
	/** Left out where it is not known: an absent figure is honest, a nought is not. */
	value: number | null | undefined;
	type?: 'gauge' | 'counter';
	labels?: Labels;
}

class TextPage {
	text = '';

	family(name: string, type: string, help: string): void {
		this.text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
	}

	value(name: string, labels: Labels, value: number): void {
		const inside = Object.entries(labels)
			.map(([label, text]) => `${label}="${escape(String(text))}"`)
			.join(',');
		this.text += `${name}${inside ? `{${inside}}` : ''} ${value}\n`;
	}

	gauge({ name, help, value, type, labels }: Gauge): void {
		if (value === null || value === undefined || !Number.isFinite(value)) return;
		this.family(name, type ?? 'gauge', help);
		this.value(name, labels ?? {}, value);
	}
}

function escape(text: string): string {
	return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** One for the process: a development server loads this module again after each change. */
const holder = globalThis as typeof globalThis & { zhantuMetrics?: Metrics };
export const metrics = (holder.zhantuMetrics ??= new Metrics());
