import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sql } from '../backend/sql.ts';
import { redact } from '../redaction/redact.ts';
import type { Told } from './chronicle.ts';
import { draw, SIZE, variantOf } from './pictures/index.ts';
import type { CopyNeed } from './publications.ts';
import type { PictureNeed } from './story.ts';

interface Kept {
	file: string;
	sha256: string;
	bytes: number;
}

export interface StoredObject {
	name: string;
	sha256: string;
	bytes: number;
}

/**
 * The drawn pictures as stored objects. Cases share drawings, so a file is written once and linked
 * under every name; a link is a file like any other, and removing one leaves the others.
 */
export class Gallery {
	readonly #root: string;
	readonly #pool = new Map<string, Kept>();

	/** root: the pictures folder of the data directory (see backend/pictures.ts). */
	constructor(root: string) {
		this.#root = root;
	}

	/** Draws what the cases need and fills hash and size into their `attach` changes. */
	async hang(told: readonly Told[]): Promise<StoredObject[]> {
		const hung: StoredObject[] = [];
		for (const one of told) {
			const attached = new Map(
				one.changes.filter(({ patch }) => patch.action === 'attach').map((change) => [change.patch.evidence_id, change])
			);
			for (const need of one.pictures) {
				const { name, sha256, bytes } = await this.#place(drawingOf(need), 'evidence', nameOf(need), () =>
					draw(need.scene, variantOf(need.taskId), need.phase)
				);
				hung.push({ name, sha256, bytes });
				Object.assign(attached.get(need.id)?.patch ?? {}, { sha256, bytes, ...SIZE });
			}
		}
		return hung;
	}

	/** Makes the redacted copies of pictures that hang already, as `propose` does. */
	async copy(needs: readonly CopyNeed[]): Promise<StoredObject[]> {
		const copies: StoredObject[] = [];
		for (const { path, of, boxes } of needs) {
			const copy = await this.#place(`${drawingOf(of)}:${JSON.stringify(boxes)}`, 'publications', path, async () => {
				const picture = await redact(readFileSync(join(this.#root, 'evidence', nameOf(of))), boxes);
				if (!picture.ok) throw new Error(`no copy of ${nameOf(of)}: ${picture.error.code}`);
				return picture.value;
			});
			copies.push(copy);
		}
		return copies;
	}

	/** Under its name in the bucket; made anew only where no picture of the key lies anywhere yet. */
	async #place(key: string, bucket: string, name: string, make: () => Promise<Buffer>): Promise<StoredObject> {
		const file = join(this.#root, bucket, name);
		mkdirSync(dirname(file), { recursive: true });
		let kept = this.#pool.get(key);
		if (kept) link(kept.file, file);
		else {
			const bytes = await make();
			writeFileSync(file, bytes, { mode: 0o600 });
			kept = { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
			this.#pool.set(key, kept);
		}
		return { name, sha256: kept.sha256, bytes: kept.bytes };
	}
}

function drawingOf({ scene, taskId, phase }: PictureNeed): string {
	return `${scene}:${variantOf(taskId)}:${phase}`;
}

function nameOf(need: PictureNeed): string {
	return `${need.area}/${need.taskId}/${need.id}.jpg`;
}

function link(from: string, to: string): void {
	try {
		linkSync(from, to);
	} catch {
		copyFileSync(from, to);
	}
}

/** The rows that make files into stored objects. */
export async function writeObjects(
	sql: Pick<Sql, 'query'>,
	bucket: 'evidence' | 'publications',
	objects: readonly StoredObject[]
): Promise<void> {
	await sql.query(
		`insert into storage.objects (bucket_id, name, version, metadata)
		select $2, o.name, gen_random_uuid()::text, jsonb_build_object('size', o.bytes, 'contentLength', o.bytes, 'mimetype', 'image/jpeg',
			'eTag', '"' || left(o.sha256, 32) || '"', 'cacheControl', 'private, max-age=3600', 'httpStatusCode', 200)
		from jsonb_to_recordset($1::text::jsonb) o (name text, bytes integer, sha256 text)
		on conflict (bucket_id, name) do nothing`,
		[JSON.stringify(objects), bucket]
	);
}
