import type { Point } from '../plane.ts';
import { rectangle, turned, type Lot } from './draft.ts';

const BAY_M = 2.6;

/** A row of parking bays from its south-west corner. */
export function parkingRow(corner: Point, bays: number, depthM = 5.4, turn = 0, name?: string): Lot {
	const at = (point: Point): Point => turned(point, turn, corner);
	return {
		outline: rectangle(0, 0, bays * BAY_M, depthM).map(at),
		bays: Array.from({ length: bays - 1 }, (_, index): [Point, Point] => [at([(index + 1) * BAY_M, 0]), at([(index + 1) * BAY_M, depthM])]),
		...(name ? { name } : {})
	};
}
