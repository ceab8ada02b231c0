import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Position } from './coordinates.ts';
import { parseSystem, readerOf } from './systems.ts';

type Projected = { northing_X: number; easting_Y: number } | { x_east: number; y_north: number };
interface Seat {
	name: string;
	lonlat_EPSG4490: Position;
	proj: Record<string, Projected>;
}
const { cgcs2000 } = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/fixtures/baishan-seats.json'), 'utf8')) as {
	cgcs2000: Seat[];
};

test.each(cgcs2000)(
	'$name is found in every projection that PROJ made of it, within a millimetre',
	({ lonlat_EPSG4490: [lng, lat], proj }) => {
		for (const [name, pair] of Object.entries(proj)) {
			const read = readerOf(parseSystem(name) ?? 'WGS84');
			const [east, north] = 'x_east' in pair ? [pair.x_east, pair.y_north] : [pair.easting_Y, pair.northing_X];
			const found = read(east, north) ?? [0, 0];
			const apartM = Math.hypot((found[0] - lng) * 111_320 * Math.cos((lat * Math.PI) / 180), (found[1] - lat) * 111_132);
			expect(apartM, name).toBeLessThan(0.001);
		}
	}
);

test('names are read as people write them, and what is not supported is not guessed', () => {
	expect(['gcj-02', 'WGS84', 'epsg:4490', 'EPSG:4551', 'CRS84', '4326', 'EPSG:32651'].map(parseSystem)).toEqual([
		'GCJ02',
		'WGS84',
		'CGCS2000',
		'EPSG:4551',
		'WGS84',
		'WGS84',
		'EPSG:32651'
	]);
	expect(['EPSG:4555', 'EPSG:2327', 'beijing54', '', 'EPSG:32661'].map(parseSystem)).toEqual([null, null, null, null, null]);
});

test('a pair that cannot be of the system is none', () => {
	expect(readerOf('WGS84')(41.9, 126.4)).toBeNull();
	expect(readerOf('GCJ02')(-71.06, 42.36)).toBeNull();
	expect(readerOf('EPSG:4530')(534_380, 4_645_355)).toBeNull();
});

test('where the easting begins with its zone, every row says its own', () => {
	const read = readerOf('EPSG:4530');
	expect(read(42_534_380.7574, 4_645_355.5549)?.[0]).toBeCloseTo(126.4146, 6);
	expect(read(43_285_597.7016, 4_648_506.7764)?.[0]).toBeCloseTo(126.4146, 6);
});
