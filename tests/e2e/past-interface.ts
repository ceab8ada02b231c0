import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { TaskDetail } from '#lib/domain/task.ts';
import { openBackend, type Backend } from '#lib/server/backend/index.ts';
import { expect, HOME_COMPOUND } from './support.ts';

/** The server's own door into the backend that the run has started: for what a page must not show, one has to know it. */
export function theServer(): Promise<Backend> {
	return openBackend({ mayShare: true, data: process.env.E2E_DATA });
}

/** Sends a change as the page's person, past the interface. */
export async function submit(
	page: Page,
	target: string,
	baseVersion: number | null,
	patch: Record<string, unknown>
): Promise<ChangeAnswer> {
	const origin = new URL(process.env.E2E_URL ?? '').origin;
	const answered = await page.request.post('/api/changes', {
		headers: { origin },
		data: { changeId: randomUUID(), target, baseVersion, patch }
	});
	return (await answered.json()) as ChangeAnswer;
}

/** A site of its own for a test, with its case. */
export async function addSite(
	page: Page,
	title: string,
	geometry: GeoJSON.Geometry | null,
	options: { area?: string; layer?: string; kind?: string } = {}
): Promise<{ site: string; task: string; number: number; version: number }> {
	const { area = HOME_COMPOUND, layer = 'trash_site', kind = 'piled_rubbish' } = options;
	const [site, task] = [randomUUID(), randomUUID()];
	const answer = await submit(page, `site:${site}`, null, {
		action: 'create',
		campaign: 'sancheng',
		layer,
		area_code: area,
		title,
		geometry,
		attributes: {},
		task: { id: task, kind }
	});
	if (answer.status !== 'applied' || !answer.site) throw new Error(JSON.stringify(answer));
	return { site, task, number: answer.site.number, version: answer.site.version };
}

/** A case as the page's person is told of it. */
export async function readCase(page: Page, task: string): Promise<TaskDetail> {
	const answered = await page.request.get(`/api/tasks/${task}`);
	expect(answered.ok()).toBe(true);
	return (await answered.json()) as TaskDetail;
}

/** Moves a case past the interface, on its newest version. */
export async function move(page: Page, task: string, patch: { action: string } & Record<string, unknown>): Promise<void> {
	const { task: now } = await readCase(page, task);
	const answer = await submit(page, `task:${task}`, now.version, patch);
	expect(answer.status, JSON.stringify(answer)).toBe('applied');
}
