import { distance, isInside, type Point, type Ring } from '../plane.ts';
import type { Random } from '../random.ts';
import { beside } from './building.ts';
import { circle, curve, rectangle, turned, type Building, type Draft } from './draft.ts';

/** A strip of green under the south windows of a slab, with a hedge or a row of small trees. */
export function strip(draft: Draft, building: Building, depthM: number, random: Random): void {
	const [length] = building.half;
	const west = turned([-length, -building.half[1] - 1.6], building.turn, building.center);
	const outline = rectangle(0, -depthM, length * 2, depthM).map((point) => turned(point, building.turn, west));
	draft.greens.push({ outline });
	if (random.chance(0.62)) {
		const gap = random.between(3.6, 4.6);
		for (let x = gap / 2; x < length * 2 - 1; x += gap) {
			draft.trees.push({ at: turned([x, -depthM / 2], building.turn, west), radiusM: 1.25 });
		}
	} else {
		for (let count = 0; count < 3; count++) {
			draft.trees.push({
				at: turned([random.between(3, length * 2 - 3), random.between(-depthM + 1.5, -1.5)], building.turn, west),
				radiusM: random.between(1.3, 2)
			});
		}
	}
}

/** A garden with winding paths that meet at a round place; trees keep off both. */
export function garden(draft: Draft, outline: Ring, random: Random, name = '中心花园'): void {
	draft.greens.push({ outline, name });
	const xs = outline.map(([x]) => x);
	const ys = outline.map(([, y]) => y);
	const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
	const place: Point = [left + (right - left) * random.between(0.42, 0.58), low + (high - low) * random.between(0.42, 0.58)];
	const radius = Math.min(right - left, high - low) * 0.11 + 1.5;
	draft.plazas.push({ outline: circle(place, radius) });
	const bend = (high - low) * 0.16;
	const ends: Point[] = [
		[left, low + (high - low) * random.between(0.25, 0.45)],
		[right, low + (high - low) * random.between(0.55, 0.75)],
		[left + (right - left) * random.between(0.4, 0.6), high]
	];
	const lines = ends.map((end, index) => {
		const middle: Point = [(end[0] + place[0]) / 2, (end[1] + place[1]) / 2 + (index % 2 ? -bend : bend)];
		const line = curve([end, middle, place]);
		draft.paths.push({ line, widthM: 2.2 });
		return line;
	});
	scatterTrees(
		draft,
		outline,
		random,
		(right - left) * (high - low) * 0.0125,
		(point, reach) =>
			distance(point, place) > radius + reach && lines.every((line) => line.every((at) => distance(point, at) > reach + 1.3))
	);
}

/** Trees at random in a green, none in another's crown. */
export function scatterTrees(
	draft: Draft,
	outline: Ring,
	random: Random,
	count: number,
	isFree: (point: Point, radiusM: number) => boolean = () => true
): void {
	const xs = outline.map(([x]) => x);
	const ys = outline.map(([, y]) => y);
	const planted: { at: Point; radiusM: number }[] = [];
	for (let tried = 0; planted.length < count && tried < count * 12; tried++) {
		const at: Point = [random.between(Math.min(...xs), Math.max(...xs)), random.between(Math.min(...ys), Math.max(...ys))];
		const radiusM = random.between(1.3, 2.9);
		const corners = circle(at, radiusM, 8);
		if (!corners.every((corner) => isInside(corner, outline)) || !isFree(at, radiusM)) continue;
		if (planted.some((other) => distance(at, other.at) < (radiusM + other.radiusM) * 0.8)) continue;
		planted.push({ at, radiusM });
	}
	draft.trees.push(...planted);
}

/** Where a bin would stand: at the end of a slab, by the lane. */
export function placeBin(draft: Draft, building: Building, random: Random): void {
	draft.bins.push(beside(building, random.chance(0.5) ? 0.97 : -0.97, 4.2));
}
