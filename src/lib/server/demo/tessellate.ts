import { Delaunay } from 'd3-delaunay';
import { distance, signedArea, type Point, type Ring } from './plane.ts';
import type { Random } from './random.ts';

export interface Seed {
	code: string;
	at: Point;
	/** How far it reaches against its neighbours: 1 for a township, less for an urban subdistrict. */
	weight: number;
}

const OUTSIDE = -1;

/**
 * Divides the plane between seeds as a map does: every point goes to the seed that is nearest after
 * weighing and a little noise, so borders wander; neighbours share every vertex of their border, so
 * there is neither gap nor overlap. The outline reaches past `box` ([minX, minY, maxX, maxY]); the
 * parent's boundary cuts it (see areas.ts). Answers outer ring and holes of each seed.
 */
export function tessellate(seeds: Seed[], box: [number, number, number, number], random: Random): Map<string, Ring[]> {
	const { points, owners } = scatter(seeds, box, random);
	const delaunay = Delaunay.from(points);
	connect(delaunay, points, owners, seeds);
	const rings = traceRings(delaunay, points, owners);
	const shapes = new Map<string, Ring[]>();
	seeds.forEach((seed, index) => {
		const own = (rings.get(index) ?? []).sort((a, b) => Math.abs(signedArea(b)) - Math.abs(signedArea(a)));
		shapes.set(seed.code, own);
	});
	return shapes;
}

/** Many small points, dense where seeds are, each with the seed that it belongs to; a frame belongs to nobody. */
function scatter(
	seeds: Seed[],
	[minX, minY, maxX, maxY]: [number, number, number, number],
	random: Random
): { points: Point[]; owners: number[] } {
	const size = Math.max(maxX - minX, maxY - minY);
	const reach = seeds.map((seed) =>
		Math.min(size / 2, ...seeds.filter((other) => other !== seed).map((other) => distance(seed.at, other.at)))
	);
	const points: Point[] = [];
	for (let column = 0; column < 26; column++) {
		for (let row = 0; row < 26; row++) {
			points.push([
				minX + ((column + random.between(0.1, 0.9)) / 26) * (maxX - minX),
				minY + ((row + random.between(0.1, 0.9)) / 26) * (maxY - minY)
			]);
		}
	}
	seeds.forEach((seed, index) => {
		for (let count = 0; count < 90; count++) {
			const angle = random.between(0, 2 * Math.PI);
			const radius = (reach[index] ?? size) * 1.1 * Math.sqrt(random.next());
			points.push([seed.at[0] + radius * Math.cos(angle), seed.at[1] + radius * Math.sin(angle)]);
		}
	});
	const noise = seeds.map(() => valueNoise(random));
	const owners = points.map((point) => {
		let best = 0;
		let least = Infinity;
		seeds.forEach((seed, index) => {
			const scale = (reach[index] ?? size) * 0.45;
			const far = (distance(point, seed.at) / seed.weight) * (1 + 0.2 * (noise[index]?.(point[0] / scale, point[1] / scale) ?? 0));
			if (far < least) [best, least] = [index, far];
		});
		return best;
	});
	const margin = size * 0.2;
	for (let step = 0; step < 48; step++) {
		const share = step / 48;
		points.push(
			[minX - margin + share * (maxX - minX + 2 * margin), minY - margin],
			[maxX + margin, minY - margin + share * (maxY - minY + 2 * margin)],
			[maxX + margin - share * (maxX - minX + 2 * margin), maxY + margin],
			[minX - margin, maxY + margin - share * (maxY - minY + 2 * margin)]
		);
		owners.push(OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE);
	}
	return { points, owners };
}

/** Gives splinters that lost touch with their seed to a neighbour, so that every area is one piece. */
function connect(delaunay: Delaunay<Point>, points: Point[], owners: number[], seeds: Seed[]): void {
	const kept = new Uint8Array(points.length);
	seeds.forEach((seed, index) => {
		const start = points.reduce(
			(best, point, at) => (owners[at] === index && distance(point, seed.at) < distance(points[best] as Point, seed.at) ? at : best),
			owners.indexOf(index)
		);
		if (start < 0) return;
		const queue = [start];
		kept[start] = 1;
		for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
			for (const next of delaunay.neighbors(at)) {
				if (owners[next] !== index || kept[next]) continue;
				kept[next] = 1;
				queue.push(next);
			}
		}
	});
	for (let changed = true; changed;) {
		changed = false;
		owners.forEach((owner, at) => {
			if (owner === OUTSIDE || kept[at]) return;
			for (const next of delaunay.neighbors(at)) {
				if (!kept[next]) continue;
				owners[at] = owners[next] as number;
				kept[at] = 1;
				changed = true;
				return;
			}
		});
	}
}

/** Corners of the Voronoi diagram, from one junction to the next. */
type Arc = number[];

/** The borders between owners as arcs from junction to junction, smoothed once, then put together around each owner. */
function traceRings(delaunay: Delaunay<Point>, points: Point[], owners: number[]): Map<number, Ring[]> {
	const { triangles, halfedges } = delaunay;
	const corner = circumcenters(triangles, points);
	// next.get(t) of an owner: the Voronoi corner that follows t when walking with the owner on the left.
	const next = new Map<number, Map<number, number>>();
	const degree = new Map<number, number>();
	for (let edge = 0; edge < halfedges.length; edge++) {
		const twin = halfedges[edge] as number;
		if (twin < 0) continue;
		const left = owners[triangles[edge] as number] as number;
		const right = owners[triangles[twin] as number] as number;
		if (left === right) continue;
		const [from, to] = [Math.floor(edge / 3), Math.floor(twin / 3)];
		if (!next.has(left)) next.set(left, new Map());
		next.get(left)?.set(from, to);
		degree.set(from, (degree.get(from) ?? 0) + 1);
	}
	const smoothed = new Map<string, Point[]>();
	const rings = new Map<number, Ring[]>();
	for (const [owner, follow] of next) {
		if (owner === OUTSIDE) continue;
		for (const arcs of loops(follow, degree)) {
			const ring: Ring = arcs.flatMap((arc) => smoothArc(arc, corner, smoothed).slice(0, -1));
			const list = rings.get(owner);
			if (list) list.push(ring);
			else rings.set(owner, [ring]);
		}
	}
	return rings;
}

/** Closed walks around an owner, cut at the junctions where three owners meet. */
function loops(follow: Map<number, number>, degree: Map<number, number>): Arc[][] {
	const found: Arc[][] = [];
	const seen = new Set<number>();
	for (const first of follow.keys()) {
		if (seen.has(first)) continue;
		const walk: number[] = [];
		for (let at = first; !seen.has(at); at = follow.get(at) as number) {
			seen.add(at);
			walk.push(at);
		}
		// A ring without a junction begins at its smallest corner, so that both of its sides begin there.
		const junction = walk.findIndex((at) => (degree.get(at) ?? 0) > 2);
		const start = junction >= 0 ? junction : walk.indexOf(walk.reduce((least, at) => Math.min(least, at)));
		const turned = [...walk.slice(start), ...walk.slice(0, start + 1)];
		const arcs: Arc[] = [];
		let line: number[] = [turned[0] as number];
		for (const at of turned.slice(1)) {
			line.push(at);
			if ((degree.get(at) ?? 0) <= 2 && at !== turned[0]) continue;
			arcs.push(line);
			line = [at];
		}
		found.push(arcs);
	}
	return found;
}

/** Both sides of a border take the same smoothed line, one of them backwards. */
function smoothArc(arc: Arc, corner: Point[], done: Map<string, Point[]>): Point[] {
	const known = done.get(arc.join());
	if (known) return known;
	const line = smooth(arc.map((id) => corner[id] as Point));
	done.set(arc.join(), line);
	done.set([...arc].reverse().join(), [...line].reverse());
	return line;
}

/** Chaikin's corner cutting, twice, with fixed ends. */
function smooth(line: Point[]): Point[] {
	let cut = line;
	for (let round = 0; round < 2 && cut.length > 2; round++) {
		const next: Point[] = [cut[0] as Point];
		for (let index = 1; index < cut.length; index++) {
			const [a, b] = [cut[index - 1] as Point, cut[index] as Point];
			if (index > 1) next.push([a[0] * 0.75 + b[0] * 0.25, a[1] * 0.75 + b[1] * 0.25]);
			if (index < cut.length - 1) next.push([a[0] * 0.25 + b[0] * 0.75, a[1] * 0.25 + b[1] * 0.75]);
		}
		next.push(cut[cut.length - 1] as Point);
		cut = next;
	}
	return cut;
}

function circumcenters(triangles: ArrayLike<number>, points: Point[]): Point[] {
	const centers: Point[] = [];
	for (let at = 0; at < triangles.length; at += 3) {
		const [a, b, c] = [0, 1, 2].map((side) => points[triangles[at + side] as number] as Point) as [Point, Point, Point];
		const [dx, dy, ex, ey] = [b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]];
		const [bl, cl] = [dx * dx + dy * dy, ex * ex + ey * ey];
		const d = 0.5 / (dx * ey - dy * ex);
		centers.push([a[0] + (ey * bl - dy * cl) * d, a[1] + (dx * cl - ex * bl) * d]);
	}
	return centers;
}

/** Smooth noise between −1 and 1 that varies over a length of about 1. */
function valueNoise(random: Random): (x: number, y: number) => number {
	const size = 16;
	const values = Array.from({ length: size * size }, () => random.between(-1, 1));
	const at = (x: number, y: number): number => values[(((y % size) + size) % size) * size + (((x % size) + size) % size)] as number;
	const ease = (t: number): number => t * t * (3 - 2 * t);
	return (x, y) => {
		const [x0, y0] = [Math.floor(x), Math.floor(y)];
		const [u, w] = [ease(x - x0), ease(y - y0)];
		const low = at(x0, y0) * (1 - u) + at(x0 + 1, y0) * u;
		const high = at(x0, y0 + 1) * (1 - u) + at(x0 + 1, y0 + 1) * u;
		return low * (1 - w) + high * w;
	};
}
