import { saveAreas } from '#lib/data/ledger.ts';
import { parseSystem } from '#lib/geo/systems.ts';
import { AreaRowReader, findParents, type AreaRow } from '#lib/ledger/area-rows.ts';
import type { RowIssue } from '#lib/ledger/draft.ts';
import { UnreadableFile } from '#lib/ledger/file.ts';
import { detectLayout, readRecords } from '#lib/ledger/records.ts';
import { needed, readArguments } from './arguments.ts';
import { Words } from './ledger-words.ts';
import { localFile } from './local-file.ts';
import { callerOf, valueOf, withBackend } from './opened.ts';
import { UsageError } from './report.ts';

const USAGE = 'npm run areas -- FILE [--crs WGS84|CGCS2000|GCJ02|BD09|EPSG:n] [--as EMAIL]';
const MOST_CHARACTERS = 4_000_000;
const SHOWN_ISSUES = 20;

/**
 * areas: the tree of areas from CSV (code, parent, level, name, name_en, households, …, a boundary as
 * GeoJSON text) or GeoJSON (the same as properties, the boundary as geometry). An area that names no
 * parent lies in the nearest one whose code its own begins with. Saved as a whole or not at all.
 */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, { crs: { type: 'string' }, as: { type: 'string' } });
	const file = localFile(needed(positionals[0], 'FILE', USAGE));
	const words = new Words();
	const { areas, issues } = await readAreas(file, values.crs).catch((error: unknown) => {
		throw error instanceof UnreadableFile ? new UsageError(`${file.path}: ${words.say('file', error.code)}`) : error;
	});
	for (const { row, field, value, code } of issues.slice(0, SHOWN_ISSUES)) {
		console.error(`row ${row}, ${field} = ${value}: ${words.say('refused', code, value)}`);
	}
	if (issues.length > 0) throw new UsageError(`${issues.length} problems; nothing was saved.`);
	return withBackend(
		(line) => console.error(line),
		async (backend) => {
			const client = (await callerOf(backend, values.as))();
			const { data: known } = await (await client).from('areas').select('code').limit(1000);
			const rows = findParents(
				areas,
				(known ?? []).map(({ code }) => code)
			).toSorted((a, b) => a.code.length - b.code.length);
			let saved = 0;
			for (const part of parts(rows)) saved += valueOf(await saveAreas(await client, part));
			console.log(`Saved ${saved} areas.`);
			return 0;
		}
	);
}

async function readAreas(file: ReturnType<typeof localFile>, crs: string | undefined): Promise<{ areas: AreaRow[]; issues: RowIssue[] }> {
	const layout = await detectLayout(file);
	const system = crs ? parseSystem(crs) : (layout.declared ?? 'WGS84');
	if (!system) throw new UsageError(`--crs ${crs} is not supported.`);
	const reader = new AreaRowReader(layout, { system, isSwapped: false, isPacked: false });
	if (reader.missing.length > 0) throw new UsageError(`${file.name} has no column ${reader.missing.join(', ')}.`);
	const areas: AreaRow[] = [];
	const issues: RowIssue[] = [];
	for await (const records of readRecords(file, layout)) {
		for (const record of records) {
			const read = reader.read(record);
			issues.push(...read.issues);
			if (read.area) areas.push(read.area);
		}
	}
	return { areas, issues };
}

/** Pieces that a call may carry, parents before their children. */
function* parts(areas: AreaRow[]): Generator<AreaRow[]> {
	let part: AreaRow[] = [];
	let characters = 0;
	for (const area of areas) {
		part.push(area);
		characters += JSON.stringify(area).length;
		if (characters < MOST_CHARACTERS) continue;
		yield part;
		part = [];
		characters = 0;
	}
	if (part.length > 0) yield part;
}
