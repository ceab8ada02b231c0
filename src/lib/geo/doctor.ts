import { unpackAngle } from './angles.ts';
import type { Position } from './coordinates.ts';
import { gaussKruegerSystems, isProjected, readerOf, type FileSystem, type ToWgs84 } from './systems.ts';

/**
 * The coordinate doctor: a file rarely says which system it is in, so every reading that the numbers
 * allow is tried and scored by how many points fall inside the areas that their rows name.
 */

/** A pair of numbers of the file, as its columns were taken, and where its row says that it lies. */
export interface Sample {
	east: number;
	north: number;
	/** Code of the area that the row names; null when it names none. */
	area: string | null;
}

/** One way to read a file's pairs. */
export interface Reading {
	system: FileSystem;
	/** The column taken for the longitude or easting holds the other one. */
	isSwapped: boolean;
	/** Degrees are packed as D.MMSS. */
	isPacked: boolean;
}

export interface Candidate extends Reading {
	/** Points inside the areas that their rows name, of `of` points that could be judged. */
	inside: number;
	of: number;
	/** Where the first points come to lie, WGS-84. */
	positions: Position[];
}

/** `only` one reading is possible; `inside` one is right far more often; a `hint` decided between equals. */
export type Verdict = 'only' | 'inside' | 'hint' | 'ambiguous' | 'nowhere' | 'nothing';

export interface Diagnosis {
	/** Best first. */
	candidates: Candidate[];
	chosen: Candidate | null;
	verdict: Verdict;
}

export interface Ground {
	/** Whether the position lies in the area that a row names (null: in the whole); null where nobody knows. */
	contains(area: string | null, position: Position): boolean | null;
}

const SHOWN_POSITIONS = 40;
/** A reading must be right for so many points more than another, and four times as often, to be told from it. */
const DECISIVE = 3;
const DECISIVE_RATIO = 4;
/** Below this share of points inside, no reading is believed. */
const BELIEVED = 0.5;
const SAME_DEGREES = 1e-6;

/** How a reading turns a pair of the file into WGS-84; null for a pair that cannot be of it. */
export function pairReader({ system, isSwapped, isPacked }: Reading): ToWgs84 {
	const read = readerOf(system);
	const unpacked: ToWgs84 = (east, north) => {
		const [lng, lat] = [unpackAngle(east), unpackAngle(north)];
		return lng === null || lat === null ? null : read(lng, lat);
	};
	const straight = isPacked ? unpacked : read;
	return isSwapped ? (first, second) => straight(second, first) : straight;
}

/**
 * Scores the readings that the numbers allow. `hint` is a system that the file or its headings name:
 * it decides between readings that score alike, never against the points.
 */
export function diagnose(samples: Sample[], ground: Ground, hint: FileSystem | null = null, systems?: FileSystem[]): Diagnosis {
	if (samples.length === 0) return { candidates: [], chosen: null, verdict: 'nothing' };
	const possible = distinct(readingsFor(samples, systems).flatMap((reading) => score(reading, samples, ground)));
	// Where no boundary tells, turned axes and packed degrees are worth no thought beside a plain reading.
	const isPlainPossible = possible.some((one) => oddity(one) === 0);
	const scored = possible.filter((one) => one.of > 0 || oddity(one) === 0 || !isPlainPossible);
	scored.sort((a, b) => b.inside - a.inside || Number(b.system === hint) - Number(a.system === hint) || oddity(a) - oddity(b));
	const candidates = scored.map(({ hits: _hits, ...candidate }) => candidate);
	const [best] = scored;
	if (!best) return { candidates, chosen: null, verdict: 'nowhere' };
	const chosen = candidates[0] as Candidate;
	if (best.of > 0 && best.inside < best.of * BELIEVED) return { candidates, chosen: null, verdict: 'nowhere' };
	const rivals = scored.slice(1).filter((other) => !isDecisive(best.hits, other.hits));
	// The same system with its axes turned or its degrees packed needs better points, not equal ones.
	const equals = rivals.filter((other) => oddity(other) <= oddity(best));
	if (equals.length === 0) return { candidates, chosen, verdict: scored.length === 1 ? 'only' : 'inside' };
	const named = [best, ...equals].filter((one) => one.system === hint);
	if (named.length !== 1) return { candidates, chosen: null, verdict: 'ambiguous' };
	return { candidates, chosen: candidates[scored.indexOf(named[0] as Scored)] as Candidate, verdict: 'hint' };
}

interface Scored extends Candidate {
	/** Per sample: inside, outside, or not to be judged. */
	hits: (boolean | null)[];
}

/** Degrees up to 180 are geographic; metres with or without a zone number before the easting are not. */
function readingsFor(samples: Sample[], systems?: FileSystem[]): Reading[] {
	const largest = samples.reduce((most, { east, north }) => Math.max(most, Math.abs(east), Math.abs(north)), 0);
	const fitting = systems ?? (largest <= 180 ? (['WGS84', 'GCJ02', 'BD09'] as const) : gaussKruegerSystems(largest >= 1e7));
	return fitting.flatMap((system) => {
		const turned = [false, true].map((isSwapped) => ({ system, isSwapped, isPacked: false }));
		return isProjected(system) ? turned : [...turned, ...turned.map((reading) => ({ ...reading, isPacked: true }))];
	});
}

/** Nothing where a pair cannot be of the reading: one such pair rules a packed or turned reading out, a tenth any other. */
function score(reading: Reading, samples: Sample[], ground: Ground): Scored[] {
	const read = pairReader(reading);
	const positions = samples.map(({ east, north }) => read(east, north));
	const impossible = positions.filter((position) => position === null).length;
	const tolerated = reading.isPacked || reading.isSwapped ? 0 : samples.length / 10;
	if (impossible > tolerated) return [];
	const hits = samples.map(({ area }, index) => {
		const position = positions[index];
		return position ? ground.contains(area, position) : false;
	});
	const judged = hits.filter((hit) => hit !== null);
	return [
		{
			...reading,
			hits,
			inside: judged.filter(Boolean).length,
			of: judged.length,
			positions: positions.filter((position) => position !== null).slice(0, SHOWN_POSITIONS)
		}
	];
}

/** Outside China the shifted systems are none: readings that put every point at one place are one. */
function distinct(scored: Scored[]): Scored[] {
	return scored.filter((one, index) => !scored.slice(0, index).some((other) => isSamePlace(one.positions, other.positions)));
}

function isSamePlace(some: Position[], others: Position[]): boolean {
	if (some.length !== others.length) return false;
	return some.every(([lng, lat], index) => {
		const [otherLng, otherLat] = others[index] as Position;
		return Math.abs(lng - otherLng) < SAME_DEGREES && Math.abs(lat - otherLat) < SAME_DEGREES;
	});
}

/** Whether the first is right often enough where the second is wrong (a sign test on what tells them apart). */
function isDecisive(first: (boolean | null)[], second: (boolean | null)[]): boolean {
	let ours = 0;
	let theirs = 0;
	first.forEach((hit, index) => {
		if (hit && !second[index]) ours++;
		else if (!hit && second[index]) theirs++;
	});
	return ours >= DECISIVE && ours >= theirs * DECISIVE_RATIO;
}

function oddity({ isSwapped, isPacked }: Reading): number {
	return Number(isSwapped) + Number(isPacked) * 2;
}
