import { expect, test } from 'vitest';
import { failed, ok } from '#lib/domain/result.ts';
import { baishanTarget, fileOf } from '../../../tests/support/ledger.ts';
import type { Draft, RowIssue } from './draft.ts';
import type { LedgerFile } from './file.ts';
import { planImport } from './plan.ts';
import { RejectWriter } from './rejects.ts';
import { runImport, type ImportPort } from './run-import.ts';
import { surveyFile } from './survey.ts';

/** A database that keeps what it is told, and refuses a reference it has seen. */
class FakePort implements ImportPort {
	staged: Draft[] = [];
	stored: Draft[] = [];
	calls = 0;
	isDiscarded = false;
	readonly #seen: Set<string>;

	constructor(seen: string[] = []) {
		this.#seen = new Set(seen);
	}
	async begin() {
		return ok(null);
	}
	async stage(_batch: string, rows: Draft[]) {
		this.calls++;
		this.staged.push(...rows);
		return ok(rows.length);
	}
	async check() {
		const known = this.staged.filter(({ ref }) => ref && this.#seen.has(ref));
		return ok(known.slice(0, 2).map(({ row, ref }): RowIssue => ({ row, field: 'ref', value: ref ?? '', code: 'already_imported' })));
	}
	async discard(_batch: string, rows: number[] | null) {
		if (rows === null) this.isDiscarded = true;
		this.staged = rows === null ? [] : this.staged.filter(({ row }) => !rows.includes(row));
		return ok(0);
	}
	async commit() {
		this.stored = this.staged;
		return ok({ imported: this.stored.length });
	}
}

const GOOD = Array.from({ length: 6 }, (_, index) => `A-${index + 1},浑江区,126.4${index},41.94\n`).join('');
const BAD = 'A-7,浑江区,126.4,四十二\nA-8,没有这里,126.4,41.94\n';
const HEAD = '编号,区县,经度,纬度\n';

async function run(file: LedgerFile, port: ImportPort, options: { isSkipping?: boolean; isDry?: boolean } = {}) {
	const survey = await surveyFile(file);
	const target = baishanTarget();
	const plan = planImport(survey, { target, profile: null, known: [], layer: 'trash_site', crs: 'WGS84' });
	const writer = new RejectWriter(survey.layout, ({ code }) => code);
	let rejects = '';
	const answer = await runImport({
		file,
		layout: survey.layout,
		plan,
		target,
		port,
		batch: 'b',
		campaign: 'c',
		isSkipping: options.isSkipping ?? false,
		isDry: options.isDry ?? false,
		onReject: (record, issues) => void (rejects += writer.row(record, issues))
	});
	return { answer, rejects: rejects + writer.end() };
}

test('a good file is stored whole', async () => {
	const port = new FakePort();
	const { answer } = await run(fileOf('a.csv', HEAD + GOOD), port);
	expect(answer).toMatchObject({
		ok: true,
		value: { state: 'stored', imported: 6, summary: { read: 6, rejected: 0, layers: { trash_site: 6 } } }
	});
	expect(port.stored.map(({ ref }) => ref)).toEqual(['A-1', 'A-2', 'A-3', 'A-4', 'A-5', 'A-6']);
});

test('a file with bad rows is refused whole, and every bad row is named', async () => {
	const port = new FakePort();
	const { answer } = await run(fileOf('a.csv', HEAD + BAD + GOOD), port);
	expect(answer).toMatchObject({
		ok: true,
		value: {
			state: 'refused',
			imported: 0,
			summary: {
				read: 8,
				rejected: 2,
				issues: [
					{ row: 2, field: '纬度', value: '四十二', code: 'not_a_number' },
					{ row: 3, field: '区县', value: '没有这里', code: 'unknown_area' }
				]
			}
		}
	});
	expect(port).toMatchObject({ stored: [], isDiscarded: true });
});

test('with skipping, bad rows are written out with their reasons and the others are stored', async () => {
	const port = new FakePort();
	const { answer, rejects } = await run(fileOf('a.csv', HEAD + BAD + GOOD), port, { isSkipping: true });
	expect(answer).toMatchObject({ ok: true, value: { state: 'stored', imported: 6 } });
	expect(rejects).toBe(
		'\ufeff编号,区县,经度,纬度,row,problem\r\nA-7,浑江区,126.4,四十二,2,not_a_number\r\nA-8,没有这里,126.4,41.94,3,unknown_area\r\n'
	);
});

test('what only the database knows is named by the row and heading of the file, and left out with skipping', async () => {
	const seen = ['A-1', 'A-3', 'A-5'];
	const whole = await run(fileOf('a.csv', HEAD + GOOD), new FakePort(seen));
	expect(whole.answer).toMatchObject({
		ok: true,
		value: { state: 'refused', summary: { issues: [{ row: 2, field: '编号', value: 'A-1', code: 'already_imported' }, { row: 4 }] } }
	});
	const port = new FakePort(seen);
	const { answer, rejects } = await run(fileOf('a.csv', HEAD + GOOD), port, { isSkipping: true });
	expect(answer).toMatchObject({ ok: true, value: { state: 'stored', imported: 3, summary: { read: 6, rejected: 3 } } });
	expect(port.stored.map(({ ref }) => ref)).toEqual(['A-2', 'A-4', 'A-6']);
	expect(rejects.match(/already_imported/g)).toHaveLength(3);
});

test('a dry run stores nothing and says whether it could', async () => {
	const port = new FakePort();
	expect((await run(fileOf('a.csv', HEAD + GOOD), port, { isDry: true })).answer).toMatchObject({
		ok: true,
		value: { state: 'could', imported: 6 }
	});
	expect(port).toMatchObject({ stored: [], isDiscarded: true });
	expect((await run(fileOf('a.csv', HEAD + BAD), new FakePort(), { isDry: true, isSkipping: true })).answer).toMatchObject({
		ok: true,
		value: { state: 'refused' }
	});
});

test('a refusal on the way ends the import and takes the batch away', async () => {
	const port = new FakePort();
	port.stage = async () => failed('busy');
	expect((await run(fileOf('a.csv', HEAD + GOOD), port)).answer).toEqual(failed('busy'));
	expect(port.isDiscarded).toBe(true);
});

test('a long file goes in pieces', async () => {
	const port = new FakePort();
	const long = Array.from({ length: 9000 }, (_, index) => `L-${index},浑江区,126.41,41.94\n`).join('');
	await run(fileOf('a.csv', HEAD + long), port);
	expect(port.stored).toHaveLength(9000);
	expect(port.calls).toBeGreaterThan(4);
});
