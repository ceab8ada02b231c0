import { paths } from '#lib/domain/paths.ts';
import { aCase, phoneOf } from './cadre-support.ts';
import { expect, HOME_COMMUNITY, signIn, test } from './support.ts';

test('what changed after a page was made and before its stream stood is told when the stream opens', async ({ page, browser }) => {
	const cadre = await phoneOf(browser, 'grid');
	await signIn(page, 'secretary');
	await page.goto(paths.me());
	await aCase(cadre, { title: '流开之前' });
	const told = await page.evaluate(async (address) => {
		const stop = new AbortController();
		const timer = setTimeout(() => stop.abort(), 5_000);
		const live = await fetch(address, { signal: stop.signal });
		const reader = (live.body as ReadableStream<Uint8Array>).getReader();
		let heard = '';
		while (!heard.includes('data:')) {
			const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
			if (done) break;
			heard += new TextDecoder().decode(value);
		}
		clearTimeout(timer);
		stop.abort();
		return heard;
	}, paths.live(HOME_COMMUNITY));
	expect(told).toContain(`"area":"${HOME_COMMUNITY}`);
	await cadre.context().close();
});
