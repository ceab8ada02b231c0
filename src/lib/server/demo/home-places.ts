import type { Spot } from './places.ts';
import { beside, beyondEnd, house } from './plan/building.ts';
import type { Building } from './plan/draft.ts';
import type { Drawn } from './plan/index.ts';
import type { Point } from './plane.ts';

// Places of a known compound by the number of a building, the name of a gate or a green.

function flat(drawn: Drawn, number: number): Building {
	return drawn.draft.buildings.find((one) => one.number === number) ?? drawn.draft.buildings[0] ?? house('', 'shed', [20, 20], [8, 8]);
}

export function north(number: number, along: number): (drawn: Drawn) => Point {
	return (drawn) => beside(flat(drawn, number), along, 5.5);
}

export function south(number: number, along: number, off = -3.4): (drawn: Drawn) => Point {
	return (drawn) => (off > 0 ? beside(flat(drawn, number), along, -off) : beside(flat(drawn, number), along, off));
}

export function west(number: number): (drawn: Drawn) => Point {
	return (drawn) => beyondEnd(flat(drawn, number), -4);
}

export function east(number: number): (drawn: Drawn) => Point {
	return (drawn) => beyondEnd(flat(drawn, number), 4);
}

export function door(number: number, index: number): (drawn: Drawn) => Point {
	return (drawn) => flat(drawn, number).doors[index] ?? flat(drawn, number).center;
}

export function gate(drawn: Drawn, name: string, along: number): Point {
	const found = drawn.draft.gates.find((one) => one.name === name) ?? drawn.draft.gates[0];
	if (!found) return [20, 20];
	return [found.at[0] - found.out[0] * 6 - found.out[1] * along, found.at[1] - found.out[1] * 6 + found.out[0] * along];
}

export function greenNamed(drawn: Drawn, name: string): Point {
	const green = drawn.draft.greens.find((one) => one.name === name) ?? drawn.draft.greens[0];
	const [a, , c] = (green?.outline ?? [
		[10, 10],
		[20, 10],
		[20, 20]
	]) as [Point, Point, Point];
	return [a[0] * 0.72 + c[0] * 0.28, (a[1] + c[1]) / 2];
}

export function lot(drawn: Drawn): Point {
	const [a, , c] = (drawn.draft.lots[0]?.outline ?? [
		[10, 10],
		[20, 10],
		[20, 20]
	]) as [Point, Point, Point];
	return [a[0] * 0.3 + c[0] * 0.7, (a[1] + c[1]) / 2];
}

export function greenAt(drawn: Drawn, at: Point): Partial<Spot> {
	const found = drawn.draft.greens.find(({ outline }) => {
		const xs = outline.map(([x]) => x);
		const ys = outline.map(([, y]) => y);
		return at[0] >= Math.min(...xs) && at[0] <= Math.max(...xs) && at[1] >= Math.min(...ys) && at[1] <= Math.max(...ys);
	});
	return found ? { ring: found.outline } : {};
}
