import fc from 'fast-check';
import proj4 from 'proj4';
import { expect, test } from 'vitest';
import { square } from '../../../tests/support/world.ts';
import { fromWgs84, type Position } from './coordinates.ts';
import { diagnose, pairReader, type Ground, type Sample } from './doctor.ts';
import { isInside } from './inside.ts';
import type { FileSystem } from './systems.ts';

/** Compounds of about 300 m round Baishan: the shifts of GCJ-02 and BD-09 leave them. */
const COMPOUNDS: Record<string, GeoJSON.Polygon> = {
	a: square(126.4, 41.93, 0.004),
	b: square(126.43, 41.95, 0.004),
	c: square(127.27, 42.33, 0.004),
	d: square(126.6, 42.05, 0.004)
};
const GROUND: Ground = {
	contains: (area, position) => {
		const outline = area === null ? null : COMPOUNDS[area];
		return outline ? isInside(position, outline) : Object.values(COMPOUNDS).some((one) => isInside(position, one));
	}
};
const UNKNOWN: Ground = { contains: () => null };
const METRES = '+proj=tmerc +lat_0=0 +lon_0=126 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs';

const inCompound = fc
	.record({
		area: fc.constantFrom(...Object.keys(COMPOUNDS)),
		x: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
		y: fc.double({ min: 0.1, max: 0.9, noNaN: true })
	})
	.map(({ area, x, y }) => {
		const [[west = 0, south = 0] = []] = COMPOUNDS[area]?.coordinates[0] ?? [];
		return { area, position: [west + x * 0.004, south + y * 0.004] as Position };
	});
const points = fc.array(inCompound, { minLength: 6, maxLength: 30 });

function written(position: Position, system: FileSystem): [number, number] {
	if (system === 'EPSG:4551') return proj4(METRES).forward(position) as [number, number];
	return fromWgs84(position, system as 'WGS84');
}

test('whatever the system and the order of the axes, points inside the areas that their rows name give it away', () => {
	fc.assert(
		fc.property(points, fc.constantFrom<FileSystem>('WGS84', 'GCJ02', 'BD09', 'EPSG:4551'), fc.boolean(), (some, system, isSwapped) => {
			const samples = some.map(({ area, position }): Sample => {
				const [east, north] = written(position, system);
				return isSwapped ? { area, east: north, north: east } : { area, east, north };
			});
			const { chosen, verdict } = diagnose(samples, GROUND);
			expect(chosen, verdict).toMatchObject({ system, isSwapped, isPacked: false, inside: samples.length });
			const read = pairReader(chosen as NonNullable<typeof chosen>);
			some.forEach(({ position }, index) => {
				const { east, north } = samples[index] as Sample;
				const found = read(east, north) ?? [0, 0];
				expect(Math.hypot(found[0] - position[0], found[1] - position[1])).toBeLessThan(1e-7);
			});
		}),
		{ numRuns: 60 }
	);
});

test('degrees packed by a survey program are found out', () => {
	const packed = (value: number): number => {
		const degrees = Math.floor(value);
		const seconds = Math.round((value - degrees) * 3600);
		return Number(`${degrees}.${String(Math.floor(seconds / 60)).padStart(2, '0')}${String(seconds % 60).padStart(2, '0')}`);
	};
	const samples = [0.0008, 0.0016, 0.0024, 0.0032].map((step): Sample => ({
		area: 'a',
		east: packed(126.4 + step),
		north: packed(41.93 + step)
	}));
	expect(diagnose(samples, GROUND).chosen).toMatchObject({ system: 'WGS84', isPacked: true });
});

test('points that tell nothing apart are said to be ambiguous, and a name in the file decides', () => {
	const wide: Ground = { contains: (_area, [lng, lat]) => lng > 126 && lng < 128 && lat > 41 && lat < 43 };
	const samples = [0, 0.01, 0.02, 0.03].map((step): Sample => ({ area: null, east: 126.41 + step, north: 41.94 }));
	expect(diagnose(samples, wide)).toMatchObject({ verdict: 'ambiguous', chosen: null });
	expect(
		diagnose(samples, wide)
			.candidates.map(({ system }) => system)
			.slice(0, 3)
	).toEqual(['WGS84', 'GCJ02', 'BD09']);
	expect(diagnose(samples, wide, 'GCJ02')).toMatchObject({ verdict: 'hint', chosen: { system: 'GCJ02' } });
});

test('a name in the file does not stand against the points', () => {
	const samples = [0.0008, 0.0016, 0.0024, 0.0032].map((step): Sample => {
		const [east, north] = fromWgs84([126.4 + step, 41.93 + step], 'BD09');
		return { area: 'a', east, north };
	});
	expect(diagnose(samples, GROUND, 'WGS84').chosen?.system).toBe('BD09');
});

test('outside China there is nothing to be shifted', () => {
	const samples = [{ area: null, east: -71.0587, north: 42.3594 }];
	expect(diagnose(samples, UNKNOWN)).toMatchObject({ verdict: 'only', chosen: { system: 'WGS84', isSwapped: false } });
});

test('points that lie nowhere near their areas are not believed in any system', () => {
	const samples = [0, 0.01, 0.02].map((step): Sample => ({ area: 'a', east: 116.4 + step, north: 39.9 }));
	expect(diagnose(samples, GROUND)).toMatchObject({ verdict: 'nowhere', chosen: null });
});

test('a file without positions has nothing to be diagnosed', () => {
	expect(diagnose([], GROUND)).toEqual({ candidates: [], chosen: null, verdict: 'nothing' });
});
