import type { Point } from '../plane.ts';
import type { Random } from '../random.ts';
import { beyondEnd, house, slab } from './building.ts';
import { rectangle, type Draft } from './draft.ts';
import { placeBin, scatterTrees, strip } from './greenery.ts';

const MARGIN_M = 8;

/** 家属院: short slabs a little askew, a row of sheds, a boiler house in ruins, hardly any green. */
export function drawOld(draft: Draft, random: Random): void {
	const { width, height } = draft;
	const columns = width > 150 ? 2 : 1;
	const rows = Math.max(2, Math.floor((height - 2 * MARGIN_M - 14) / 34));
	const pitch = (height - 2 * MARGIN_M - 14) / rows;
	const lane = columns === 2 ? width * random.between(0.47, 0.55) : width - MARGIN_M - 3;
	draft.roads.push({
		line: [
			[lane, -6],
			[lane + random.between(-3, 3), height / 2],
			[lane, height - MARGIN_M + 2]
		],
		widthM: 5.4
	});
	draft.gates.push({ name: '南门', at: [lane, 0], out: [0, -1], widthM: 7 });
	const widths = columns === 2 ? [lane - MARGIN_M - 5, width - lane - MARGIN_M - 5] : [lane - MARGIN_M - 6];
	for (let row = 0; row < rows; row++) {
		const top = height - MARGIN_M - row * pitch;
		draft.paths.push({
			line: [
				[MARGIN_M, top - 3],
				[width - MARGIN_M, top - 3 + random.between(-1, 1)]
			],
			widthM: 3
		});
		widths.forEach((free, column) => {
			const left = column === 0 ? MARGIN_M + 2 : lane + 5;
			const unitM = random.between(11.5, 13);
			const units = Math.max(2, Math.min(4, Math.floor((free - 6) / unitM)));
			const slack = free - 4 - units * unitM;
			const center: Point = [left + 2 + (units * unitM) / 2 + random.between(0, Math.max(0, slack)), top - 9.5 - 5.4];
			const building = slab({ center, units, unitM, depthM: 10.6, turn: random.between(-0.03, 0.03), floors: random.pick([3, 4, 5]) });
			draft.buildings.push(building);
			if (random.chance(0.55)) placeBin(draft, building, random);
			if (random.chance(0.45)) strip(draft, building, 3.6, random);
			else scatterTrees(draft, rectangle(center[0] - 14, center[1] - 12.5, 28, 5), random, 2);
		});
	}
	const [first] = draft.buildings;
	if (draft.greens.length === 0 && first) strip(draft, first, 3.6, random);
	const sheds = Math.max(3, Math.floor((widths[0] ?? 40) / 9) - 2);
	for (let index = 0; index < sheds; index++) {
		draft.buildings.push(house('煤棚', 'shed', [MARGIN_M + 6 + index * 7.6, MARGIN_M + 3.2], [7, 4.6], random.between(-0.02, 0.02)));
	}
	const boiler: Point = columns === 2 ? [width - MARGIN_M - 14, MARGIN_M + 7] : [MARGIN_M + 12 + sheds * 7.6, MARGIN_M + 7];
	if (boiler[0] + 9 < lane - 3 || boiler[0] - 9 > lane + 3) {
		const ruin = house('锅炉房旧址', 'boiler', boiler, [16, 11]);
		draft.buildings.push(ruin);
		const [x, y] = beyondEnd(ruin, -2.4);
		draft.walls.push([
			[x, y - 6],
			[x, y + 6],
			[x - 7, y + 6]
		]);
		draft.bins.push([x - 3, y - 2]);
	}
}
