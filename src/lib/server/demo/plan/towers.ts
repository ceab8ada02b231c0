import { distance, type Point, type Ring } from '../plane.ts';
import type { Random } from '../random.ts';
import { house, tower } from './building.ts';
import { circle, curve, rectangle, type Draft } from './draft.ts';
import { scatterTrees } from './greenery.ts';
import { parkingRow } from './parking.ts';

/** 点式: towers round an oval lane, a garden with a pond inside it, greens at every foot. */
export function drawTowers(draft: Draft, random: Random): void {
	const { width, height } = draft;
	const center: Point = [width / 2, height / 2 + 4];
	const [rx, ry] = [width * 0.27, height * 0.25];
	const oval = (scale: number, corners = 40): Ring =>
		Array.from({ length: corners }, (_, index): Point => {
			const angle = (2 * Math.PI * index) / corners;
			return [center[0] + rx * scale * Math.cos(angle), center[1] + ry * scale * Math.sin(angle)];
		});
	const lane = oval(1);
	draft.roads.push({ line: [...lane, lane[0] as Point], widthM: 6 });
	draft.roads.push({
		line: [
			[center[0], -6],
			[center[0], center[1] - ry]
		],
		widthM: 8
	});
	draft.gates.push({ name: '南门', at: [center[0], 0], out: [0, -1], widthM: 11 });
	draft.roads.push({
		line: [
			[center[0] + rx, center[1]],
			[width + 6, center[1]]
		],
		widthM: 5.5
	});
	draft.gates.push({ name: '东门', at: [width, center[1]], out: [1, 0], widthM: 7 });

	const garden = oval(0.9);
	draft.greens.push({ outline: garden, name: '中心花园' });
	const pond: Point = [center[0] + rx * 0.3, center[1] + ry * 0.12];
	const bank = circle([0, 0], 1, 26).map(([x, y], index): Point => {
		const swell = 1 + 0.16 * Math.sin(index * 0.72 + 1.3) + 0.08 * Math.cos(index * 1.7);
		return [pond[0] + x * rx * 0.27 * swell, pond[1] + y * ry * 0.32 * swell];
	});
	draft.ponds.push(bank);
	const place: Point = [center[0] - rx * 0.42, center[1] - ry * 0.05];
	draft.plazas.push({ outline: circle(place, ry * 0.22), name: '休闲广场' });
	const walks = [
		curve([[center[0] - rx * 0.9, center[1]], [center[0] - rx * 0.7, center[1] + ry * 0.12], place]),
		curve([
			place,
			[center[0], center[1] + ry * 0.5],
			[center[0] + rx * 0.35, center[1] + ry * 0.62],
			[center[0] + rx * 0.72, center[1] + ry * 0.5]
		]),
		curve([place, [center[0] - rx * 0.05, center[1] - ry * 0.4], [center[0], center[1] - ry * 0.9]]),
		curve([
			[center[0] + rx * 0.02, center[1] - ry * 0.45],
			[center[0] + rx * 0.45, center[1] - ry * 0.5],
			[center[0] + rx * 0.88, center[1] - ry * 0.05]
		])
	];
	for (const line of walks) draft.paths.push({ line, widthM: 2.2 });
	scatterTrees(
		draft,
		oval(0.86),
		random,
		rx * ry * 0.014,
		(at, reach) =>
			distance(at, place) > ry * 0.22 + reach &&
			bank.every((corner) => distance(at, corner) > reach + 1) &&
			distance(at, pond) > rx * 0.2 &&
			walks.every((line) => line.every((step) => distance(at, step) > reach + 1.3))
	);
	placeTowers(draft, center, [rx, ry], random);
	draft.lots.push(parkingRow([center[0] + 9, 9], Math.floor((width / 2 - 26) / 2.6), 5.4, 0, '地面停车场'));
	draft.buildings.push(house('物业服务中心', 'service', [center[0] - 22, 14], [24, 10]));
	draft.buildings.push(house('幼儿园', 'kindergarten', [center[0] - 52, 14.5], [24, 12]));
}

function placeTowers(draft: Draft, center: Point, [rx, ry]: Point, random: Random): void {
	const { width, height } = draft;
	const size = Math.min(27, (width / 2 - rx) * 0.62);
	const count = width > 230 ? 5 : 4;
	const spots: Point[] = [];
	for (let index = 0; index < count; index++) {
		const x = 10 + size / 2 + ((width - 20 - size) * index) / (count - 1);
		spots.push([x, height - 11 - size / 2 - (index % 2 ? 7 : 0)]);
	}
	const flank = (height - 2 * 11 - size) / 2;
	for (const x of [10 + size / 2, width - 10 - size / 2]) {
		spots.push([x, center[1] - 8], [x, Math.max(14 + size / 2, center[1] - flank + 6)]);
	}
	for (const spot of spots) {
		const inLane =
			distance([(spot[0] - center[0]) / rx, (spot[1] - center[1]) / ry], [0, 0]) < 1 + ((size * 0.75 + 4) / Math.min(rx, ry)) * 0.72;
		const isCrowded = draft.buildings.some((other) => distance(other.center, spot) < size * 1.35);
		if (inLane || isCrowded) continue;
		const building = tower(spot, size, 0, random.pick([17, 18, 24]));
		draft.buildings.push(building);
		const foot = rectangle(spot[0] - size / 2 - 3, spot[1] - size / 2 - 7.5, size + 6, 6);
		if (foot.every(([, y]) => y > 6)) {
			draft.greens.push({ outline: foot });
			scatterTrees(draft, foot, random, 3);
		}
		draft.bins.push([spot[0] + size / 2 + 2, spot[1] + size / 2 + 2]);
	}
}
