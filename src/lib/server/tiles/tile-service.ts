import { createHash } from 'node:crypto';
import { parseStyleSource } from '#lib/domain/basemap.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { parseTileTemplate, tileAddress, type TileTemplate } from '#lib/domain/tile-template.ts';
import type { BasemapSource } from '#lib/data/basemaps.ts';
import { TileCache } from './tile-cache.ts';
import { NETWORK, fetchTile, type Tile, type TilePorts } from './upstream.ts';

const CACHE_BYTES = 64 * 1024 * 1024;
const DAY_MS = 86_400_000;
/** A tile that is not there today may be there tomorrow; a service that is down is not asked forty times a second. */
const MISSING_MS = 3_600_000;
const FAILED_MS = 20_000;
/** An entry without a tile takes some room, too. */
const OVERHEAD = 200;

export interface TilePlace {
	z: number;
	x: number;
	y: number;
}

/** Fetches tiles of basemaps for everybody at once: one question, one copy. */
export class TileService {
	readonly #ports: TilePorts;
	readonly #cache = new TileCache<Result<Tile>>(CACHE_BYTES);

	constructor(ports: TilePorts = NETWORK) {
		this.#ports = ports;
	}

	/** `of` names a source of a style. Codes: those of {@link fetchTile}, and `unknown_basemap`, `tile_not_there`. */
	async tile(basemap: BasemapSource, of: string | null, place: TilePlace): Promise<Result<Tile>> {
		const template = templateOf(basemap, of);
		if (!template) return failed('unknown_basemap');
		if (!isInRange(place, basemap)) return failed('tile_not_there');
		const address = tileAddress(template.template, place, basemap.key);
		// Another source under the same id is another map; the key does not change what a tile shows.
		const print = createHash('sha256').update(template.template.text).digest('base64url').slice(0, 16);
		return this.#cache.get(`${print}/${place.z}/${place.x}/${place.y}`, async () => {
			const fetched = await fetchTile(address, { hosts: template.template.hosts, kind: template.kind, ports: this.#ports });
			if (fetched.ok) return { value: fetched, bytes: fetched.value.body.length + OVERHEAD, forMs: DAY_MS };
			return { value: fetched, bytes: OVERHEAD, forMs: fetched.error.code === 'tile_not_there' ? MISSING_MS : FAILED_MS };
		});
	}
}

function templateOf({ kind, source }: BasemapSource, of: string | null): { template: TileTemplate; kind: 'raster' | 'vector' } | null {
	if (kind === 'raster') {
		const parsed = parseTileTemplate(source);
		return parsed.ok ? { template: parsed.value, kind: 'raster' } : null;
	}
	if (kind !== 'style' || of === null) return null;
	const style = parseStyleSource(source);
	const named = style.ok && Object.hasOwn(style.value.sources, of) ? style.value.sources[of] : undefined;
	return named ? { template: named.template, kind: named.type } : null;
}

function isInRange({ z, x, y }: TilePlace, { minZoom, maxZoom }: Pick<BasemapSource, 'minZoom' | 'maxZoom'>): boolean {
	return z >= Math.floor(minZoom) && z <= Math.ceil(maxZoom) && x < 2 ** z && y < 2 ** z;
}

/** Reads z, x and y out of an address; null for anything but plain small numbers. */
export function readPlace(z: string | undefined, x: string | undefined, y: string | undefined): TilePlace | null {
	if (!/^\d{1,2}$/.test(z ?? '') || !/^\d{1,8}$/.test(x ?? '') || !/^\d{1,8}$/.test(y ?? '')) return null;
	return { z: Number(z), x: Number(x), y: Number(y) };
}

/** What a browser must know of a style before it can draw it: sources at our own origin, and the layers. */
export function styleDetail(basemap: BasemapSource, tilePath: (source: string) => string): Result<unknown> {
	const style = parseStyleSource(basemap.source);
	if (!style.ok) return style;
	const sources = Object.fromEntries(
		Object.entries(style.value.sources).map(([name, { template: _, ...source }]) => [name, { ...source, tiles: [tilePath(name)] }])
	);
	return ok({ style: { sources, layers: style.value.layers } });
}
