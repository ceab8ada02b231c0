import { expect, test } from 'vitest';
import { Metrics } from './metrics.ts';

/** A reader of the format as Prometheus documents it: every sample belongs to a family announced before. */
function read(text: string): Map<string, number> {
	const samples = new Map<string, number>();
	const families = new Set<string>();
	for (const line of text.trimEnd().split('\n')) {
		const type = /^# TYPE (\S+) (counter|gauge|histogram)$/.exec(line);
		if (type?.[1]) families.add(type[1]);
		if (line.startsWith('#')) continue;
		const sample = /^([a-z_]+)(\{(?:[a-z]+="(?:[^"\\\n]|\\.)*",?)*\})? (-?[0-9.e+-]+)$/.exec(line);
		expect(sample, line).not.toBeNull();
		const [, name = '', labels = '', value] = sample ?? [];
		expect(
			[...families].some((family) => name === family || name.replace(/_(bucket|sum|count)$/, '') === family),
			line
		).toBe(true);
		samples.set(name + labels, Number(value));
	}
	return samples;
}

test('requests are counted by route, method and status, and their times fall into buckets', () => {
	const metrics = new Metrics();
	metrics.observeRequest('/(leader)/areas/[area]', 'GET', 200, 40);
	metrics.observeRequest('/(leader)/areas/[area]', 'GET', 200, 400);
	metrics.observeRequest('/(leader)/areas/[area]', 'GET', 404, 20_000);
	const samples = read(metrics.write());
	expect(samples.get('zhantu_http_requests_total{route="/(leader)/areas/[area]",method="GET",status="200"}')).toBe(2);
	expect(samples.get('zhantu_http_requests_total{route="/(leader)/areas/[area]",method="GET",status="404"}')).toBe(1);
	const bucket = (le: string): number | undefined =>
		samples.get(`zhantu_http_request_seconds_bucket{route="/(leader)/areas/[area]",le="${le}"}`);
	expect(['0.025', '0.05', '0.25', '0.5', '10', '+Inf'].map(bucket)).toEqual([0, 1, 1, 2, 2, 3]);
	expect(samples.get('zhantu_http_request_seconds_sum{route="/(leader)/areas/[area]"}')).toBeCloseTo(20.44);
});

test('a figure that nobody knows is left out, and no label can break the page', () => {
	const text = new Metrics().write([
		{ name: 'zhantu_disk_free_bytes', help: 'x', value: null },
		{ name: 'zhantu_backend_info', help: 'x', value: 1, labels: { kind: 'a"b\\c\nd' } }
	]);
	expect(text).not.toContain('zhantu_disk_free_bytes');
	expect(read(text).get('zhantu_backend_info{kind="a\\"b\\\\c\\nd"}')).toBe(1);
});
