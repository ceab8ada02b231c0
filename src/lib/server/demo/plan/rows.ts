import type { Point } from '../plane.ts';
import type { Random } from '../random.ts';
import { beyondEnd, house, slab } from './building.ts';
import { rectangle, type Draft } from './draft.ts';
import { garden, placeBin, scatterTrees, strip } from './greenery.ts';
import { parkingRow } from './parking.ts';

const MARGIN_M = 9;
const LANE_M = 6.5;
const SLAB_M = 12;

interface Cell {
	x: number;
	width: number;
	/** North and south edge. */
	top: number;
	bottom: number;
	row: number;
	column: number;
}

/** 行列式: slabs in rows and columns facing south, lanes between, a garden in the middle, a service yard. */
export function drawRows(draft: Draft, random: Random): void {
	const columns = draft.width > 250 ? 3 : draft.width > 140 ? 2 : 1;
	const pitch = random.between(37, 42);
	const rows = Math.max(2, Math.floor((draft.height - 2 * MARGIN_M + 6) / pitch));
	const height = (draft.height - 2 * MARGIN_M) / rows;
	const shares = Array.from({ length: columns }, () => random.between(0.88, 1.12));
	const free = draft.width - 2 * MARGIN_M - (columns - 1) * LANE_M;
	const cells: Cell[] = [];
	let x = MARGIN_M;
	shares.forEach((share, column) => {
		const width = (free * share) / shares.reduce((sum, one) => sum + one, 0);
		for (let row = 0; row < rows; row++) {
			const top = draft.height - MARGIN_M - row * height;
			cells.push({ x, width, top, bottom: top - height, row, column });
		}
		x += width + LANE_M;
	});
	layLanes(draft, cells, rows, columns, random);

	const middle = Math.floor(columns / 2);
	const gardenRow = Math.min(rows - 2, Math.max(1, Math.round(rows / 2) - 1));
	const yard = columns > 1 ? { column: columns - 1, row: Math.min(rows - 2, gardenRow + 1) } : null;
	const takesGarden = rows > 3 && columns > 1;
	for (const cell of cells.sort((a, b) => a.row - b.row || a.column - b.column)) {
		if (takesGarden && cell.column === middle && cell.row === gardenRow) {
			garden(draft, rectangle(cell.x + 5, cell.bottom + 3, cell.width - 10, height - 11), random);
		} else if (yard && cell.column === yard.column && cell.row === yard.row && rows > 4) {
			serviceYard(draft, cell, random);
		} else {
			row(draft, cell, cell.row === rows - 1 && cell.column === columns - 1, random);
		}
	}
}

/** Lanes between the columns from edge to edge, a lane north of each row, gates where the middle ones end. */
function layLanes(draft: Draft, cells: Cell[], rows: number, columns: number, random: Random): void {
	const firstRow = cells.filter((cell) => cell.row === 0);
	const lanes = columns === 1 ? [MARGIN_M - 3] : firstRow.slice(1).map((cell) => cell.x - LANE_M / 2);
	const main = lanes.at(-1) as number;
	for (const lane of lanes) {
		const isMain = lane === main;
		draft.roads.push({
			line: [
				[lane, isMain ? -6 : MARGIN_M - 2],
				[lane, draft.height - (isMain ? MARGIN_M - 4 : MARGIN_M - 2)]
			],
			widthM: LANE_M
		});
	}
	for (let index = 0; index < rows; index++) {
		const y = (cells.find((cell) => cell.row === index)?.top ?? 0) - 3;
		const short = columns > 1 && index > 0 && random.chance(0.25) ? lanes[0] : undefined;
		draft.roads.push({
			line: [
				[short ?? MARGIN_M - 2, y],
				[draft.width - MARGIN_M + 2, y]
			],
			widthM: 4.6
		});
	}
	draft.gates.push({ name: '南门', at: [main, 0], out: [0, -1], widthM: LANE_M + 2 });
	if (draft.width > 170) {
		const y = (cells.find((cell) => cell.row === 1)?.top ?? draft.height / 2) - 3;
		draft.gates.push({ name: '东门', at: [draft.width, y], out: [1, 0], widthM: 6.5 });
		draft.roads.push({
			line: [
				[draft.width - MARGIN_M, y],
				[draft.width + 6, y]
			],
			widthM: 4.6
		});
	}
}

function row(draft: Draft, cell: Cell, hasParking: boolean, random: Random): void {
	const unitM = random.between(13, 15.4);
	const most = Math.floor((cell.width - 9) / unitM);
	const units = Math.max(2, Math.min(6, most - (random.chance(0.22) ? 1 : 0)));
	const slack = (cell.width - 9 - units * unitM) / 2;
	const center: Point = [cell.x + cell.width / 2 + random.between(-slack, slack) * 0.8, cell.top - 10.5 - SLAB_M / 2];
	const building = slab({ center, units, unitM, depthM: SLAB_M, floors: random.pick([5, 6, 6, 7]) });
	draft.buildings.push(building);
	placeBin(draft, building, random);
	const free = cell.top - cell.bottom - 10.5 - SLAB_M;
	if (hasParking) {
		draft.lots.push(
			parkingRow([center[0] - building.half[0], cell.bottom + free - 2.5 - 5.4], Math.floor((building.half[0] * 2) / 2.6), 5.4, 0, '停车场')
		);
	} else if (free > 6) strip(draft, building, Math.min(7, free - 4.5), random);
	if (cell.column === 0 && cell.width / 2 - building.half[0] > 5 && random.chance(0.5)) {
		const [x] = beyondEnd(building, -1.5);
		draft.greens.push({ outline: rectangle(cell.x - 1, cell.bottom + 4, Math.max(2.5, x - cell.x - 1.5), cell.top - cell.bottom - 12) });
	}
}

/** Service station and kindergarten above a small green. */
function serviceYard(draft: Draft, cell: Cell, random: Random): void {
	const width = Math.min(26, (cell.width - 14) / 2);
	const y = cell.top - 8 - 6.5;
	draft.buildings.push(
		house('党群服务站', 'service', [cell.x + 5 + width / 2, y], [width, 12.5]),
		house('幼儿园', 'kindergarten', [cell.x + cell.width - 5 - width / 2, y + 0.5], [width, 13.5])
	);
	const green = rectangle(cell.x + 5, cell.bottom + 3, cell.width - 10, Math.max(8, cell.top - cell.bottom - 26));
	draft.greens.push({ outline: green });
	scatterTrees(draft, green, random, 9);
}
