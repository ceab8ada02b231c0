import type { Drawn } from './plan/index.ts';
import { beside, beyondEnd } from './plan/building.ts';
import type { Building } from './plan/draft.ts';
import { distance, isInside, type Point, type Ring } from './plane.ts';
import type { Random } from './random.ts';

/** A place on the plan with the words for it. */
export interface Spot {
	at: Point;
	/** 5号楼西侧 */
	words: string;
	building?: Building;
	ring?: Ring;
}

/** Finds places for cases on a compound's plan, none on top of another. */
export class Spots {
	readonly #drawn: Drawn;
	readonly #random: Random;
	readonly #taken: Point[] = [];

	constructor(drawn: Drawn, random: Random) {
		this.#drawn = drawn;
		this.#random = random;
	}

	structure(): Spot {
		return this.#free(() => {
			const building = this.#flat();
			const side = this.#random.weighted([
				['west', 3],
				['east', 3],
				['north', 3],
				['south', 4]
			] as const);
			if (side === 'west')
				return {
					building,
					words: `${building.name}${word(building, '西')}侧`,
					at: beyondEnd(building, -4, this.#random.between(-0.6, 0.6))
				};
			if (side === 'east')
				return {
					building,
					words: `${building.name}${word(building, '东')}侧`,
					at: beyondEnd(building, 4, this.#random.between(-0.6, 0.6))
				};
			const along = this.#random.between(-0.85, 0.85);
			return {
				building,
				words: `${building.name}${word(building, side === 'north' ? '北' : '南')}侧`,
				at: beside(building, along, side === 'north' ? 5 : -3.4)
			};
		});
	}

	/** On the building itself: a terrace, a roof, a bay window. */
	onBuilding(): Spot {
		return this.#free(() => {
			const building = this.#flat();
			return { building, words: building.name, at: beside(building, this.#random.between(-0.8, 0.8), -building.half[1] * 0.5) };
		});
	}

	bin(): Spot {
		const { bins, buildings } = this.#drawn.draft;
		if (bins.length === 0) return this.corner();
		return this.#free(() => {
			const bin = this.#random.pick(bins);
			const at: Point = [bin[0] + this.#random.between(-3, 3), bin[1] + this.#random.between(-2.5, 2.5)];
			const near = nearest(buildings, at);
			return { at, words: near ? `${near.name}旁` : '院内' };
		});
	}

	/** A gate, a corner of the grounds, the old boiler house. */
	corner(): Spot {
		const { gates, buildings, width, height } = this.#drawn.draft;
		const ruins = buildings.filter((one) => one.use === 'boiler' || one.use === 'shed');
		return this.#free(() => {
			const what = this.#random.weighted([
				['gate', 3],
				['corner', 3],
				['ruin', ruins.length ? 4 : 0]
			] as const);
			if (what === 'gate') {
				const gate = this.#random.pick(gates);
				const along = this.#random.between(6, 20) * (this.#random.chance(0.5) ? 1 : -1);
				return {
					words: `${gate.name}内`,
					at: [gate.at[0] - gate.out[0] * 5 - gate.out[1] * along, gate.at[1] - gate.out[1] * 5 + gate.out[0] * along]
				};
			}
			if (what === 'ruin') {
				const ruin = this.#random.pick(ruins);
				return { words: ruin.use === 'boiler' ? '锅炉房旧址' : '煤棚前', at: beside(ruin, this.#random.between(-0.9, 0.9), 3) };
			}
			const [east, north] = [this.#random.chance(0.5), this.#random.chance(0.5)];
			const inset = this.#random.between(3.5, 7);
			const slide = this.#random.between(4, 30);
			return {
				words: `${north ? '北' : '南'}墙${east ? '东' : '西'}段`,
				at: [east ? width - inset - slide : inset + slide, north ? height - inset : inset]
			};
		});
	}

	door(): Spot {
		return this.#free(() => {
			const building = this.#flat();
			const index = this.#random.int(0, building.doors.length - 1);
			return { building, words: `${building.name}${index + 1}单元`, at: building.doors[index] ?? building.center };
		});
	}

	pole(): Spot {
		const { gates } = this.#drawn.draft;
		return this.#free(() => {
			const gate = this.#random.pick(gates);
			return {
				words: `${gate.name}灯杆`,
				at: [
					gate.at[0] - gate.out[0] * 4 + gate.out[1] * 8 * this.#random.between(-1, 1),
					gate.at[1] - gate.out[1] * 4 + gate.out[0] * 8 * this.#random.between(-1, 1)
				]
			};
		});
	}

	green(): Spot {
		const { greens, buildings } = this.#drawn.draft;
		return this.#free(() => {
			const green = this.#random.pick(greens);
			const xs = green.outline.map(([x]) => x);
			const ys = green.outline.map(([, y]) => y);
			let at: Point = [0, 0];
			for (let tried = 0; tried < 30; tried++) {
				at = [this.#random.between(Math.min(...xs), Math.max(...xs)), this.#random.between(Math.min(...ys), Math.max(...ys))];
				if (isInside(at, green.outline)) break;
			}
			const near = nearest(buildings, at);
			return { at, ring: green.outline, words: green.name ?? (near ? `${near.name}${near.center[1] > at[1] ? '南' : '北'}侧` : '院内') };
		});
	}

	parking(): Spot {
		const [lot] = this.#drawn.draft.lots;
		if (!lot) return this.green();
		return this.#free(() => {
			const share = this.#random.between(0.1, 0.9);
			const [a, b, , d] = lot.outline as [Point, Point, Point, Point];
			return { words: '停车场', at: [a[0] + (b[0] - a[0]) * share + (d[0] - a[0]) / 2, a[1] + (b[1] - a[1]) * share + (d[1] - a[1]) / 2] };
		});
	}

	/** Gates and corners of buildings, where cameras hang. */
	cameras(count: number): Spot[] {
		const { gates, buildings } = this.#drawn.draft;
		const all: Spot[] = [
			...gates.flatMap((gate) =>
				[-1, 1].map((side): Spot => ({
					words: gate.name,
					at: [
						gate.at[0] + gate.out[1] * side * gate.widthM * 0.6 - gate.out[0] * 2,
						gate.at[1] + gate.out[0] * side * gate.widthM * 0.6 - gate.out[1] * 2
					]
				}))
			),
			...buildings.flatMap((building) => [
				{ words: `${building.name}西北角`, at: beyondEnd(building, -0.8, 1) },
				{ words: `${building.name}东北角`, at: beyondEnd(building, 0.8, 1) },
				...building.doors.map((at, index) => ({ words: `${building.name}${index + 1}单元门`, at })),
				{ words: `${building.name}东南角`, at: beyondEnd(building, 0.8, -1) },
				{ words: `${building.name}西南角`, at: beyondEnd(building, -0.8, -1) },
				{ words: `${building.name}北侧中段`, at: beside(building, 0.1, 0.8) },
				{ words: `${building.name}南侧中段`, at: beside(building, -0.1, -0.8) }
			])
		];
		return all
			.slice(0, gates.length * 2)
			.concat(this.#random.shuffled(all.slice(gates.length * 2)))
			.slice(0, count);
	}

	#flat(): Building {
		return this.#random.pick(this.#drawn.draft.buildings.filter((one) => one.number !== null));
	}

	/** Tries a few times to keep clear of other pins. */
	#free(find: () => Spot): Spot {
		let spot = find();
		for (let tried = 0; tried < 14; tried++) {
			const isClear = this.#taken.every((other) => distance(other, spot.at) > 8.5);
			if (isClear && isInside(spot.at, this.#drawn.draft.boundary)) break;
			spot = find();
		}
		if (!isInside(spot.at, this.#drawn.draft.boundary)) spot = { ...spot, at: [...this.#flat().center] };
		this.#taken.push(spot.at);
		return spot;
	}
}

/** A slab that stands across has its ends north and south. */
function word(building: Building, side: '东' | '西' | '南' | '北'): string {
	const isAcross = Math.abs(Math.sin(building.turn)) > 0.7;
	return isAcross ? ({ 东: '北', 西: '南', 南: '东', 北: '西' } as const)[side] : side;
}

function nearest(buildings: Building[], at: Point): Building | undefined {
	return buildings
		.filter((one) => one.use !== 'shed')
		.reduce<Building | undefined>((best, one) => (!best || distance(one.center, at) < distance(best.center, at) ? one : best), undefined);
}
