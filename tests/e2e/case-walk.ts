import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { SPOT } from './cadre-support.ts';
import { addSite, move, readCase, submit } from './past-interface.ts';
import { expect, signIn, type AccountKey } from './support.ts';

/** A photograph as phones take them: with its place, its camera and a small copy of itself inside. */
const PHOTO = readFileSync(join(import.meta.dirname, '../fixtures/photos/image_exif.jpg'));

/** A window of its own with somebody signed in. */
export async function windowOf(browser: Browser, account: AccountKey): Promise<Page> {
	const context = await browser.newContext({ baseURL: process.env.E2E_URL, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
	const page = await context.newPage();
	await signIn(page, account);
	return page;
}

/** A case of a test's own in the home compound that has gone as far as the stage, past the interface, through five people. */
export async function aCaseAt(browser: Browser, stage: 'submitted' | 'closed', title: string): Promise<{ task: string; title: string }> {
	const people = new Map<AccountKey, Page>();
	for (const account of ['secretary', 'dispatcher', 'enforcement', 'inspector'] as const)
		people.set(account, await windowOf(browser, account));
	const as = (account: AccountKey): Page => people.get(account) as Page;
	const { task } = await addSite(
		as('secretary'),
		title,
		{ type: 'Point', coordinates: SPOT },
		{ layer: 'illegal_structure', kind: 'private_structure' }
	);
	await attach(as('secretary'), task, 'before');
	await move(as('secretary'), task, { action: 'file' });
	const { owners } = await readCase(as('dispatcher'), task);
	const owner = owners.find((one) => one.name === '王建国');
	await move(as('dispatcher'), task, { action: 'assign', owner: owner?.id });
	await move(as('enforcement'), task, { action: 'start' });
	await attach(as('enforcement'), task, 'after');
	await move(as('enforcement'), task, { action: 'submit', quantity: 1 });
	if (stage === 'closed') await move(as('inspector'), task, { action: 'close' });
	for (const page of people.values()) await page.context().close();
	return { task, title };
}

async function attach(page: Page, task: string, phase: string): Promise<void> {
	const evidence = randomUUID();
	const stored = await page.request.put(`/api/evidence/${task}/${evidence}?phase=${phase}`, {
		headers: { origin: new URL(process.env.E2E_URL ?? '').origin, 'content-type': 'image/jpeg' },
		data: PHOTO
	});
	expect(stored.ok(), await stored.text()).toBe(true);
	const answer = await submit(page, `task:${task}`, null, { action: 'attach', evidence_id: evidence, phase, ...(await stored.json()) });
	expect(answer.status, JSON.stringify(answer)).toBe('applied');
}
