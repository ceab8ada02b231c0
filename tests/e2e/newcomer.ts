import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Role } from '#lib/domain/template.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { expect } from './support.ts';

/** Somebody of a test's own, with an account and a post: what happens to them happens to nobody else. */
export interface Newcomer {
	email: string;
	password: string;
	personId: string;
	userId: string;
}

export async function aNewcomer(server: Backend, role: Role = 'cadre', areaCode = '220602003003'): Promise<Newcomer> {
	const personId = randomUUID();
	const email = `${personId}@test.invalid`;
	const password = `p-${randomUUID()}`;
	const userId = await server.createAccount(email, password);
	const operator = server.operator();
	const person = await operator.from('people').insert({ id: personId, user_id: userId, name: `新人${personId.slice(0, 4)}` });
	const post = await operator
		.from('posts')
		.insert({ person_id: personId, area_code: areaCode, role, title: '新人', valid_from: '2020-01-01' });
	expect([person.error, post.error]).toEqual([null, null]);
	return { email, password, personId, userId };
}

/** They are gone from lists, and so is what was counted against this machine's address. */
export async function farewell(server: Backend, ...newcomers: Newcomer[]): Promise<void> {
	await server.sql?.exec('delete from private.sign_in_tries');
	for (const { personId } of newcomers) await server.operator().from('people').delete().eq('id', personId);
}

/** Types account and password into the log-in form; where that leads is the test's question. */
export async function signInBy(page: Page, email: string, password: string): Promise<void> {
	await page.goto('/login', { waitUntil: 'networkidle' });
	await page.getByLabel('账号').fill(email);
	await page.getByLabel('密码').fill(password);
	await page.getByRole('button', { name: '登录' }).click();
}
