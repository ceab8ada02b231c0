import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { HOME, OTHER_COMMUNITY, OTHER_DISTRICT, must } from '../support/city.ts';
import { ask, contract, report, submit, theBackend, type Reported } from '../support/contract.ts';

const backend = await theBackend();
const { people, idle, nobody, disabled } = contract.city;
const cadre = backend.as(people.cadre.serving.token);
const administrator = backend.as(people.administrator.serving.token);
const operator = backend.operator();
const JPEG = { contentType: 'image/jpeg' };

/** Bytes that begin as a JPEG does; a byte of its own tells pictures apart. */
function aPicture(mark: number): ArrayBuffer {
	return Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...Array.from({ length: 60 }, () => mark), 0xff, 0xd9]).buffer;
}
async function firstByte(path: string): Promise<number | null> {
	const { data } = await operator.storage.from('evidence').download(path);
	return data ? (new Uint8Array(await data.arrayBuffer())[4] ?? null) : null;
}

let own: Reported;
let foreign: Reported;
let kept: string;

beforeAll(async () => {
	own = await report(cadre);
	foreign = await report(administrator, { area: OTHER_COMMUNITY });
	kept = `${HOME}/${own.taskId}/${randomUUID()}.jpg`;
	const { error } = await cadre.storage.from('evidence').upload(kept, aPicture(1), JPEG);
	expect(error).toBeNull();
});

describe('originals', () => {
	test('come back as they went in, to whoever sees the case', async () => {
		for (const office of ['cadre', 'grid', 'dispatcher', 'inspector', 'street', 'district', 'mayor', 'administrator'] as const) {
			const { data } = await backend.as(people[office].serving.token).storage.from('evidence').download(kept);
			expect(new Uint8Array((await data?.arrayBuffer()) ?? new ArrayBuffer()), office).toEqual(new Uint8Array(aPicture(1)));
		}
	});

	test('are not there for anybody else, and the answer does not say whether they are', async () => {
		const outside = [
			people.rider.serving.token,
			people.cadre.expired.token,
			people.cadre.banned.token,
			idle.token,
			nobody.token,
			disabled.token,
			undefined
		];
		const nowhere = `${HOME}/${own.taskId}/${randomUUID()}.jpg`;
		for (const token of outside) {
			const there = await ask(backend, 'GET', `/storage/v1/object/evidence/${kept}`, { token });
			const missing = await ask(backend, 'GET', `/storage/v1/object/evidence/${nowhere}`, { token });
			expect(there.ok).toBe(false);
			expect([there.status, await there.text()]).toEqual([missing.status, await missing.text()]);
		}
		expect(await firstByte(kept)).toBe(1);
	});

	test('are never overwritten, moved, copied or deleted, not even by who took them', async () => {
		const { token } = people.cadre.serving;
		const bucket = cadre.storage.from('evidence');
		expect((await bucket.upload(kept, aPicture(2), JPEG)).error).not.toBeNull();
		expect((await bucket.upload(kept, aPicture(2), { ...JPEG, upsert: true })).error).not.toBeNull();
		expect((await bucket.update(kept, aPicture(2), JPEG)).error).not.toBeNull();
		const other = `${HOME}/${own.taskId}/${randomUUID()}.jpg`;
		expect((await bucket.move(kept, other)).error).not.toBeNull();
		expect((await bucket.copy(kept, other)).error).not.toBeNull();
		await bucket.remove([kept]);
		await ask(backend, 'DELETE', `/storage/v1/object/evidence/${kept}`, { token });
		expect(await firstByte(kept)).toBe(1);
		expect(await firstByte(other)).toBeNull();
	});

	test('get no address that works without a session', async () => {
		expect((await cadre.storage.from('evidence').createSignedUrl(kept, 60)).error).not.toBeNull();
		expect((await cadre.storage.from('evidence').createSignedUploadUrl(kept)).error).not.toBeNull();
		expect((await ask(backend, 'GET', `/storage/v1/object/public/evidence/${kept}`)).ok).toBe(false);
	});

	test('are listed where their case is seen, and nowhere else', async () => {
		const folder = `${HOME}/${own.taskId}`;
		expect((await cadre.storage.from('evidence').list(folder)).data).toHaveLength(1);
		for (const token of [people.rider.serving.token, idle.token]) {
			expect((await backend.as(token).storage.from('evidence').list(folder)).data).toEqual([]);
		}
		expect((await backend.anonymous().storage.from('evidence').list(folder)).data ?? []).toEqual([]);
	});

	test('of a case that moved away stay with the case', async () => {
		const { siteId, taskId } = await report(administrator);
		const path = `${HOME}/${taskId}/${randomUUID()}.jpg`;
		expect((await cadre.storage.from('evidence').upload(path, aPicture(3), JPEG)).error).toBeNull();
		await submit(administrator, `site:${siteId}`, 1, { action: 'reassign', area_code: OTHER_DISTRICT });
		expect((await cadre.storage.from('evidence').download(path)).data).toBeNull();
		expect((await administrator.storage.from('evidence').download(path)).data).not.toBeNull();
	});
});

describe('an upload', () => {
	const refusedAt = async (path: string, token: string | undefined = people.cadre.serving.token): Promise<boolean> => {
		const before = await names();
		const answered = await ask(backend, 'POST', `/storage/v1/object/evidence/${path}`, {
			token,
			headers: { 'content-type': 'image/jpeg' },
			body: aPicture(9)
		});
		expect(await names(), path).toEqual(before);
		return !answered.ok;
	};
	const names = async (): Promise<string[]> => {
		const found: string[] = [];
		for (const { taskId, area } of [
			{ taskId: own.taskId, area: HOME },
			{ taskId: foreign.taskId, area: OTHER_COMMUNITY },
			{ taskId: foreign.taskId, area: HOME }
		]) {
			const { data } = await operator.storage.from('evidence').list(`${area}/${taskId}`);
			found.push(...(data ?? []).map((file) => `${area}/${taskId}/${file.id}`));
		}
		return found.sort();
	};

	test('goes to a case of the own area, under the name that belongs to it', async () => {
		const id = randomUUID();
		for (const path of [
			`${OTHER_COMMUNITY}/${foreign.taskId}/${id}.jpg`,
			`${HOME}/${foreign.taskId}/${id}.jpg`,
			`${OTHER_COMMUNITY}/${own.taskId}/${id}.jpg`,
			`${HOME}/${randomUUID()}/${id}.jpg`,
			`${HOME}/${own.taskId}/x.jpg`,
			`${HOME}/${own.taskId}/${id}.png`,
			`${HOME}/${own.taskId}/${id}.jpg/more.jpg`,
			`${HOME}/${own.taskId}/${id.toUpperCase()}.jpg`,
			`${HOME}/${id}.jpg`,
			`${id}.jpg`,
			''
		]) {
			expect(await refusedAt(path), path).toBe(true);
		}
	});

	test('reaches no other place by any spelling', async () => {
		const target = `${OTHER_COMMUNITY}/${foreign.taskId}/${randomUUID()}.jpg`;
		const climbs = [
			'../',
			'..%2f',
			'%2e%2e/',
			'%2e%2e%2f',
			'..%5c',
			'..\\',
			'....//',
			'%252e%252e%252f',
			'%c0%ae%c0%ae/',
			'/',
			'//',
			'%00',
			'%0a'
		];
		for (const climb of climbs) {
			for (const path of [
				`${HOME}/${own.taskId}/${climb}${climb}${target}`,
				`${climb}${target}`,
				`${HOME}/${climb}${target}`,
				`${HOME}/${own.taskId}/${climb}${climb}${climb}publications/${OTHER_DISTRICT}/${randomUUID()}.jpg`
			]) {
				expect(await refusedAt(path), path).toBe(true);
			}
		}
	});

	test('is the business of who works there', async () => {
		const path = (): string => `${HOME}/${own.taskId}/${randomUUID()}.jpg`;
		for (const office of ['rider', 'street', 'district', 'mayor', 'administrator'] as const) {
			expect(await refusedAt(path(), people[office].serving.token), office).toBe(true);
		}
		for (const token of [people.cadre.expired.token, people.cadre.banned.token, idle.token, nobody.token]) {
			expect(await refusedAt(path(), token)).toBe(true);
		}
		expect(await refusedAt(path(), '')).toBe(true);
	});

	test('is a JPEG by its declared type and no larger than the limit', async () => {
		const path = `${HOME}/${own.taskId}/${randomUUID()}.jpg`;
		const bucket = cadre.storage.from('evidence');
		for (const contentType of ['text/html', 'image/svg+xml', 'application/octet-stream', 'image/png']) {
			expect((await bucket.upload(path, aPicture(4), { contentType })).error, contentType).not.toBeNull();
		}
		const large = new ArrayBuffer(13 * 1024 * 1024);
		expect((await bucket.upload(path, large, JPEG)).error).not.toBeNull();
		expect(await firstByte(path)).toBeNull();
	});
});

describe('redacted copies', () => {
	test('are seen by the public once they are published, and not a moment longer', async () => {
		const path = (): string => `${HOME}/${randomUUID()}.jpg`;
		const [before, after, unpublished] = [path(), path(), path()];
		for (const name of [before, after, unpublished]) {
			expect((await cadre.storage.from('publications').upload(name, aPicture(5), JPEG)).error).toBeNull();
		}
		const sees = async (name: string): Promise<boolean> =>
			(await backend.anonymous().storage.from('publications').download(name)).data !== null;
		expect(await sees(before)).toBe(false);
		const id = randomUUID();
		must(
			await operator.from('publications').insert({
				id,
				campaign_id: 'sancheng',
				area_code: HOME,
				layer_id: 'trash_site',
				caption: '清理前后',
				before_picture: before,
				after_picture: after,
				before_on: '2026-05-01',
				after_on: '2026-05-20',
				published_on: '2026-05-21'
			})
		);
		expect([await sees(before), await sees(after), await sees(unpublished)]).toEqual([true, true, false]);
		const { data: files } = await backend.anonymous().storage.from('publications').list(HOME, { limit: 1000 });
		const listed = files?.map((file) => file.name) ?? [];
		const published = must(await operator.from('publications').select('before_picture, after_picture'));
		const isPublished = (name: string): boolean =>
			published.some((pair) => pair.before_picture.endsWith(name) || pair.after_picture.endsWith(name));
		expect(listed.filter((name) => !isPublished(name))).toEqual([]);
		expect(listed.filter((name) => before.endsWith(name) || after.endsWith(name))).toHaveLength(2);
		must(await operator.from('publications').delete().eq('id', id));
		expect(await sees(before)).toBe(false);
		expect((await cadre.storage.from('publications').download(before)).data).not.toBeNull();
	});

	test('go into the own area only, under a name that says nothing', async () => {
		const bucket = cadre.storage.from('publications');
		for (const path of [`${OTHER_DISTRICT}/${randomUUID()}.jpg`, `${HOME}/3号楼张三.jpg`, `${HOME}/x.jpg`, `${HOME}/${own.taskId}/x.jpg`]) {
			expect((await bucket.upload(path, aPicture(6), JPEG)).error, path).not.toBeNull();
		}
	});
});
