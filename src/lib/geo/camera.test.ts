import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceM } from './measure.ts';
import { fitBounds, metresPerPixel, panIntoView, project, readCamera, scaleBar, unproject, writeCamera, type Camera } from './camera.ts';

const viewport = { width: 700, height: 600 };
const cameras = fc.record({
	center: fc.tuple(fc.double({ min: 100, max: 135, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true })),
	zoom: fc.double({ min: 9, max: 20, noNaN: true }),
	bearing: fc.double({ min: -180, max: 180, noNaN: true })
}) as fc.Arbitrary<Camera>;
const pixels = fc.tuple(fc.double({ min: 0, max: 700, noNaN: true }), fc.double({ min: 0, max: 600, noNaN: true }));

test('the centre lies in the middle, north of it above', () => {
	const camera: Camera = { center: [126.43, 41.94], zoom: 17, bearing: 0 };
	expect(project(camera, viewport, camera.center)).toEqual([350, 300]);
	const [x, y] = project(camera, viewport, [126.43, 41.941]);
	expect(x).toBeCloseTo(350);
	expect(y).toBeLessThan(300);
});

test('with east up, east lies above', () => {
	const [x, y] = project({ center: [126.43, 41.94], zoom: 17, bearing: 90 }, viewport, [126.431, 41.94]);
	expect(x).toBeCloseTo(350);
	expect(y).toBeLessThan(300);
});

test('a pixel and its position belong together', () => {
	fc.assert(
		fc.property(cameras, pixels, (camera, pixel) => {
			const [x, y] = project(camera, viewport, unproject(camera, viewport, pixel));
			expect(x).toBeCloseTo(pixel[0], 3);
			expect(y).toBeCloseTo(pixel[1], 3);
		})
	);
});

test('the scale bar is as long on the ground as it says', () => {
	fc.assert(
		fc.property(cameras, (camera) => {
			const { lengthM, widthPx } = scaleBar(camera.center[1], camera.zoom, 120);
			expect(widthPx).toBeLessThanOrEqual(120);
			expect(widthPx).toBeGreaterThan(44);
			const flat = { ...camera, bearing: 0 };
			const from = unproject(flat, viewport, [350 - widthPx / 2, 300]);
			const to = unproject(flat, viewport, [350 + widthPx / 2, 300]);
			// Turf's sphere is 0.11 % smaller than the equator's.
			expect(distanceM(from, to) / lengthM).toBeGreaterThan(0.996);
			expect(distanceM(from, to) / lengthM).toBeLessThan(1.004);
		})
	);
});

test('bounds that were fitted lie between the insets, whatever points up', () => {
	const insets = { top: 60, right: 100, bottom: 20, left: 10 };
	fc.assert(
		fc.property(cameras, fc.double({ min: 0.0005, max: 0.5, noNaN: true }), ({ center: [lng, lat], bearing }, size) => {
			const camera = fitBounds([lng, lat, lng + size, lat + size / 2], viewport, { insets, bearing });
			for (const corner of [
				[lng, lat],
				[lng + size, lat],
				[lng, lat + size / 2],
				[lng + size, lat + size / 2]
			] as [number, number][]) {
				const [x, y] = project(camera, viewport, corner);
				expect(x).toBeGreaterThanOrEqual(insets.left - 0.01);
				expect(x).toBeLessThanOrEqual(viewport.width - insets.right + 0.01);
				expect(y).toBeGreaterThanOrEqual(insets.top - 0.01);
				expect(y).toBeLessThanOrEqual(viewport.height - insets.bottom + 0.01);
			}
		})
	);
});

test('a pin behind a panel is panned into the free part, a free pin stays', () => {
	const insets = { top: 0, right: 376, bottom: 0, left: 0 };
	fc.assert(
		fc.property(cameras, pixels, (camera, pixel) => {
			const position = unproject(camera, viewport, pixel);
			const panned = panIntoView(camera, viewport, position, insets, 40);
			const [x, y] = project(panned ?? camera, viewport, position);
			expect(x).toBeGreaterThan(39.9);
			expect(x).toBeLessThan(700 - 376 - 39.9);
			expect(y).toBeGreaterThan(39.9);
			expect(y).toBeLessThan(560.1);
			if (panned === null) expect([x, y]).toEqual(project(camera, viewport, position));
		})
	);
});

test('a camera survives its link', () => {
	fc.assert(
		fc.property(cameras, (camera) => {
			const read = readCamera(writeCamera(camera));
			expect(read?.center[0]).toBeCloseTo(camera.center[0], 5);
			expect(read?.zoom).toBeCloseTo(camera.zoom, 1);
		})
	);
});

test.each(['', 'a,b,c', '126,41', '126,95,17', '126,41,99', '126,,17', null])('%s is no camera', (text) => {
	expect(readCamera(text)).toBeNull();
});

test('a metre per pixel where the formula of Web Mercator puts it', () => {
	expect(metresPerPixel(0, 0)).toBeCloseTo(78271.517, 2);
	expect(metresPerPixel(41.94, 17)).toBeCloseTo(0.4442, 3);
});
