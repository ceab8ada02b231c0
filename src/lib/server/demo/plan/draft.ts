import type { Point, Ring } from '../plane.ts';

export type BuildingUse = 'residential' | 'service' | 'kindergarten' | 'shop' | 'boiler' | 'shed';

/** A building in the metres of its block. */
export interface Building {
	/** Residential buildings are numbered; the others carry only a name. */
	number: number | null;
	name: string;
	use: BuildingUse;
	outline: Ring;
	/** Centre of the body, without stairwells. */
	center: Point;
	/** Half length and half depth of the body, and how it is turned against the block (counter-clockwise). */
	half: [number, number];
	turn: number;
	/** Stairwells, west to east: each with its own part of the body. */
	units: Ring[];
	seams: [Point, Point][];
	/** In front of each stairwell. */
	doors: Point[];
	floors: number;
}

export interface Street {
	line: Point[];
	widthM: number;
	name?: string;
}

export interface Lot {
	outline: Ring;
	bays: [Point, Point][];
	name?: string;
}

export interface Gate {
	name: string;
	at: Point;
	/** Unit vector out of the compound. */
	out: Point;
	widthM: number;
}

/** A compound being drawn: everything in the metres of its block, y to the north of the block. */
export interface Draft {
	width: number;
	height: number;
	boundary: Ring;
	buildings: Building[];
	greens: { outline: Ring; name?: string }[];
	ponds: Ring[];
	plazas: { outline: Ring; name?: string }[];
	roads: Street[];
	paths: Street[];
	lots: Lot[];
	walls: Point[][];
	trees: { at: Point; radiusM: number }[];
	gates: Gate[];
	/** Where bins stand: rubbish gathers here. */
	bins: Point[];
}

export function emptyDraft(width: number, height: number, boundary: Ring): Draft {
	return {
		width,
		height,
		boundary,
		buildings: [],
		greens: [],
		ponds: [],
		plazas: [],
		roads: [],
		paths: [],
		lots: [],
		walls: [],
		trees: [],
		gates: [],
		bins: []
	};
}

export function rectangle(x: number, y: number, width: number, height: number): Ring {
	return [
		[x, y],
		[x + width, y],
		[x + width, y + height],
		[x, y + height]
	];
}

export function circle([x, y]: Point, radius: number, corners = 28): Ring {
	return Array.from({ length: corners }, (_, index): Point => {
		const angle = (2 * Math.PI * index) / corners;
		return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
	});
}

export function turned([x, y]: Point, angle: number, [ox, oy]: Point = [0, 0]): Point {
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	return [ox + x * cos - y * sin, oy + x * sin + y * cos];
}

/** A smooth line through the points (Catmull-Rom), for paths and banks. */
export function curve(points: Point[], steps = 6): Point[] {
	const line: Point[] = [];
	for (let index = 0; index < points.length - 1; index++) {
		const [p0, p1, p2, p3] = [
			points[index - 1] ?? points[index],
			points[index],
			points[index + 1],
			points[index + 2] ?? points[index + 1]
		] as [Point, Point, Point, Point];
		for (let step = 0; step < steps; step++) {
			const t = step / steps;
			line.push([blend(p0[0], p1[0], p2[0], p3[0], t), blend(p0[1], p1[1], p2[1], p3[1], t)]);
		}
	}
	const last = points.at(-1);
	if (last) line.push(last);
	return line;
}

function blend(a: number, b: number, c: number, d: number, t: number): number {
	return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
}
