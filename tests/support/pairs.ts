import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Sql } from '#lib/server/backend/sql.ts';
import { COMPOUND, aSite, attachPicture, submitAs, type Somebody, type World } from './world.ts';

/** A case with both its pictures, ready to be shown. */
export interface Pair {
	taskId: string;
	before: string;
	after: string;
}

/** A case with both pictures that has gone the whole way. */
export async function aClosedCase(sql: Sql, world: World, title = '5号楼西侧彩钢棚'): Promise<Pair> {
	const { taskId } = await aSite(sql, world.cadre, { layer: 'illegal_structure', kind: 'private_structure', title });
	const before = await picture(sql, taskId, world.cadre, 'before');
	const target = `task:${taskId}`;
	await submitAs(sql, world.cadre, target, 1, { action: 'file' });
	await submitAs(sql, world.dispatcher, target, 2, { action: 'assign', owner: world.otherCadre.personId });
	await submitAs(sql, world.otherCadre, target, 3, { action: 'start' });
	const after = await picture(sql, taskId, world.otherCadre, 'after');
	await submitAs(sql, world.otherCadre, target, 4, { action: 'submit', quantity: 1 });
	expect(await submitAs(sql, world.inspector, target, 5, { action: 'close' })).toMatchObject({ task: { stage: 'closed' } });
	return { taskId, before, after };
}

export async function picture(sql: Sql, taskId: string, who: Somebody, phase: string): Promise<string> {
	const answer = await attachPicture(sql, who, taskId, phase);
	if (answer.status !== 'applied' || !answer.evidenceId) throw new Error(JSON.stringify(answer));
	return answer.evidenceId;
}

/** A redacted picture in the public bucket, as a row only. */
export async function aRedactedFile(sql: Sql, area = COMPOUND): Promise<string> {
	const name = `${area}/${randomUUID()}.jpg`;
	await sql.query("insert into storage.objects (id, bucket_id, name, version) values ($1, 'publications', $2, '1')", [randomUUID(), name]);
	return name;
}
