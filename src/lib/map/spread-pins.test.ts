import fc from 'fast-check';
import { expect, test } from 'vitest';
import { metresPerPixel } from '#lib/geo/camera.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';
import { NO_FEATURES } from './scene.ts';
import type { PinCollection } from './site-source.ts';
import { spreadPins } from './spread-pins.ts';

const HOME: Position = [126.43, 41.94];
const ZOOM = 17;
const PIN = 26;
const perPixel = metresPerPixel(HOME[1], ZOOM);
const plane = tangentPlane(HOME);
/** A place so many pixels right of and below home at ZOOM. */
const at = (x: number, y: number): Position => plane.fromPlane(x * perPixel, -y * perPixel);

const aPins = (...spots: [x: number, y: number, rank?: number][]): PinCollection => ({
	type: 'FeatureCollection',
	features: spots.map(([x, y, rank = 1], index) => ({
		type: 'Feature',
		geometry: { type: 'Point', coordinates: at(x, y) },
		properties: { id: String(index), layer: 'a', pin: '', rank, open: 1, overdue: 0, soon: 0, offset: [0, 0] }
	}))
});
const aLabel = (name: string, turn = 0, [x, y] = [0, 0]): GeoJSON.FeatureCollection => ({
	type: 'FeatureCollection',
	features: [{ type: 'Feature', geometry: { type: 'Point', coordinates: at(x, y) }, properties: { kind: 'building', name, turn } }]
});
const offsetsOf = (pins: PinCollection): [number, number][] => pins.features.map(({ properties }) => properties.offset);

test('a pin on the name of a building goes along the building, in steps of 8 px', () => {
	const [[x, y] = [0, 0]] = offsetsOf(spreadPins(aPins([4, 0]), aLabel('5号楼'), ZOOM, PIN));
	expect(Math.abs(x)).toBeGreaterThanOrEqual(16);
	expect(x % 8).toBe(0);
	expect(y).toBeCloseTo(0);
	const [[turnedX, turnedY] = [0, 0]] = offsetsOf(spreadPins(aPins([0, 4]), aLabel('5号楼', 90), ZOOM, PIN));
	expect(turnedX).toBeCloseTo(0);
	expect(Math.abs(turnedY)).toBeGreaterThanOrEqual(16);
});

test('of two on one spot the more urgent stays', () => {
	const [closed, overdue] = offsetsOf(spreadPins(aPins([0, 0, 0], [2, 0, 2]), NO_FEATURES, ZOOM, PIN));
	expect(overdue).toEqual([0, 0]);
	expect(Math.hypot(...(closed ?? [0, 0]))).toBeGreaterThan(12);
});

test('where nothing is in the way nothing changes, not even the collection', () => {
	const pins = aPins([0, 0], [80, 0], [0, 90]);
	expect(spreadPins(pins, aLabel('5号楼', 0, [200, 200]), ZOOM, PIN)).toBe(pins);
	const far = aPins([0, 0], [1, 0]);
	expect(spreadPins(far, aLabel('5号楼'), 14, PIN)).toBe(far);
});

test('no pin goes far, however many there are', () => {
	fc.assert(
		fc.property(
			fc.array(fc.tuple(fc.integer({ min: -60, max: 60 }), fc.integer({ min: -60, max: 60 }), fc.integer({ min: 0, max: 2 })), {
				maxLength: 60
			}),
			(spots) => {
				for (const [x, y] of offsetsOf(spreadPins(aPins(...spots), aLabel('12号楼', -8), ZOOM, PIN))) {
					expect(Math.hypot(x, y)).toBeLessThanOrEqual(49);
				}
			}
		)
	);
});
