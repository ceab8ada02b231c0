import type { Sql } from '../backend/sql.ts';
import { CAMPAIGN_ID, ENDS_ON, STARTS_ON } from './chronicle.ts';
import type { Invention } from './invent.ts';
import { sheetOf } from './plan/index.ts';

/** Rows go to the database as one JSON parameter a statement: quoting is nobody's business, and it is fast. */
async function run(sql: Pick<Sql, 'query'>, text: string, value: unknown): Promise<void> {
	await sql.query(text, [JSON.stringify(value)]);
}

/** Runs statements as the server's own key, whom the functions of the database let through. */
async function asOperator(sql: Sql, work: (sql: Pick<Sql, 'query'>) => Promise<void>): Promise<void> {
	await sql.transaction(async (tx) => {
		await tx.query(
			`select set_config('request.jwt.claim.role', 'service_role', true), set_config('request.jwt.claims', '{"role":"service_role"}', true)`
		);
		await work(tx);
	});
}

/** The working calendar alone: what an installation without the demo begins with. */
export async function writeCalendar(sql: Sql, calendar: Invention['calendar']): Promise<void> {
	await asOperator(sql, (tx) => run(tx, 'select public.save_calendar($1::text::jsonb)', calendar));
}

export async function writeAreas(sql: Sql, { ground, drawn, staff }: Invention): Promise<void> {
	const real = ground.areas.map((area) => ({
		code: area.code,
		parent_code: area.parentCode,
		level: area.level,
		name: area.name,
		name_en: area.nameEn,
		position: area.position,
		boundary: area.outline,
		center: area.center && { type: 'Point', coordinates: area.center },
		has_drawn_outline: area.isOutlineGenerated
	}));
	const grids = staff.grids.map((grid) => ({
		code: grid.code,
		parent_code: grid.community,
		level: 'grid',
		name: grid.name,
		position: grid.number,
		grid_code: grid.gridCode,
		is_generated: true
	}));
	const compounds = drawn.map(({ spec, boundary, center, sheet }, position) => ({
		code: spec.code,
		parent_code: spec.community,
		level: 'compound',
		name: spec.name,
		name_en: spec.nameEn,
		position,
		boundary,
		center: { type: 'Point', coordinates: center },
		grid_area: `${spec.community}G0${spec.grid}`,
		households: spec.households,
		residents: spec.residents,
		built_year: spec.builtYear,
		property_company: spec.propertyCompany,
		party_alliance: spec.partyAlliance,
		sheet,
		is_generated: true
	}));
	const buildings = drawn.flatMap(({ spec, buildings }) =>
		buildings.flatMap(({ code, building, outline, units }) => [
			{
				code,
				parent_code: spec.code,
				level: 'building',
				name: building.name,
				name_en: `No. ${building.number}`,
				position: building.number,
				boundary: outline,
				is_generated: true
			},
			...units.map((unit, index) => ({
				code: `${code}${String(index + 1).padStart(2, '0')}`,
				parent_code: code,
				level: 'unit',
				name: `${building.name}${index + 1}单元`,
				name_en: `No. ${building.number}, entrance ${index + 1}`,
				position: index + 1,
				boundary: unit,
				is_generated: true
			}))
		])
	);
	await asOperator(sql, async (tx) => {
		for (const areas of [real, grids, compounds, ...chunks(buildings, 1500)]) {
			await run(tx, 'select public.save_areas($1::text::jsonb)', areas);
		}
		for (const level of ['subdistrict', 'community']) await tx.query(CUT, [level]);
		await run(
			tx,
			`insert into public.plans (area_code, content, is_generated)
			select p ->> 'code', p -> 'plan', true from jsonb_array_elements($1::text::jsonb) p
			on conflict (area_code) do update set content = excluded.content, is_generated = true`,
			drawn.map(({ spec, plan }) => ({ code: spec.code, plan }))
		);
	});
	await writeSheets(sql);
}

/** An outline reaches past its parent's border; what sticks out is cut off, so that sisters tile their parent. */
const CUT = `update public.areas c set
		boundary = extensions.st_multi(extensions.st_collectionextract(extensions.st_intersection(p.boundary, extensions.st_makevalid(c.boundary)), 3)),
		center = case when extensions.st_covers(p.boundary, c.center) then c.center
			else extensions.st_pointonsurface(extensions.st_intersection(p.boundary, extensions.st_makevalid(c.boundary))) end
	from public.areas p
	where p.code = c.parent_code and c.level = $1 and c.has_drawn_outline`;

/** Grid of each community's sheet, over its outline as cut. */
async function writeSheets(sql: Sql): Promise<void> {
	const boxes = await sql.query<{ code: string; west: number; south: number; east: number; north: number }>(
		`select code, extensions.st_xmin(boundary) as west, extensions.st_ymin(boundary) as south, extensions.st_xmax(boundary) as east,
			extensions.st_ymax(boundary) as north
		from public.areas where level = 'community' and has_drawn_outline`
	);
	await run(
		sql,
		`update public.areas a set sheet = s -> 'sheet' from jsonb_array_elements($1::text::jsonb) s where a.code = s ->> 'code'`,
		boxes.map(({ code, west, south, east, north }) => ({
			code,
			sheet: sheetOf([
				[west, south],
				[east, north]
			])
		}))
	);
}

export async function writeCampaign(sql: Sql, { template, targets }: Invention): Promise<void> {
	await asOperator(sql, async (tx) => {
		await run(tx, 'select public.save_template($1::text::jsonb)', template);
		await run(tx, 'select public.roll_out($1::text::jsonb)', {
			id: CAMPAIGN_ID,
			name: { 'zh-CN': '三城创建', en: 'Three-city campaign' },
			area_code: '2206',
			template_id: template.id,
			template_version: template.version,
			starts_on: STARTS_ON,
			ends_on: ENDS_ON,
			is_generated: true
		});
		await run(tx, `select public.save_area_targets('${CAMPAIGN_ID}', $1::text::jsonb)`, targets);
	});
}

export async function writePeople(sql: Sql, { staff }: Invention): Promise<void> {
	await sql.transaction(async (tx) => {
		await run(
			tx,
			`insert into public.people (id, name, organisation, is_generated)
			select p.id, p.name, p.organisation, true from jsonb_to_recordset($1::text::jsonb) p (id uuid, name text, organisation text)
			on conflict (id) do nothing`,
			staff.people
		);
		await run(
			tx,
			`insert into public.posts (person_id, area_code, role, title, valid_from, is_generated)
			select p.id, p.area, p.role, p.title, '2025-01-01', true from jsonb_to_recordset($1::text::jsonb) p (id uuid, area text, role text, title text)`,
			staff.people
		);
		await run(
			tx,
			`insert into public.answerables (area_code, level, person_id, title, is_generated)
			select a.area, a.level, a.person, a.title, true from jsonb_to_recordset($1::text::jsonb) a (area text, level text, person uuid, title text)
			on conflict (area_code, level) do nothing`,
			staff.answerables.map(({ area, level, person }) => ({
				area,
				level,
				person: person.id,
				title: `${person.organisation} ${person.title}`
			}))
		);
	});
}

export async function writeIndicators(sql: Sql, { indicators }: Invention): Promise<void> {
	await run(
		sql,
		`insert into public.indicator_values (area_code, indicator_id, on_date, value, source, is_generated)
		select v.area_code, v.indicator_id, v.on_date, v.value, v.source, true
		from jsonb_to_recordset($1::text::jsonb) v (area_code text, indicator_id text, on_date date, value numeric, source text)
		on conflict (area_code, indicator_id, on_date) do nothing`,
		indicators
	);
}

/** Changes in one transaction: what it leaves behind can only be cleaned up after it. */
const AT_ONCE = 250;

/** Replays history in order of time; a refused change stops it. */
export async function writeHistory(
	sql: Sql,
	{ chronicle, publications }: Invention,
	said: (done: number, all: number) => void
): Promise<void> {
	await openPublicPlaces(sql, publications);
	const changes = [...chronicle.told, ...publications].flatMap((one) => one.changes);
	changes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
	let done = 0;
	let countAt = 0;
	for (const part of chunks(changes, AT_ONCE)) {
		// The session keeps the plans that it made while the tables were empty, reading each from end to
		// end, until their statistics change. PGlite has nobody who sees to that by himself.
		if (done >= countAt) {
			await sql.exec('analyze');
			countAt = done * 4 || AT_ONCE;
		}
		await run(sql, 'select private.replay_changes($1::text::jsonb)', part);
		done += part.length;
		said(done, changes.length);
	}
}

/** What will be public is so from the beginning: or the first pair of every compound would count the whole city's figures again. */
async function openPublicPlaces(sql: Sql, publications: Invention['publications']): Promise<void> {
	const areas = new Set(publications.filter((one) => one.state === 'approved').map((one) => one.area));
	await run(sql, 'select private.publish_area(a) from jsonb_array_elements_text($1::text::jsonb) a', [...areas]);
	await sql.query('select private.publish_figures($1)', [CAMPAIGN_ID]);
}

export function chunks<Item>(items: Item[], size: number): Item[][] {
	return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
