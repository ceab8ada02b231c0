import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Template } from '#lib/domain/template.ts';
import type { LedgerFile } from '#lib/ledger/file.ts';
import { Places, type Place } from '#lib/ledger/places.ts';
import { square, TEMPLATE } from './world.ts';

const SEED = join(import.meta.dirname, '../../supabase/seed/baishan');

/** A file in memory, handed out in pieces of a given size. */
export function fileOf(name: string, content: string | Uint8Array, pieceBytes = 1 << 16): LedgerFile {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : Uint8Array.from(content);
	return {
		name,
		size: bytes.length,
		open: () => {
			let at = 0;
			return new ReadableStream<Uint8Array<ArrayBuffer>>({
				pull(controller) {
					if (at >= bytes.length) return controller.close();
					controller.enqueue(bytes.slice(at, at + pieceBytes));
					at += pieceBytes;
				}
			});
		}
	};
}

/** The real tree of Baishan, its city and districts with their real outlines; `outlined` gives others a square. */
export function baishanPlaces(outlined: Record<string, [lng: number, lat: number, size: number]> = {}): Place[] {
	const rows = (file: string): string[][] => parse(readFileSync(join(SEED, file)), { bom: true, relax_column_count: true });
	const counties = JSON.parse(readFileSync(join(SEED, 'counties.geojson'), 'utf8')) as GeoJSON.FeatureCollection<
		GeoJSON.Polygon | GeoJSON.MultiPolygon,
		{ code: string; name: string }
	>;
	const place = (level: Place['level'], code = '', name = '', boundary: Place['boundary'] = null): Place => {
		const outline = outlined[code];
		return { code, level, name, nameEn: null, boundary: outline ? square(...outline) : boundary };
	};
	return [
		...counties.features.map(({ properties: { code, name }, geometry }) =>
			place(code === '2206' ? 'city' : 'district', code, name, geometry)
		),
		...rows('subdistricts.csv').map(([code, name]) => place('subdistrict', code, name)),
		...rows('communities.csv')
			.slice(1)
			.map(([code, name]) => place('community', code, name))
	];
}

/** A file of tests/fixtures/ledger. */
export function fixture(name: string): LedgerFile {
	return fileOf(name, readFileSync(join(import.meta.dirname, '../fixtures/ledger', name)));
}

/** Where rows of a test go: the demo's template in Baishan. */
export function baishanTarget(options: { places?: Place[]; area?: string | null; template?: Template } = {}) {
	const area = options.area === undefined ? '2206' : options.area;
	return {
		template: options.template ?? TEMPLATE,
		places: new Places(options.places ?? baishanPlaces(), area ?? '2206'),
		timezone: 'Asia/Shanghai',
		area
	};
}
