import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Maintenance } from './maintenance.ts';
import { JobQueue } from './queue.ts';
import type { Sql } from './sql.ts';

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'zhantu-maintenance-'));
	mkdirSync(join(folder, 'pg_wal'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A database that only remembers what it was told. */
function aDatabase(dueTables: string[] = []): { sql: Sql; told: string[]; position: { lsn: string } } {
	const told: string[] = [];
	const position = { lsn: '0/1' };
	const sql: Sql = {
		query: async <Row>(text: string) => (text.includes('lsn') ? [position] : dueTables.map((name) => ({ name }))) as Row[],
		exec: async (text) => void told.push(text),
		transaction: () => Promise.reject(new Error('not needed')),
		close: async () => {}
	};
	return { sql, told, position };
}

const aQueue = (): JobQueue => new JobQueue({ limit: 10, lanes: 1, patienceMs: 1_000 });
const segments = (count: number): void => {
	for (let n = 0; n < count; n++) writeFileSync(join(folder, 'pg_wal', n.toString(16).toUpperCase().padStart(24, '0')), '');
};

test('a long log is cut by a checkpoint, a short one is not', async () => {
	const { sql, told } = aDatabase();
	const maintenance = new Maintenance({ sql, queue: aQueue(), folder });
	segments(3);
	await maintenance.look();
	expect(told).toEqual([]);
	segments(9);
	await maintenance.look();
	expect(told).toEqual(['checkpoint']);
});

test('after five minutes a checkpoint is made, but not when nothing was written since', async () => {
	const { sql, told, position } = aDatabase();
	const maintenance = new Maintenance({ sql, queue: aQueue(), folder });
	const later = (minutes: number): Promise<void> => maintenance.look(Date.now() + minutes * 60_000);
	await later(6);
	await later(12);
	expect(told).toEqual(['checkpoint']);
	position.lsn = '0/2';
	await later(18);
	expect(told).toEqual(['checkpoint', 'checkpoint']);
});

/** A queue in which somebody's job runs until it is ended. */
function aBusyQueue(): { queue: JobQueue; end: () => Promise<void> } {
	const queue = aQueue();
	let end = (): void => {};
	const busy = queue.run('somebody', () => new Promise<void>((resolve) => (end = resolve)));
	return { queue, end: () => (end(), busy) };
}

test('tables with many dead rows are vacuumed one by one, from the start on, every minute, and not while somebody waits', async () => {
	const { sql, told } = aDatabase(['public.tasks', 'private.progress']);
	const both = ['vacuum (analyze) public.tasks', 'vacuum (analyze) private.progress'];
	const { queue, end } = aBusyQueue();
	const maintenance = new Maintenance({ sql, queue, folder });
	const later = (minutes: number): Promise<void> => maintenance.look(Date.now() + minutes * 60_000);
	await later(0.5);
	expect(told).toEqual([]);
	await end();
	await later(1);
	expect(told).toEqual(both);
	await later(1.5);
	expect(told).toEqual(both);
	await later(2);
	expect(told).toEqual([...both, ...both]);
});

test('where somebody always waits they are vacuumed in their turn all the same, after twenty minutes', async () => {
	const { sql, told } = aDatabase(['public.tasks']);
	const { queue, end } = aBusyQueue();
	const maintenance = new Maintenance({ sql, queue, folder });
	const looking = maintenance.look(Date.now() + 21 * 60_000);
	expect(told).toEqual([]);
	await Promise.all([end(), looking]);
	expect(told).toEqual(['checkpoint', 'vacuum (analyze) public.tasks']);
});
