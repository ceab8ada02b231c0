import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Plan } from '#lib/domain/plan.ts';
import type { Position } from './coordinates.ts';
import { besideBuilding, buildingsOf, type Side } from './near-building.ts';
import { tangentPlane } from './tangent-plane.ts';

const plane = tangentPlane([126.43, 41.94]);

/** A building 60 × 12 m about a point, its long side turned by so many degrees from east. */
function aBuilding(name: string, [x, y]: [number, number], turnDegrees = 0, over: object = {}): Plan['features'][number] {
	const turn = (turnDegrees * Math.PI) / 180;
	const corner = ([u, v]: [number, number]): Position =>
		plane.fromPlane(x + u * Math.cos(turn) + v * Math.sin(turn), y - u * Math.sin(turn) + v * Math.cos(turn));
	const ring = (
		[
			[-30, -6],
			[30, -6],
			[30, 6],
			[-30, 6],
			[-30, -6]
		] as [number, number][]
	).map(corner);
	return {
		type: 'Feature',
		geometry: { type: 'Polygon', coordinates: [ring] },
		properties: { kind: 'building', name, bearing: 90 + turnDegrees, isInside: true, ...over }
	};
}
const aPlan = (...features: Plan['features']): Plan => ({ type: 'FeatureCollection', features });

describe('how a position is told by a building', () => {
	const plan = aPlan(aBuilding('5号楼', [0, 0]), aBuilding('7号楼', [0, -60]));

	test.each<[string, [number, number], string, Side | null]>([
		['inside', [10, 0], '5号楼', null],
		['before the long front, far from its middle', [28, 12], '5号楼', 'north'],
		['behind it', [-20, -15], '5号楼', 'south'],
		['at a gable', [40, 2], '5号楼', 'east'],
		['nearer to the next one', [0, -45], '7号楼', 'north']
	])('%s', (_name, [x, y], name, side) => {
		expect(besideBuilding([plan], plane.fromPlane(x, y))).toMatchObject({ name, side });
	});

	test('not at all, far from every building or beside a nameless or a foreign one', () => {
		expect(besideBuilding([plan], plane.fromPlane(200, 0))).toBeNull();
		const others = aPlan(aBuilding('', [0, 0]), aBuilding('邻楼', [0, 0], 0, { isInside: false }));
		expect(besideBuilding([others], plane.fromPlane(0, 10))).toBeNull();
		expect(buildingsOf([others])).toEqual([]);
	});

	test('by the wall that one stands before, however the building is turned', () => {
		fc.assert(
			fc.property(fc.integer({ min: -44, max: 44 }), fc.double({ min: -25, max: 25, noNaN: true }), (turnDegrees, along) => {
				const turn = (turnDegrees * Math.PI) / 180;
				// Ten metres before the middle of the front that faces north.
				const at = plane.fromPlane(along * Math.cos(turn) + 16 * Math.sin(turn), -along * Math.sin(turn) + 16 * Math.cos(turn));
				expect(besideBuilding([aPlan(aBuilding('1号楼', [0, 0], turnDegrees))], at)).toMatchObject({ side: 'north' });
			})
		);
	});
});
