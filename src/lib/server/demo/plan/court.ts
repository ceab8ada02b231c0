import type { Random } from '../random.ts';
import { house, slab } from './building.ts';
import { circle, rectangle, type Draft } from './draft.ts';
import { garden, placeBin, strip } from './greenery.ts';
import { parkingRow } from './parking.ts';

const MARGIN_M = 9;

/** 围合式: slabs along the four sides round one large garden, a ring lane inside, shops on the street side. */
export function drawCourt(draft: Draft, random: Random): void {
	const { width, height } = draft;
	const unitM = random.between(13.2, 14.8);
	const depthM = 12.4;
	const gap = 15;
	const perSide = Math.max(2, Math.floor((width - 2 * MARGIN_M - gap) / 2 / unitM));
	const units = Math.min(5, perSide);
	const reach = units * unitM;
	for (const x of [MARGIN_M + reach / 2, width - MARGIN_M - reach / 2]) {
		const north = slab({ center: [x, height - MARGIN_M - depthM / 2 - 1], units, unitM, depthM, doors: 'south', floors: 6 });
		draft.buildings.push(north);
		placeBin(draft, north, random);
	}
	const sideUnits = Math.max(2, Math.min(4, Math.floor((height - 2 * MARGIN_M - 2 * depthM - 44) / unitM)));
	for (const side of [-1, 1]) {
		const x = side < 0 ? MARGIN_M + depthM / 2 + 1 : width - MARGIN_M - depthM / 2 - 1;
		const building = slab({
			center: [x, height / 2],
			units: sideUnits,
			unitM,
			depthM,
			turn: Math.PI / 2,
			doors: side < 0 ? 'south' : 'north',
			floors: 6
		});
		draft.buildings.push(building);
		placeBin(draft, building, random);
	}
	for (const x of [MARGIN_M + reach / 2, width - MARGIN_M - reach / 2]) {
		const south = slab({ center: [x, MARGIN_M + depthM / 2 + 6], units, unitM, depthM, floors: 7 });
		draft.buildings.push(south);
		placeBin(draft, south, random);
		draft.buildings.push(house('沿街商铺', 'shop', [x, MARGIN_M + 1.2], [reach, 5.6]));
	}
	const inner = MARGIN_M + depthM + 9;
	const [low, high] = [MARGIN_M + depthM + 15, height - MARGIN_M - depthM - 9];
	const ring = rectangle(inner, low, width - 2 * inner, high - low);
	draft.roads.push({ line: [...ring, ring[0] as [number, number]], widthM: 5 });
	const middle = width / 2;
	draft.roads.push({
		line: [
			[middle, -6],
			[middle, low]
		],
		widthM: 6.5
	});
	draft.gates.push({ name: '南门', at: [middle, 0], out: [0, -1], widthM: 8.5 });
	draft.roads.push({
		line: [
			[middle, high],
			[middle, height + 5]
		],
		widthM: 4.5
	});
	draft.gates.push({ name: '北门', at: [middle, height], out: [0, 1], widthM: 6 });

	const [gx, gy, gw, gh] = [inner + 5, low + 5, width - 2 * inner - 10, high - low - 10];
	if (gh > 60) {
		garden(draft, rectangle(gx, gy + 24, gw, gh - 24), random);
		draft.buildings.push(house('党群服务站', 'service', [gx + 13, gy + 9], [24, 12]));
		draft.plazas.push({ outline: circle([gx + gw - 16, gy + 9.5], 9), name: '健身广场' });
		draft.lots.push(parkingRow([gx + 30, gy + 3], Math.max(4, Math.floor((gw - 62) / 2.6)), 5.4, 0, '停车场'));
	} else {
		garden(draft, rectangle(gx, gy, gw, gh), random);
	}
	for (const building of draft.buildings.filter((one) => one.use === 'residential' && one.turn === 0 && one.center[1] > height / 2)) {
		if (height - MARGIN_M - building.center[1] > 12) strip(draft, building, 4, random);
	}
}
