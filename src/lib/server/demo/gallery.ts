import { createHash } from 'node:crypto';
import { copyFileSync, linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Sql } from '../backend/sql.ts';
import { draw, VARIANTS } from './pictures/index.ts';
import { Random } from './random.ts';
import type { PictureNeed } from './story.ts';
import type { Told } from './chronicle.ts';

interface Kept {
	file: string;
	sha256: string;
	bytes: number;
	width: number;
	height: number;
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
	async hang(told: Told[]): Promise<{ name: string; kept: Kept }[]> {
		const hung: { name: string; kept: Kept }[] = [];
		for (const one of told) {
			const attached = new Map(
				one.changes.filter(({ patch }) => patch.action === 'attach').map((change) => [change.patch.evidence_id, change])
			);
			for (const need of one.pictures) {
				const kept = await this.#place(need);
				hung.push({ name: nameOf(need), kept });
				Object.assign(attached.get(need.id)?.patch ?? {}, {
					sha256: kept.sha256,
					bytes: kept.bytes,
					width: kept.width,
					height: kept.height
				});
			}
		}
		return hung;
	}

	async #place(need: PictureNeed): Promise<Kept> {
		const variant = new Random(`variant:${need.taskId}`).int(0, VARIANTS - 1);
		const key = `${need.scene}:${variant}:${need.phase}`;
		const file = join(this.#root, 'evidence', nameOf(need));
		mkdirSync(dirname(file), { recursive: true });
		const known = this.#pool.get(key);
		if (known) {
			link(known.file, file);
			return known;
		}
		const { bytes, width, height } = await draw(need.scene, variant, need.phase);
		writeFileSync(file, bytes, { mode: 0o600 });
		const kept = { file, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length, width, height };
		this.#pool.set(key, kept);
		return kept;
	}
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
	sql: Sql,
	bucket: 'evidence' | 'publications',
	names: { name: string; kept: { bytes: number; sha256: string } }[]
): Promise<void> {
	await sql.query(
		`insert into storage.objects (bucket_id, name, version, metadata)
		select $2, o.name, gen_random_uuid()::text, jsonb_build_object('size', o.bytes, 'contentLength', o.bytes, 'mimetype', 'image/jpeg',
			'eTag', '"' || left(o.sha256, 32) || '"', 'cacheControl', 'private, max-age=3600', 'httpStatusCode', 200)
		from jsonb_to_recordset($1::text::jsonb) o (name text, bytes integer, sha256 text)
		on conflict (bucket_id, name) do nothing`,
		[JSON.stringify(names.map(({ name, kept }) => ({ name, bytes: kept.bytes, sha256: kept.sha256 }))), bucket]
	);
}
