import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';

/** Rounds of pushing apart; a knot of pins that is not loose by then stays a little tangled. */
const ROUNDS = 40;
/** Turn from one pin of a knot to the next, in radians: no two leave in the same direction. */
const GOLDEN_ANGLE = 2.399963;

/**
 * The places moved apart until no two are nearer than `gapM` metres, each as little as needed, so that
 * every pin can be seen and touched. Public places lie on a grid, so many share one to the centimetre.
 */
export function spreadPins(places: readonly Position[], gapM: number): Position[] {
	const [first] = places;
	if (!first) return [];
	const plane = tangentPlane(first);
	const points = places.map((place) => plane.toPlane(place));
	for (let round = 0; round < ROUNDS; round++) {
		let hasMoved = false;
		for (const [index, a] of points.entries()) {
			for (const b of points.slice(index + 1)) {
				let [dx, dy] = [b[0] - a[0], b[1] - a[1]];
				let distance = Math.hypot(dx, dy);
				if (distance >= gapM - 1e-6) continue;
				if (distance < 1e-6) [dx, dy, distance] = [Math.cos(index * GOLDEN_ANGLE), Math.sin(index * GOLDEN_ANGLE), 1];
				const push = (gapM - Math.hypot(b[0] - a[0], b[1] - a[1])) / 2 / distance;
				a[0] -= dx * push;
				a[1] -= dy * push;
				b[0] += dx * push;
				b[1] += dy * push;
				hasMoved = true;
			}
		}
		if (!hasMoved) break;
	}
	return points.map(([eastM, northM]) => plane.fromPlane(eastM, northM));
}
