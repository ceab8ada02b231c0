import { createHash, randomUUID } from 'node:crypto';
import { chromium, type Browser } from '@playwright/test';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { Random } from '#lib/server/demo/random.ts';
import { findChromium } from '../src/cli/browser.ts';
import { DEMO_PASSWORD } from '../src/lib/server/demo/accounts.ts';
import { removeData, startApplication, type Running } from './application.ts';
import { serveBareMap } from './bare-map.ts';
import type { Bench, Figure } from './bench.ts';
import { measureMap, type MapCost } from './map-meter.ts';

const COMMUNITY = '220602003003';
const COUNTS = [100, 1_000, 10_000];
const ROUNDS = 3;
const VIEWPORT = { width: 1440, height: 900 };

/** The area page against the least page that draws the same points. */
export const bench: Bench = {
	name: 'area-page',
	about:
		'a compound’s page with 100, 1,000 and 10,000 sites against a bare MapLibre page with a circle for each: counts and main-thread CPU, drawing stubbed',
	async run(say) {
		const executablePath = await findChromium();
		if (!executablePath) throw new Error('no Chromium');
		const application = await startApplication();
		const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'] });
		const figures: Figure[] = [];
		try {
			for (const [index, count] of COUNTS.entries()) {
				const sites = await fill(application, `${COMMUNITY}${900 + index}`, index, count);
				const bare = await serveBareMap(sites, centerOf(index), 16.2);
				const ours = await least(browser, application.url, `${application.url}/areas/${COMMUNITY}${900 + index}`);
				const theirs = await least(browser, null, bare.url);
				bare.close();
				say(`${count} sites: ours ${words(ours)}`);
				say(`${' '.repeat(String(count).length)}        bare ${words(theirs)}`);
				figures.push(...compare(count, ours, theirs));
			}
		} finally {
			await browser.close();
			await application.stop();
			removeData(application.data);
		}
		return figures;
	}
};

/** The cheapest of some visits, each with an empty cache: noise only ever adds. */
async function least(browser: Browser, signInAt: string | null, url: string): Promise<MapCost> {
	const costs: MapCost[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const context = await browser.newContext({ viewport: VIEWPORT, serviceWorkers: 'block', locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
		if (signInAt) {
			const form = { email: 'city@zhantu.test', password: DEMO_PASSWORD };
			const answered = await context.request.post(`${signInAt}/login`, { form, headers: { origin: signInAt } });
			if (!answered.ok()) throw new Error(`could not sign in: ${answered.status()}`);
		}
		costs.push(await measureMap(browser, context, url));
		await context.close();
	}
	const of = (name: keyof MapCost): number => Math.min(...costs.map((cost) => cost[name]));
	return {
		bytes: of('bytes'),
		requests: of('requests'),
		bufferBytes: of('bufferBytes'),
		drawCalls: of('drawCalls'),
		loadMs: of('loadMs'),
		frameMs: of('frameMs')
	};
}

function compare(count: number, ours: MapCost, theirs: MapCost): Figure[] {
	const what = (of: string): string => `${count.toLocaleString('en')} sites: ${of}`;
	return [
		{ what: what('bytes over the wire'), value: ours.bytes, unit: 'bytes' },
		{ what: what('requests'), value: ours.requests, unit: 'count' },
		{ what: what('draw calls a frame'), value: ours.drawCalls, unit: 'count' },
		{ what: what('bytes to the card'), value: ours.bufferBytes, unit: 'bytes' },
		{ what: what('bytes over the wire, against bare'), value: ours.bytes / theirs.bytes, unit: 'ratio' },
		{ what: what('bytes to the card, against bare'), value: ours.bufferBytes / theirs.bufferBytes, unit: 'ratio' },
		{ what: what('main-thread CPU until drawn, against bare'), value: ours.loadMs / theirs.loadMs, unit: 'ratio' },
		{ what: what('main-thread CPU a frame of a pan, against bare'), value: ours.frameMs / theirs.frameMs, unit: 'ratio' }
	];
}

function words({ bytes, requests, bufferBytes, drawCalls, loadMs, frameMs }: MapCost): string {
	const kb = (value: number): string => `${Math.round(value / 1024)} KB`;
	return `${kb(bytes)} in ${requests} requests, ${kb(bufferBytes)} to the card, ${drawCalls.toFixed(0)} draws a frame, CPU ${Math.round(loadMs)} ms and ${frameMs.toFixed(1)} ms a frame`;
}

/** Each compound has a square of ground of its own. */
const SIZE = 0.006;
const cornerOf = (index: number): [number, number] => [126.45 + index * 0.01, 41.95];
const centerOf = (index: number): [number, number] => [cornerOf(index)[0] + SIZE / 2, cornerOf(index)[1] + SIZE / 2];

/** A compound with so many sites in all stages, through the import; answers them as the bare page draws them. */
async function fill(application: Running, area: string, index: number, count: number): Promise<GeoJSON.FeatureCollection> {
	const backend = await openBackend({ mayShare: true, data: application.data });
	const [west, south] = cornerOf(index);
	const ring = [
		[west, south],
		[west + SIZE, south],
		[west + SIZE, south + SIZE],
		[west, south + SIZE],
		[west, south]
	];
	await ask(backend, 'save_areas', {
		areas: [
			{
				code: area,
				parent_code: COMMUNITY,
				level: 'compound',
				name: `量测小区 ${count}`,
				boundary: { type: 'Polygon', coordinates: [ring] }
			}
		]
	});
	const random = new Random(`area-page ${count}`);
	const features: GeoJSON.Feature<GeoJSON.Point>[] = [];
	const stages = ['reported', 'filed', 'closed', 'closed', 'closed'] as const;
	const rows = Array.from({ length: count }, (_, row) => {
		const coordinates = [west + random.next() * SIZE, south + random.next() * SIZE];
		features.push({ type: 'Feature', properties: { id: row }, geometry: { type: 'Point', coordinates } });
		const stage = stages[row % stages.length] ?? 'filed';
		const day = (back: number): string => new Date(Date.UTC(2026, 9, 1) - back * 86_400_000).toISOString();
		return {
			row: row + 1,
			ref: `bench-${count}-${row}`,
			layer: 'trash_site',
			kind: 'piled_rubbish',
			title: `第 ${row + 1} 处积存垃圾`,
			area,
			geometry: { type: 'Point', coordinates },
			stage,
			outcome: stage === 'closed' ? 'fixed' : null,
			reported_at: day(40),
			filed_at: stage === 'reported' ? null : day(39),
			closed_at: stage === 'closed' ? day(20) : null,
			crs: 'WGS84'
		};
	});
	const batch = randomUUID();
	await ask(backend, 'import_begin', {
		batch: {
			id: batch,
			campaign_id: 'sancheng',
			file_name: `bench-${count}.geojson`,
			file_digest: createHash('sha256').update(`bench ${count}`).digest('hex'),
			profile: 'bench',
			encoding: 'utf-8',
			crs: 'WGS84'
		}
	});
	for (let at = 0; at < rows.length; at += 2000) await ask(backend, 'import_stage', { batch, rows: rows.slice(at, at + 2000) });
	await ask(backend, 'import_commit', { batch });
	await backend.close();
	return { type: 'FeatureCollection', features };
}

async function ask(backend: Backend, name: string, args: Record<string, unknown>): Promise<void> {
	const { error } = await backend.operator().rpc(name as never, args as never);
	if (error) throw new Error(`${name}: ${JSON.stringify(error)}`);
}
