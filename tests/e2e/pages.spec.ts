import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { isReadable } from './readable.ts';
import { readRoutes } from './routes.ts';
import { expect, signIn, test, type AccountKey } from './support.ts';

const ROUTES = join(import.meta.dirname, '../../src/routes');
/** Whose pages they are, by their group. */
const READERS: Record<string, AccountKey | null> = {
	'(public)': null,
	'(auth)': null,
	'(account)': 'grid',
	'(leader)': 'city',
	'(cadre)': 'secretary',
	'(staff)': 'subdistrict',
	'(admin)': 'administrator'
};
/** A page that is itself only with a question. */
const QUESTIONS: Record<string, string> = { '/(staff)/publications/new': '?task=[task]' };

/** A page is tried because it is there: nobody has to name a new one. */
const PAGES = readdirSync(ROUTES, { recursive: true, encoding: 'utf8' })
	.filter((file) => file.endsWith('+page.svelte'))
	.map((file) => `/${file.split(sep).slice(0, -1).join('/')}`)
	// One gets there through a log-in only: security-factor.spec.ts does.
	.filter((id) => !id.startsWith('/(factor)'))
	.sort();

let addresses: Map<string, string>;
test.beforeAll(async () => {
	addresses = new Map((await readRoutes()).map(({ id, path }) => [id, path]));
});

function addressOf(id: string): string {
	const task = addresses.get('/(cadre)/tasks/[task]')?.split('/').at(-1) ?? '';
	return `${addresses.get(id) ?? 'no such route'}${(QUESTIONS[id] ?? '').replace('[task]', task)}`;
}

for (const id of PAGES) {
	test(`${id} is readable in every size, language and light, by eye and by screen reader`, async ({ page }) => {
		test.setTimeout(240_000);
		const reader = READERS[id.split('/')[1] ?? ''];
		expect(reader, 'say in READERS whose page this is').toBeDefined();
		if (reader) await signIn(page, reader);
		await isReadable(page, addressOf(id), id);
	});
}
