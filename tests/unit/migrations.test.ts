import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readMigrations } from '#lib/server/backend/migrations.ts';

const LANDED = join(import.meta.dirname, '../../supabase/landed.json');

test('a migration that has landed is as it was: a change is a new file (decision 0010)', async () => {
	const landed = JSON.parse(readFileSync(LANDED, 'utf8')) as Record<string, string>;
	const migrations = await readMigrations();
	const now = new Map(migrations.map(({ version, text }) => [version, createHash('sha256').update(text).digest('hex')]));
	expect(Object.keys(landed).length).toBeGreaterThan(0);
	for (const [version, digest] of Object.entries(landed)) expect(now.get(version), version).toBe(digest);
	const last = Object.keys(landed).toSorted().at(-1) ?? '';
	const added = migrations.filter(({ version }) => !(version in landed));
	expect(added.filter(({ version }) => version < last).map(({ name }) => name)).toEqual([]);
});
