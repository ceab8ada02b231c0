import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const PAGE_BYTES = 8192;
const WORDS = PAGE_BYTES / 4;
const LANES = 32;
const PRIME = 16777619;
const CHECKSUM_AT = 8;
const UPPER_AT = 14;
/** Pages of one file, in segments of 1 GB. */
const SEGMENT_PAGES = 131072;
const HEADS = [
	0x5b1f36e9, 0xb8525960, 0x02ab50aa, 0x1de66d2a, 0x79ff467a, 0x9bb9f8a3, 0x217e7cd2, 0x83e13d2c, 0xf8d4474f, 0xe39eb970, 0x42c6ae16,
	0x993216fa, 0x7b093b5d, 0x98daff3c, 0xf718902a, 0x0b1c9cdb, 0xe58f764b, 0x187636bc, 0x5d7b3bb1, 0xe73de7de, 0x92bec979, 0xcca6c0b2,
	0x304a0979, 0x85aa43d4, 0x783125bb, 0x6ca8eaa2, 0xe407eac6, 0x4b5cfc3e, 0x9fbf8c76, 0x15ca20be, 0xf2ca9fd3, 0x959bd756
];

/** A page of a database file whose content is not what its checksum says. */
export interface BadPage {
	file: string;
	page: number;
}

/**
 * Every page of a closed or copied PGlite directory whose checksum does not hold, as `pg_checksums --check`
 * finds them (which PGlite does not bring). PostgreSQL itself looks only at pages that somebody reads, so
 * without this a flipped bit in old rows would go from backup to backup.
 */
export function findBadPages(directory: string): BadPage[] {
	const bad: BadPage[] = [];
	for (const folder of relationFolders(directory)) {
		for (const name of readdirSync(join(directory, folder))) {
			const segment = /^\d+(?:_(?:vm|fsm|init))?(?:\.(\d+))?$/.exec(name);
			if (!segment) continue;
			const first = Number(segment[1] ?? 0) * SEGMENT_PAGES;
			const content = readFileSync(join(directory, folder, name));
			if (content.length % PAGE_BYTES !== 0) bad.push({ file: join(folder, name), page: Math.floor(content.length / PAGE_BYTES) });
			for (let at = 0; at + PAGE_BYTES <= content.length; at += PAGE_BYTES) {
				const page = content.subarray(at, at + PAGE_BYTES);
				if (!isPageSound(page, first + at / PAGE_BYTES)) bad.push({ file: join(folder, name), page: at / PAGE_BYTES });
			}
		}
	}
	return bad;
}

function relationFolders(directory: string): string[] {
	const base = join(directory, 'base');
	return ['global', ...(existsSync(base) ? readdirSync(base).map((database) => join('base', database)) : [])];
}

/** A page that was never filled has no checksum; PostgreSQL calls it new, and it must then be empty. */
function isPageSound(page: Buffer, number: number): boolean {
	if (page.readUInt16LE(UPPER_AT) === 0) return page.every((byte) => byte === 0);
	return checksumOf(page, number) === page.readUInt16LE(CHECKSUM_AT);
}

/** storage/checksum_impl.h of PostgreSQL: FNV-1a in 32 lanes, mixed with the page's number. */
export function checksumOf(page: Buffer, number: number): number {
	const sums = Uint32Array.from(HEADS);
	const mix = (lane: number, value: number): void => {
		const mixed = (sums[lane] ?? 0) ^ value;
		sums[lane] = Math.imul(mixed, PRIME) ^ (mixed >>> 17);
	};
	for (let word = 0; word < WORDS; word++) {
		// The checksum itself counts as nought.
		const value = word === CHECKSUM_AT / 4 ? page.readUInt32LE(word * 4) & 0xffff0000 : page.readUInt32LE(word * 4);
		mix(word % LANES, value);
	}
	for (let round = 0; round < 2; round++) for (let lane = 0; lane < LANES; lane++) mix(lane, 0);
	const all = sums.reduce((sum, lane) => sum ^ lane, 0) ^ number;
	return ((all >>> 0) % 65535) + 1;
}
