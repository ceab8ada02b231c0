import { PGlite } from '@electric-sql/pglite';
import { applyMigrations, missingMigrations, readMigrations } from '#lib/server/backend/migrations.ts';
import { platformSql } from '#lib/server/backend/platform.ts';
import { postgis } from '#lib/server/backend/postgis.ts';
import { sqlOverPglite } from '#lib/server/backend/sql-pglite.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import type { Scenario } from './scenario.ts';
import { splitSql } from './split-sql.ts';

/**
 * Row 35: every migration breaks off behind each of its statements. The database must be what it was
 * before, so that the application of before goes on with it, and the migration must then apply as a whole.
 * A round is a point to break off at; there are as many as statements.
 */
export const migration = () =>
	({
		name: 'migration',
		about: 'row 35: every migration made to fail behind each of its statements, from an empty database to the newest',
		rounds: { short: 30, full: 10_000 },
		async run(rounds, say) {
			const figures = { statements: 0, failures: 0, leftSomething: 0, wronglyRecorded: 0, notAppliedAfterwards: 0 };
			const db = await PGlite.create({ extensions: { postgis } });
			const sql = sqlOverPglite(db);
			try {
				await sql.exec(platformSql());
				const migrations = await readMigrations();
				// The list of what was applied is made before anything is.
				await missingMigrations(sql, migrations);
				const all = migrations.map((one) => ({ one, statements: splitSql(one.text) }));
				figures.statements = all.reduce((sum, { statements }) => sum + statements.length, 0);
				const every = Math.max(1, Math.ceil(figures.statements / rounds));
				let point = 0;
				for (const { one, statements } of all) {
					const before = await describe(sql);
					for (let count = 1; count <= statements.length; count++) {
						if (point++ % every !== 0) continue;
						const text = [...statements.slice(0, count), 'select 1 / 0'].join(';\n');
						const isThrown = await applyMigrations(sql, [{ ...one, text }]).then(
							() => false,
							() => true
						);
						figures.failures++;
						if (!isThrown || (await isRecorded(sql, one.version))) figures.wronglyRecorded++;
						if ((await describe(sql)) !== before) figures.leftSomething++;
					}
					await applyMigrations(sql, [one]);
					if (!(await isRecorded(sql, one.version))) figures.notAppliedAfterwards++;
					say(`${one.name}: ${statements.length} statements`);
				}
				return figures;
			} finally {
				await sql.close();
			}
		},
		some: ['statements', 'failures'],
		sound: { leftSomething: 0, wronglyRecorded: 0, notAppliedAfterwards: 0 }
	}) satisfies Scenario<Record<string, number>>;

async function isRecorded(sql: Sql, version: string): Promise<boolean> {
	return (await sql.query('select 1 from supabase_migrations.schema_migrations where version = $1', [version])).length > 0;
}

/** Everything that a migration can leave: relations, columns, functions, policies, triggers, grants, rows. */
async function describe(sql: Sql): Promise<string> {
	const [row] = await sql.query<{ digest: string }>(
		`select md5(concat_ws('|',
			(select string_agg(concat_ws(' ', c.oid::regclass, c.relkind, c.relacl, c.relrowsecurity), ',' order by c.oid::regclass::text) from pg_class c where c.relnamespace::regnamespace::text not like 'pg_toast%'),
			(select string_agg(concat_ws(' ', a.attrelid::regclass, a.attname, a.atttypid, a.attnotnull), ',' order by a.attrelid::regclass::text, a.attnum) from pg_attribute a where a.attrelid > 16384),
			(select string_agg(concat_ws(' ', p.oid::regprocedure, md5(p.prosrc), p.proacl, p.proconfig), ',' order by p.oid::regprocedure::text) from pg_proc p),
			(select string_agg(concat_ws(' ', p.polname, p.polrelid::regclass, pg_get_expr(p.polqual, p.polrelid)), ',' order by p.polname) from pg_policy p),
			(select string_agg(concat_ws(' ', t.tgname, t.tgrelid::regclass), ',' order by t.tgname, t.tgrelid) from pg_trigger t where not t.tgisinternal),
			(select string_agg(concat_ws(' ', d.defaclnamespace, d.defaclobjtype, d.defaclacl), ',' order by d.oid) from pg_default_acl d),
			(select string_agg(n.nspname || coalesce(n.nspacl::text, ''), ',' order by n.nspname) from pg_namespace n),
			(select count(*) from pg_description),
			(select string_agg(c.oid::regclass::text || (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', c.oid::regclass), false, true, '')))[1]::text, ',' order by c.oid::regclass::text)
				from pg_class c where c.relkind = 'r' and c.relnamespace::regnamespace::text in ('public', 'private', 'storage', 'auth'))
		)) as digest`
	);
	return row?.digest ?? '';
}
