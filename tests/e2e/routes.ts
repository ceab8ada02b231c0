import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { accessOf, type Access } from '#lib/server/guard.ts';
import { theServer } from './past-interface.ts';
import { HOME_COMPOUND, signIn, type AccountKey } from './support.ts';

/** A route of the build, at an address that exists in the demo. */
export interface Route {
	id: string;
	access: Access | null;
	path: string;
	isPage: boolean;
}

interface Manifest {
	routes: { id: string; params: { name: string }[]; page: unknown }[];
}

const ADDRESS = process.env.E2E_URL ?? '';

/** Every route that the build has. A parameter for which nobody gave an example is an error. */
export async function readRoutes(): Promise<Route[]> {
	const file = pathToFileURL(join(import.meta.dirname, '../../build/server/manifest.js')).href;
	const { manifest } = (await import(file)) as { manifest: Manifest };
	const examples = await readExamples();
	return manifest.routes.map(({ id, params, page }) => {
		let path = id.replaceAll(/\/\([^)]+\)/g, '') || '/';
		for (const { name } of params) {
			const example = examples[`${id} ${name}`] ?? examples[name];
			if (!example) throw new Error(`tests/e2e/routes.ts has no example for [${name}] of ${id}`);
			path = path.replace(new RegExp(`\\[(\\.\\.\\.)?${name}\\]`), example);
		}
		return { id, access: accessOf(id), path, isPage: page !== null };
	});
}

async function readExamples(): Promise<Record<string, string>> {
	const backend = await theServer();
	const one = async (text: string): Promise<string> => String((await backend.sql?.query<{ value: unknown }>(text))?.[0]?.value ?? '');
	const evidence = await one(
		`select e.object_path as value from public.evidence e join public.tasks t on t.id = e.task_id
		where t.area_code = '${HOME_COMPOUND}' and e.object_path is not null limit 1`
	);
	return {
		area: HOME_COMPOUND,
		task: evidence.split('/')[1] ?? '',
		evidence: '00000000-0000-4000-8000-000000000001',
		path: evidence,
		'/(public)/published/[...path] path': await one('select before_picture as value from public.publications limit 1'),
		'/(staff)/api/publications/pictures/[...path] path': await one('select before_path as value from public.publication_proposals limit 1'),
		'/backend/[...path] path': 'rest/v1/publications',
		proposal: await one(`select id as value from public.publication_proposals where area_code = '${HOME_COMPOUND}' limit 1`),
		person: await one('select id as value from public.people order by name limit 1'),
		campaign: 'sancheng',
		template: 'sancheng',
		version: '1',
		before: '1',
		// The demo has none of its own: one that nobody is offered.
		basemap: await one(
			`with laid as (
				insert into public.basemaps (id, name, kind, crs, is_enabled) values ('e2e-route', '{"zh-CN": "示例", "en": "Example"}', 'plan', 'WGS84', false)
				on conflict (id) do nothing
			) select 'e2e-route' as value`
		),
		calendar: 'cn',
		batch: '00000000-0000-4000-8000-000000000002',
		step: 'check',
		z: '10',
		x: '872',
		y: '381'
	};
}

/** The Cookie header of an account. */
export async function cookieOf(page: Page, account: AccountKey): Promise<string> {
	await signIn(page, account);
	const cookies = await page.context().cookies(ADDRESS);
	return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

/** One request past the browser, which would follow, hide or add things. */
export function call(path: string, { method = 'GET', cookie, headers = {}, body }: Call = {}): Promise<Response> {
	return fetch(new URL(path, ADDRESS), { method, redirect: 'manual', headers: { ...(cookie ? { cookie } : {}), ...headers }, body });
}

interface Call {
	method?: string;
	cookie?: string;
	headers?: Record<string, string>;
	body?: string;
}
