import { expect, test } from 'vitest';
import type { OutboxItem } from './outbox-item.ts';
import { outboxFileName, writeOutboxFile } from './outbox-file.ts';

const AT = new Date('2026-11-24T01:14:00Z');

function anItem(id: string, over: Partial<OutboxItem> = {}): OutboxItem {
	return {
		id,
		seq: 1,
		change: { changeId: id, target: 'task:t', baseVersion: 3, patch: { action: 'submit', quantity: 12 } },
		about: { title: '5号楼西侧彩钢棚', act: '提交核查', task: 't' },
		upload: null,
		needs: null,
		state: 'queued',
		madeAt: AT.toISOString(),
		attempts: 2,
		notBefore: 0,
		delay: 'unreachable',
		answer: null,
		settledAt: null,
		...over
	};
}

test('the file holds every unsent change as it would be sent, pictures included, and nothing that has a receipt', async () => {
	const bytes = new Uint8Array(20_000).map((_, index) => index % 251);
	const upload = { task: 't', evidence: 'e', phase: 'after' as const, blob: new Blob([bytes], { type: 'image/jpeg' }), sha256: 'ab' };
	const items = [anItem('done', { state: 'done' }), anItem('move'), anItem('picture', { upload, needs: 'move', state: 'refused' })];
	const file = await writeOutboxFile(items, { id: 'p', name: '刘洋' }, AT);
	const read = JSON.parse(await file.text());
	expect(read).toMatchObject({ format: 'zhantu-outbox/1', person: { name: '刘洋' }, exportedAt: AT.toISOString() });
	expect(read.items).toMatchObject([
		{ change: items[1]?.change, about: { act: '提交核查' }, picture: null },
		{ change: { changeId: 'picture' }, needs: 'move', picture: { phase: 'after', sha256: 'ab' } }
	]);
	const [, base64] = read.items[1].picture.data.split(',');
	expect(Buffer.from(base64, 'base64').equals(Buffer.from(bytes))).toBe(true);
});

test('an empty queue makes a file that can be read', async () => {
	expect(JSON.parse(await (await writeOutboxFile([], { id: 'p', name: '' }, AT)).text()).items).toEqual([]);
	expect(outboxFileName(new Date(2026, 10, 4, 9, 5))).toBe('zhantu-outbox-2026-11-04-0905.json');
});
