import type { Point } from '../plane.ts';
import type { Random } from '../random.ts';
import { house, slab } from './building.ts';
import { rectangle, type Draft } from './draft.ts';
import { garden, placeBin, scatterTrees, strip } from './greenery.ts';
import { parkingRow } from './parking.ts';

const MARGIN_M = 9;

/** 台地式: rows that bend with the slope, stairs between the terraces, retaining walls. */
export function drawTerrace(draft: Draft, random: Random): void {
	const { width, height } = draft;
	const rows = Math.max(3, Math.floor((height - 2 * MARGIN_M) / 40));
	const pitch = (height - 2 * MARGIN_M) / rows;
	const bow = random.between(7, 12);
	// A terrace sinks towards both ends: y of its line at x.
	const sag = (x: number): number => -bow * ((x - width / 2) / (width / 2)) ** 2;
	const slope = (x: number): number => Math.atan((-2 * bow * (x - width / 2)) / (width / 2) ** 2);
	const line = (y: number): Point[] =>
		Array.from({ length: 13 }, (_, step): Point => {
			const x = MARGIN_M + ((width - 2 * MARGIN_M) * step) / 12;
			return [x, y + sag(x)];
		});
	const lane = width * 0.5;
	for (let row = 0; row < rows; row++) {
		const top = height - MARGIN_M - row * pitch + (row === 0 ? 0 : 0);
		draft.roads.push({ line: line(top - 3), widthM: 4.6 });
		if (row > 0) draft.walls.push(line(top + 1.2).slice(1, 6), line(top + 1.2).slice(7, 12));
		for (const side of [0, 1]) {
			if (row === rows - 1 && side === 1) continue;
			const free = width / 2 - MARGIN_M - 5;
			const unitM = random.between(12.6, 14.4);
			const units = Math.max(2, Math.min(5, Math.floor((free - 5) / unitM)));
			const x = side === 0 ? MARGIN_M + 1 + free / 2 : width - MARGIN_M - 1 - free / 2;
			const building = slab({ center: [x, top - 10.5 - 6 + sag(x)], units, unitM, depthM: 11.6, turn: slope(x), floors: 6 });
			draft.buildings.push(building);
			placeBin(draft, building, random);
			if (pitch > 36) strip(draft, building, 5, random);
		}
		draft.paths.push({
			line: [
				[lane, top - 3],
				[lane, top - pitch - 3]
			],
			widthM: 3.2
		});
	}
	const low = MARGIN_M + 2;
	const bottom = height - MARGIN_M - (rows - 1) * pitch;
	garden(draft, rectangle(width / 2 + 8, low, width / 2 - MARGIN_M - 30, Math.max(16, bottom - 12 - low - bow)), random, '口袋公园');
	draft.buildings.push(house('党群服务站', 'service', [width - MARGIN_M - 10, low + 8], [16, 13]));
	draft.lots.push(parkingRow([MARGIN_M + 6, 3.4], Math.floor((width / 2 - 34) / 2.6), 5, 0, '停车场'));
	draft.roads.push({
		line: [
			[lane, -6],
			[lane, bottom - 3]
		],
		widthM: 6
	});
	draft.gates.push({ name: '南门', at: [lane, 0], out: [0, -1], widthM: 8 });
	scatterTrees(draft, rectangle(MARGIN_M, height - MARGIN_M + 1, width - 2 * MARGIN_M, 6), random, 12);
}
