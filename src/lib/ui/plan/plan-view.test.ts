import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bounds } from '#lib/geo/bounds.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';
import { drawPlans } from './plan-drawing.ts';
import { fitView, panView, positionAt, zoomView, type PlanView } from './plan-view.ts';

const BAISHAN: [number, number] = [126.43, 41.94];
const pixel = fc.integer({ min: -400, max: 400 });
const view = fc.record({ center: fc.constant(BAISHAN), metresPerPixel: fc.double({ min: 0.1, max: 4, noNaN: true }) });

function pixelsApart({ metresPerPixel }: PlanView, from: [number, number], to: [number, number]): number {
	return Math.hypot(...tangentPlane(from).toPlane(to)) / metresPerPixel;
}

describe('the view of a plan', () => {
	test('fitting shows every corner of the bounds in the part that no panel covers', () => {
		const margin = fc.integer({ min: 0, max: 120 });
		fc.assert(
			fc.property(
				fc.record({ top: margin, right: margin, bottom: margin, left: margin }),
				fc.double({ min: 0.0005, max: 0.01, noNaN: true }),
				(sides, size) => {
					const bounds: Bounds = [BAISHAN[0], BAISHAN[1], BAISHAN[0] + size, BAISHAN[1] + size / 2];
					const { center, metresPerPixel } = fitView(bounds, 390, 480, sides);
					for (const corner of [
						[bounds[0], bounds[1]],
						[bounds[2], bounds[3]]
					] as [number, number][]) {
						const [eastM, northM] = tangentPlane(center).toPlane(corner);
						const x = 195 + eastM / metresPerPixel;
						const y = 240 - northM / metresPerPixel;
						expect(x).toBeGreaterThan(sides.left - 1);
						expect(x).toBeLessThan(390 - sides.right + 1);
						expect(y).toBeGreaterThan(sides.top - 1);
						expect(y).toBeLessThan(480 - sides.bottom + 1);
					}
				}
			)
		);
	});

	test('what lies under the pointer stays under it while zooming', () => {
		fc.assert(
			fc.property(view, pixel, pixel, fc.double({ min: 0.5, max: 2, noNaN: true }), (before, x, y, factor) => {
				expect(pixelsApart(before, positionAt(before, x, y), positionAt(zoomView(before, factor, x, y), x, y))).toBeLessThan(0.01);
			})
		);
	});

	test('what was under the pointer moves with a drag', () => {
		fc.assert(
			fc.property(view, pixel, pixel, (before, right, down) => {
				expect(pixelsApart(before, positionAt(before, 0, 0), positionAt(panView(before, right, down), right, down))).toBeLessThan(0.1);
			})
		);
	});
});

describe('the drawing of a plan', () => {
	const building = (name: string, corners: [number, number][]): GeoJSON.Feature<GeoJSON.Polygon, { kind: 'building'; name: string }> => ({
		type: 'Feature',
		properties: { kind: 'building', name },
		geometry: { type: 'Polygon', coordinates: [corners.map(([eastM, northM]) => tangentPlane(BAISHAN).fromPlane(eastM, northM))] }
	});

	test('is in metres, x east and y south', () => {
		const { shapes } = drawPlans(
			[
				{
					type: 'FeatureCollection',
					features: [
						building('1', [
							[0, 0],
							[10, 0],
							[10, 5],
							[0, 5],
							[0, 0]
						])
					]
				}
			],
			BAISHAN
		);
		expect(shapes.building[0]?.d).toBe('M0 0L10 0L10 -5L0 -5z');
	});

	test('a building is named at its middle, along its long side, readable', () => {
		const { labels } = drawPlans(
			[
				{
					type: 'FeatureCollection',
					features: [
						building('5号楼', [
							[20, 0],
							[0, 0],
							[0, 6],
							[20, 6],
							[20, 0]
						])
					]
				}
			],
			BAISHAN
		);
		expect(labels).toEqual([{ kind: 'building', text: '5号楼', textEn: null, x: 10, y: -3, angle: 0, lengthM: 20 }]);
	});

	test('a kind of a later version is left out', () => {
		const odd = { type: 'Feature', properties: { kind: 'lava' }, geometry: { type: 'Point', coordinates: BAISHAN } };
		const { shapes } = drawPlans([{ type: 'FeatureCollection', features: [odd as never] }], BAISHAN);
		expect(Object.values(shapes).flat()).toEqual([]);
	});
});
