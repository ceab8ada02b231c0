import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contract } from '../support/contract.ts';
import { CAMPAIGN } from '../support/world.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'zhantu-commands-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Said {
	code: number | null;
	out: string;
	error: string;
}

/** Runs a command on the data directory that the contract's backend has open. */
function command(...args: string[]): Promise<Said> {
	const child = spawn(process.execPath, [join(ROOT, 'src/cli/main.ts'), ...args], {
		cwd: ROOT,
		env: { ...process.env, LANG: 'en', LC_ALL: 'en', ZHANTU_CWD: folder, ...(contract.data ? { ZHANTU_DATA: contract.data } : {}) }
	});
	const said = { out: '', error: '' };
	child.stdout.on('data', (piece: Buffer) => (said.out += piece.toString()));
	child.stderr.on('data', (piece: Buffer) => (said.error += piece.toString()));
	return new Promise((resolve) => child.once('close', (code) => resolve({ code, ...said })));
}

/** The one line that --json ends with. */
const lastLine = ({ out }: Said) => JSON.parse(out.trim().split('\n').at(-1) ?? '') as Record<string, unknown>;

const GOOD =
	'编号,区划代码,问题类型,经度,纬度,上报时间\nM-1,220602003003001,积存垃圾渣土,126.4321,41.9421,2026-05-06 09:00\nM-2,220602003003001,暴露垃圾,126.4322,41.9422,2026-05-06 10:00\n';
const BAD = 'M-3,2.20602E+11,暴露垃圾,126.4322,41.9422,2026-05-06 10:00\nM-4,220602003003001,暴露垃圾,126.4322,四十一,2026-05-06 10:00\n';

test('a file is refused whole with its bad rows named, imported without them, and not twice', async () => {
	const file = join(folder, '台账.csv');
	writeFileSync(file, GOOD + BAD);
	const args = ['import', '台账.csv', '--campaign', CAMPAIGN, '--layer', 'trash_site', '--area', '2206', '--crs', 'WGS84', '--json'];

	const refused = await command(...args);
	expect(refused.code).toBe(1);
	expect(lastLine(refused)).toMatchObject({
		read: 4,
		imported: 0,
		rejected: 2,
		crs: 'WGS84',
		encoding: 'UTF-8',
		issues: [
			{ row: 4, field: '区划代码', value: '2.20602E+11', code: 'damaged_code' },
			{ row: 5, field: '纬度', value: '四十一', code: 'not_a_number' }
		]
	});
	expect(existsSync(join(folder, '台账.rejected.csv'))).toBe(false);

	const dry = await command(...args, '--skip-bad', '--dry-run');
	expect(dry.code).toBe(0);
	expect(lastLine(dry)).toMatchObject({ read: 4, imported: 2, rejected: 2 });

	const stored = await command(...args, '--skip-bad');
	expect(stored.code).toBe(0);
	expect(lastLine(stored)).toMatchObject({ read: 4, imported: 2, rejected: 2 });
	expect(stored.error).toContain('经度');
	const rejected = readFileSync(join(folder, '台账.rejected.csv'), 'utf8').split('\r\n');
	expect(rejected[1]).toContain('M-3,2.20602E+11,暴露垃圾,126.4322,41.9422,2026-05-06 10:00,4,');

	const again = await command(...args, '--skip-bad');
	expect(again.code).toBe(2);
	expect(again.error).toContain('file_imported');
});

test('an export holds what its reader may see, and reads back', async () => {
	const whole = await command(
		'export',
		'--campaign',
		CAMPAIGN,
		'--area',
		'220602003003001',
		'--layer',
		'trash_site',
		'--format',
		'csv',
		'--out',
		'whole.csv'
	);
	expect(whole.code).toBe(0);
	const rows = readFileSync(join(folder, 'whole.csv'), 'utf8').trim().split('\r\n');
	expect(rows[0]).toMatch(/^Case number,Title,/);
	expect(rows.filter((row) => /,M-[12],/.test(row))).toHaveLength(2);
	const read = await command('import', 'whole.csv', '--campaign', CAMPAIGN, '--dry-run', '--json');
	expect(lastLine(read)).toMatchObject({ read: rows.length - 1, imported: rows.length - 1, crs: 'WGS84', issues: [] });
	expect(read.code).toBe(0);

	if (contract.kind === 'supabase') return;
	const { email } = contract.city.people.cadre.serving;
	const elsewhere = await command(
		'export',
		'--campaign',
		CAMPAIGN,
		'--area',
		'220605',
		'--format',
		'geojson',
		'--out',
		'none.geojson',
		'--as',
		email
	);
	expect(elsewhere.out).toContain('Wrote 0 rows');
	expect(JSON.parse(readFileSync(join(folder, 'none.geojson'), 'utf8'))).toMatchObject({ features: [] });
	const nobody = await command('export', '--campaign', CAMPAIGN, '--format', 'csv', '--out', 'x.csv', '--as', 'nobody@test.invalid');
	expect(nobody.code).toBe(2);
	expect(existsSync(join(folder, 'x.csv'))).toBe(false);
});

test('a person gets a post, and an account where there was none', async () => {
	if (contract.kind === 'supabase') return;
	const made = await command('person', 'first@test.invalid', '--area', '2206', '--role', 'administrator', '--name', '第一人');
	expect(made.code).toBe(0);
	expect(made.out).toMatch(/signs in with the password \S{14} /);
	const again = await command('person', 'first@test.invalid', '--area', '220602', '--role', 'inspector', '--title', '核查员');
	expect(again.out.trim()).toBe('first@test.invalid is 核查员 (inspector) in 220602.');
	expect((await command('person', 'first@test.invalid', '--area', '99', '--role', 'cadre')).code).toBe(2);
});

test('positions of several possible systems are refused with the candidates', async () => {
	copyFileSync(join(ROOT, 'tests/fixtures/ledger/gcj02.csv'), join(folder, 'gcj02.csv'));
	const answer = await command('import', 'gcj02.csv', '--campaign', CAMPAIGN, '--layer', 'trash_site', '--json');
	expect(answer.code).toBe(1);
	expect(lastLine(answer)).toMatchObject({ imported: 0, crs: null, candidates: [{ crs: 'WGS84' }, { crs: 'GCJ02' }, { crs: 'BD09' }] });
});

test.each([
	[['import'], 'FILE is missing'],
	[['import', 'nowhere.csv', '--campaign', CAMPAIGN], 'There is no file'],
	[['import', '台账.csv'], '--campaign is missing'],
	[['import', '台账.csv', '--campaign', 'none'], 'There is no campaign none'],
	[['import', '台账.csv', '--campaign', CAMPAIGN, '--layer', 'none'], 'has no layer none'],
	[['import', '台账.csv', '--campaign', CAMPAIGN, '--area', '99'], 'There is no area 99'],
	[['import', '台账.csv', '--campaign', CAMPAIGN, '--wat'], "Unknown option '--wat'"],
	[['areas', 'nowhere.csv'], 'There is no file'],
	[['campaign', 'nowhere.json', '--id', 'x', '--area', '2206', '--from', '2026-01-01', '--to', '2026-02-31'], 'is not a day']
])('%j: a mistake of the person at the keyboard is one sentence', async (args, sentence) => {
	const answer = await command(...(args as string[]));
	expect(answer.code).toBe(2);
	expect(answer.error).toContain(sentence);
	expect(answer.error).not.toMatch(/\n\s+at /);
});
