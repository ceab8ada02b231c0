import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { Backend } from '../backend/index.ts';
import { dataDir } from '../backend/data-dir.ts';
import { syncFileSystem } from '../backend/durability.ts';
import type { Sql } from '../backend/sql.ts';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from './accounts.ts';
import { Gallery, writeObjects } from './gallery.ts';
import { CAMPAIGN_ID } from './chronicle.ts';
import { clearDemo } from './clear.ts';
import { inventDemo, type Invention } from './invent.ts';
import { demoMoment } from './moment.ts';
import { writeAreas, writeCalendar, writeCampaign, writeHistory, writeIndicators, writePeople } from './write.ts';

/** Row of settings that is written first and finished last: seeding | ready | cleared. */
const STATE = 'demo.state';
type DemoState = 'none' | 'seeding' | 'ready' | 'cleared';

/** What stands in the database now. */
export async function demoState(sql: Sql): Promise<DemoState> {
	const [row] = await sql.query<{ state: DemoState }>(`select value #>> '{}' as state from public.settings where key = $1`, [STATE]);
	return row?.state ?? 'none';
}

/**
 * Fills an empty database with the demo, once. A seeding that was cut off is cleared away and begun
 * anew; anything else that holds data is left alone. Answers whether the demo stands afterwards.
 */
export async function seedDemo(backend: Backend, say: (line: string) => void, clock = new Date()): Promise<boolean> {
	const { sql } = backend;
	if (!sql) return false;
	const state = await demoState(sql);
	if (state === 'ready') return true;
	if (state === 'cleared') return false;
	if (state === 'none' && !(await isEmpty(sql))) return false;
	if (state === 'seeding') {
		say('Clearing away a demo that was cut off');
		await clearDemo(backend);
	}
	await keepState(sql, 'seeding');

	say('Inventing the demo');
	const demo = await inventDemo(demoMoment(clock));
	const dir = dataDir();
	await writeDemo(sql, demo, dir.pictures, say);
	await openAccounts(backend, sql, demo.staff);
	syncFileSystem(dir.root);
	await keepState(sql, 'ready');
	await backend.keepDemo();
	return true;
}

/** Writes an invention into an empty database, its pictures into a folder (see backend/pictures.ts). */
export async function writeDemo(sql: Sql, demo: Invention, pictures: string, say: (line: string) => void): Promise<void> {
	say('Areas and plans');
	await writeCalendar(sql, demo.calendar);
	await writeAreas(sql, demo);
	say('Campaign and people');
	await writeCampaign(sql, demo);
	await writePeople(sql, demo);
	await writeIndicators(sql, demo);
	say('Drawing pictures');
	const gallery = new Gallery(pictures);
	await writeObjects(sql, 'evidence', await gallery.hang(demo.chronicle.told));
	await writeObjects(sql, 'publications', await gallery.copy(demo.publications.flatMap((one) => one.copies)));
	await writeHistory(sql, demo, (done, all) => say(`Eighteen months of history: ${Math.round((done / all) * 100)} %`));
	// Eighteen months were lived through in a minute: what each step left behind goes before anybody asks.
	await sql.exec('vacuum (analyze)');
	await sql.query('select private.publish_figures($1)', [CAMPAIGN_ID]);
}

/** An installation without the demo still has the working calendar. */
export async function seedCalendar(backend: Backend): Promise<void> {
	if (!backend.sql) return;
	const [row] = await backend.sql.query('select 1 from public.calendars limit 1');
	if (!row) await writeCalendar(backend.sql, chineseCalendar());
}

async function isEmpty(sql: Sql): Promise<boolean> {
	const [row] = await sql.query<{ used: boolean }>(
		'select exists (select from public.areas) or exists (select from public.people) or exists (select from public.campaigns) as used'
	);
	return row?.used === false;
}

async function keepState(sql: Sql, state: DemoState): Promise<void> {
	await sql.query(
		`insert into public.settings (key, value) values ($1, to_jsonb($2::text))
		on conflict (key) do update set value = excluded.value, updated_at = now()`,
		[STATE, state]
	);
}

async function openAccounts(backend: Backend, sql: Sql, staff: { account(key: string): { id: string } }): Promise<void> {
	for (const { key, email } of DEMO_ACCOUNTS) {
		const [known] = await sql.query<{ id: string }>('select id from auth.users where email = $1', [email]);
		const account = known?.id ?? (await backend.createAccount(email, DEMO_PASSWORD));
		await sql.query('update public.people set user_id = $1 where id = $2', [account, staff.account(key).id]);
	}
}
