import type { Drawn } from './plan/index.ts';
import { turned } from './plan/draft.ts';
import { isInside, type Point, type Ring } from './plane.ts';
import type { Matter } from './matters.ts';
import type { Random } from './random.ts';

/** The geometry of a case on a plan: a point, or an outline of the size that the case says. */
export function geometryOf(drawn: Drawn, matter: Matter, random: Random): GeoJSON.Geometry {
	const { spot, areaM2 } = matter;
	const point: GeoJSON.Point = { type: 'Point', coordinates: drawn.toLngLat(spot.at) };
	if (!areaM2) return point;
	const ring = spot.ring
		? patchOf(spot.ring, spot.at, areaM2)
		: matter.layer === 'trash_site'
			? heap(spot.at, areaM2, random)
			: box(spot.at, areaM2, spot.building?.turn ?? 0, random);
	if (!ring.every((corner) => isInside(corner, drawn.draft.boundary))) return point;
	const coordinates = ring.map((corner) => drawn.toLngLat(corner));
	const [first] = coordinates;
	return first ? { type: 'Polygon', coordinates: [[...coordinates, first]] } : point;
}

/** A shed: a rectangle along its building. */
function box(center: Point, areaM2: number, turn: number, random: Random): Ring {
	const length = Math.sqrt(areaM2 * random.between(1.3, 2.2));
	const depth = areaM2 / length;
	return (
		[
			[-1, -1],
			[1, -1],
			[1, 1],
			[-1, 1]
		] as Point[]
	).map(([x, y]) => turned([(x * length) / 2, (y * depth) / 2], turn, center));
}

/** A heap: a blob with a wandering edge. */
function heap(center: Point, areaM2: number, random: Random): Ring {
	const radius = Math.sqrt(areaM2 / Math.PI);
	const [a, b] = [random.between(0, 6), random.between(0, 6)];
	return Array.from({ length: 18 }, (_, index): Point => {
		const angle = (2 * Math.PI * index) / 18;
		const reach = radius * (1 + 0.16 * Math.sin(2 * angle + a) + 0.1 * Math.sin(3 * angle + b));
		return [center[0] + reach * Math.cos(angle), center[1] + reach * Math.sin(angle)];
	});
}

/** Part of a green: the box around the place, kept inside the green's own box. */
function patchOf(green: Ring, at: Point, areaM2: number): Ring {
	const [origin, along] = [green[0] as Point, green[1] as Point];
	const far = green.at(-1) as Point;
	if (green.length !== 4) return heapless(at, areaM2);
	const [width, depth] = [Math.hypot(along[0] - origin[0], along[1] - origin[1]), Math.hypot(far[0] - origin[0], far[1] - origin[1])];
	const wide = Math.min(width, Math.max(areaM2 / depth, Math.sqrt(areaM2)));
	const deep = Math.min(depth, areaM2 / wide);
	const [ux, uy] = [(along[0] - origin[0]) / width, (along[1] - origin[1]) / width];
	const [vx, vy] = [(far[0] - origin[0]) / depth, (far[1] - origin[1]) / depth];
	const reach = (at[0] - origin[0]) * ux + (at[1] - origin[1]) * uy;
	const up = (at[0] - origin[0]) * vx + (at[1] - origin[1]) * vy;
	const from = Math.min(Math.max(reach - wide / 2, 0), width - wide);
	const low = Math.min(Math.max(up - deep / 2, 0), depth - deep);
	return (
		[
			[from, low],
			[from + wide, low],
			[from + wide, low + deep],
			[from, low + deep]
		] as Point[]
	).map(([x, y]) => [origin[0] + x * ux + y * vx, origin[1] + x * uy + y * vy]);
}

function heapless(at: Point, areaM2: number): Ring {
	const half = Math.sqrt(areaM2) / 2;
	return (
		[
			[-1, -1],
			[1, -1],
			[1, 1],
			[-1, 1]
		] as Point[]
	).map(([x, y]) => [at[0] + x * half, at[1] + y * half]);
}
