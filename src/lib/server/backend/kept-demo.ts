import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { demoMoment } from '../demo/moment.ts';
import { packFolder, unpackInto } from './archive.ts';
import { CACHE, pruneCache } from './cache.ts';
import { templateHash } from './template.ts';

const ROOT = join(import.meta.dirname, '../../../..');
/** What the demo is made from: a change in any of it makes a kept demo stale. */
const SOURCES = [
	'src/lib/server/demo',
	'supabase/seed',
	'src/lib/domain/calendar.ts',
	'src/lib/domain/calendar-cn.ts',
	'src/lib/server/redaction/redact.ts'
];
const KEEP = 3;

interface KeptDemo {
	database: string;
	pictures: string;
}

/**
 * A database seeded with today's demo, and its pictures, kept beside the bare template: seeding takes a
 * minute, unpacking seconds. It holds the demo accounts' password hashes but no key; sessions are
 * signed with each data directory's own.
 */
async function place(clock: Date): Promise<KeptDemo> {
	const hash = createHash('sha256')
		.update(await templateHash())
		.update(demoMoment(clock).toISOString());
	for (const source of SOURCES)
		for (const file of listFiles(join(ROOT, source))) hash.update(file.slice(ROOT.length)).update(readFileSync(file));
	const name = `demo-${hash.digest('hex').slice(0, 16)}`;
	return { database: join(CACHE, `${name}.tar`), pictures: join(CACHE, `${name}-pictures.tar`) };
}

/** Unpacks the kept pictures and answers the file of the kept database, or null when there is none for today. */
export async function takeKeptDemo(pictures: string, clock = new Date()): Promise<string | null> {
	const kept = await place(clock);
	if (!existsSync(kept.database) || !existsSync(kept.pictures)) return null;
	mkdirSync(pictures, { recursive: true, mode: 0o700 });
	await unpackInto(pictures, kept.pictures);
	return kept.database;
}

/** Keeps a freshly seeded database; the pictures first, because the database names the pair. */
export async function keepDemo(pack: (file: string) => Promise<void>, pictures: string, clock = new Date()): Promise<void> {
	const kept = await place(clock);
	if (existsSync(kept.database)) return;
	mkdirSync(CACHE, { recursive: true });
	const part = (file: string): string => `${file}.${process.pid}.part`;
	await packFolder(pictures, part(kept.pictures));
	renameSync(part(kept.pictures), kept.pictures);
	await pack(part(kept.database));
	renameSync(part(kept.database), kept.database);
	// Yesterday's are of no use; those of a few branches at work side by side are.
	pruneCache(/^(demo-[0-9a-f]{16})(-pictures)?[.]tar$/, KEEP);
}

function listFiles(path: string): string[] {
	if (!statSync(path).isDirectory()) return [path];
	return readdirSync(path, { withFileTypes: true, recursive: true })
		.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.name.endsWith('.md'))
		.map((entry) => join(entry.parentPath, entry.name))
		.sort();
}
