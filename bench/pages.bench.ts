import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { findChromium } from '../src/cli/browser.ts';
import { DEMO_PASSWORD } from '../src/lib/server/demo/accounts.ts';
import { removeData, startApplication } from './application.ts';
import type { Bench, Figure } from './bench.ts';

const HOME = '220602003003001';
/** One page of each audience, as whom, and what of it was interacted with before counting: nothing. */
const PAGES: readonly [name: string, account: string | null, path: string][] = [
	['public front page', null, '/'],
	['public compound', null, `/compounds/${HOME}`],
	['leader overview', 'city', '/overview/2206'],
	['battle map', 'city', `/areas/${HOME}`],
	['cadre inbox', 'secretary', '/inbox'],
	['administration', 'administrator', '/admin/people']
];
const KINDS = ['script', 'stylesheet', 'font', 'document', 'other'] as const;

/** What each audience pays on its first visit: compressed bytes over the wire, by kind, with an empty cache. */
export const bench: Bench = {
	name: 'pages',
	about: 'bytes over the wire (brotli) of the first visit to a page, in Chromium at 390 × 844 with an empty cache',
	async run(say) {
		const executablePath = await findChromium();
		if (!executablePath) throw new Error('no Chromium');
		const application = await startApplication();
		const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
		try {
			const figures: Figure[] = [];
			for (const [name, account, path] of PAGES) {
				const bytes = await visit(browser, application.url, account, path);
				say(`${name}: ${KINDS.map((kind) => `${kind} ${bytes[kind]}`).join(', ')}`);
				figures.push(
					{ what: `${name}: script`, value: bytes.script, unit: 'bytes' },
					{ what: `${name}: all`, value: KINDS.reduce((sum, kind) => sum + bytes[kind], 0), unit: 'bytes' }
				);
			}
			return figures;
		} finally {
			await browser.close();
			await application.stop();
			removeData(application.data);
		}
	}
};

type Bytes = Record<(typeof KINDS)[number], number>;

async function visit(browser: Browser, url: string, account: string | null, path: string): Promise<Bytes> {
	const context = await browser.newContext({ viewport: { width: 390, height: 844 }, serviceWorkers: 'block', locale: 'zh-CN' });
	if (account) await signIn(context, url, account);
	const page = await context.newPage();
	const cdp = await context.newCDPSession(page);
	await cdp.send('Network.enable');
	await cdp.send('Network.setCacheDisabled', { cacheDisabled: false });
	const kinds = new Map<string, keyof Bytes>();
	const bytes: Bytes = { script: 0, stylesheet: 0, font: 0, document: 0, other: 0 };
	cdp.on('Network.responseReceived', ({ requestId, type }) => {
		const kind = type.toLowerCase();
		kinds.set(requestId, KINDS.find((one) => one === kind) ?? 'other');
	});
	cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => (bytes[kinds.get(requestId) ?? 'other'] += encodedDataLength));
	await page.goto(url + path, { waitUntil: 'load' });
	// Live streams never end, so the network is never idle: a page is there when it stands still for a second.
	for (let last = -1, now = 0; last !== now;) {
		last = now;
		await page.waitForTimeout(1500);
		now = KINDS.reduce((sum, kind) => sum + bytes[kind], 0);
	}
	await context.close();
	return bytes;
}

async function signIn(context: BrowserContext, url: string, account: string): Promise<void> {
	const answered = await context.request.post(`${url}/login`, {
		form: { email: `${account}@zhantu.test`, password: DEMO_PASSWORD },
		headers: { origin: url }
	});
	if (!answered.ok()) throw new Error(`could not sign in as ${account}: ${answered.status()}`);
}
