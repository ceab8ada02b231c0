import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from '@playwright/test';

/** What a page with a map cost: counted, not timed, because a machine without a GPU draws as it can. */
export interface MapCost {
	/** Compressed, over the wire, until everything is drawn. */
	bytes: number;
	requests: number;
	/** Bytes handed to the graphics card until then. */
	bufferBytes: number;
	/** Calls that draw, in one frame of a pan. */
	drawCalls: number;
	/** CPU of the page's main thread: until everything is drawn, and for one frame of a pan. */
	loadMs: number;
	frameMs: number;
}

interface Counted {
	draws: number;
	frames: number;
	bytes: number;
}

/** Counts what would be drawn and draws nothing, so that software rasterising does not drown what the page itself does. */
function countGl(): void {
	const counted = { draws: 0, frames: 0, bytes: 0 };
	Object.assign(globalThis, { counted });
	const gl = WebGL2RenderingContext.prototype as unknown as Record<string, (...all: unknown[]) => unknown>;
	for (const name of ['drawArrays', 'drawElements', 'drawArraysInstanced', 'drawElementsInstanced', 'drawRangeElements']) {
		gl[name] = () => void counted.draws++;
	}
	const bufferData = gl.bufferData as (...all: unknown[]) => unknown;
	gl.bufferData = function (this: unknown, ...all: unknown[]) {
		const data = all[1] as number | ArrayBufferView | ArrayBuffer | null;
		counted.bytes += typeof data === 'number' ? data : (data?.byteLength ?? 0);
		return bufferData.apply(this, all);
	};
	let seen = 0;
	const tick = (): void => {
		if (counted.draws > seen) counted.frames++;
		seen = counted.draws;
		requestAnimationFrame(tick);
	};
	requestAnimationFrame(tick);
}

const PAN_STEPS = 40;

/** Opens a page that sets `data-map-ready` when its map is drawn, and pans it once across. */
export async function measureMap(browser: Browser, context: BrowserContext, url: string): Promise<MapCost> {
	const page = await context.newPage();
	await page.addInitScript(countGl);
	const wire = await countBytes(context, page);
	const before = await mainThreads(browser);
	await page.goto(url, { waitUntil: 'commit' });
	await page.waitForSelector('[data-map-ready]', { state: 'attached', timeout: 300_000 });
	await settled(page);
	const loaded = await mainThreads(browser);
	const { bytes: bufferBytes } = await counted(page);
	const load = { ...wire };
	const cost = { loadMs: spent(before, loaded), bufferBytes, bytes: load.bytes, requests: load.requests };

	const canvas = await page.locator('canvas').first().boundingBox();
	if (!canvas) throw new Error('there is no map');
	const [x, y] = [canvas.x + canvas.width / 2, canvas.y + canvas.height / 2];
	await page.mouse.move(x, y);
	await page.mouse.down();
	const [start, idle] = [await counted(page), await mainThreads(browser)];
	for (let step = 1; step <= PAN_STEPS; step++) await page.mouse.move(x + step * 3, y + step * 2);
	const [end, panned] = [await counted(page), await mainThreads(browser)];
	await page.mouse.up();
	await page.close();
	const frames = Math.max(1, end.frames - start.frames);
	return { ...cost, drawCalls: (end.draws - start.draws) / frames, frameMs: spent(idle, panned) / frames };
}

const counted = (page: Page): Promise<Counted> => page.evaluate(() => ({ ...(globalThis as unknown as { counted: Counted }).counted }));

/** Nothing more is handed to the card for a second: lists that come after the map are there, too. */
async function settled(page: Page): Promise<void> {
	for (let last = -1, now = 0; last !== now;) {
		last = now;
		await page.waitForTimeout(1000);
		now = (await counted(page)).bytes;
	}
}

async function countBytes(context: BrowserContext, page: Page): Promise<{ bytes: number; requests: number }> {
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	const wire = { bytes: 0, requests: 0 };
	cdp.on('Network.loadingFinished', ({ encodedDataLength }) => {
		wire.bytes += encodedDataLength;
		wire.requests += 1;
	});
	return wire;
}

/** Nanoseconds of CPU of every renderer's main thread, from the kernel's own account. */
async function mainThreads(browser: Browser): Promise<Map<number, number>> {
	const cdp = await browser.newBrowserCDPSession();
	const { processInfo } = await cdp.send('SystemInfo.getProcessInfo');
	await cdp.detach();
	const times = new Map<number, number>();
	for (const { id, type } of processInfo) {
		if (type !== 'renderer') continue;
		try {
			times.set(id, Number(readFileSync(`/proc/${id}/task/${id}/schedstat`, 'utf8').split(' ')[0]));
		} catch {
			// It has ended meanwhile.
		}
	}
	return times;
}

/** Milliseconds of the busiest renderer between two accounts: there is one page. */
function spent(from: Map<number, number>, to: Map<number, number>): number {
	return Math.max(...[...to].map(([id, ns]) => ns - (from.get(id) ?? 0))) / 1e6;
}
