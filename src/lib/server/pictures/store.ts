import { createHash } from 'node:crypto';
import { findTaskArea, readPicture, storePicture } from '#lib/data/evidence.ts';
import type { Client } from '#lib/data/client.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { takeIn } from './intake.ts';

export interface StoredPicture {
	sha256: string;
	bytes: number;
	width: number;
	height: number;
}

/**
 * Takes a picture in and stores it as evidence of a case, with the caller's rights. Doing it again
 * with the same file changes nothing; another file under the same id is refused (id_taken).
 */
export async function storeEvidence(client: Client, task: string, evidence: string, bytes: Uint8Array): Promise<Result<StoredPicture>> {
	const area = await findTaskArea(client, task);
	if (!area.ok) return area;
	if (!area.value) return failed('unknown_target', 'task');
	const taken = await takeIn(bytes);
	if (!taken.ok) return taken;
	const { jpeg, sha256, width, height } = taken.value;
	const path = `${area.value}/${task}/${evidence}.jpg`;
	const stored = await storePicture(client, path, jpeg);
	if (!stored.ok) {
		if (stored.error.code !== 'already_there') return stored;
		const there = await readPicture(client, path);
		if (!there.ok) return there;
		if (!there.value || createHash('sha256').update(there.value).digest('hex') !== sha256) return failed('id_taken', 'evidence');
	}
	return ok({ sha256, bytes: jpeg.length, width, height });
}
