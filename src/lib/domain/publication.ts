import type { AreaName } from './area.ts';
import type { Plan } from './plan.ts';
import type { Label, Unit } from './template.ts';

/** 公示: an approved before/after pair as the public reads it. Days are local, YYYY-MM-DD. */
export interface Publication {
	id: string;
	campaign: string;
	area: string;
	layer: string;
	caption: string;
	quantity: number | null;
	unit: Unit | null;
	beforePicture: string;
	afterPicture: string;
	beforeOn: string;
	afterOn: string;
	/** WGS-84, snapped to a grid; null where the site has no position. */
	position: [lng: number, lat: number] | null;
	isGenerated: boolean;
}

/** An area as lists and links need it. */
export interface PublishedAreaName extends AreaName {
	parentCode: string | null;
	/** Before/after pairs in it. */
	pairs: number;
	isGenerated: boolean;
}

export interface PublishedOutline extends PublishedAreaName {
	boundary: GeoJSON.MultiPolygon | null;
	center: GeoJSON.Point | null;
}

export interface PublishedArea extends PublishedOutline {
	/** City first, the area itself last. */
	path: AreaName[];
	plan: Plan | null;
}

export interface PublishedCampaign {
	id: string;
	name: Label;
	areaCode: string;
	startsOn: string;
	endsOn: string;
	layers: { id: string; name: Label; symbol: string }[];
	targets: { id: string; name: Label; unit: Unit; amount: number }[];
	isGenerated: boolean;
}

/** Figures of an area by measure: `closed`, `open`, `target:<id>`. What is missing is too small to be printed. */
export interface PublishedFigures {
	asOf: string | null;
	values: Partial<Record<string, number>>;
}

/** What the public pages print of the settings; empty where nobody has set it. */
export interface PublicSettings {
	complaintContact: string;
	mapApproval: string;
}

/** 整治前 on a day: seen and not yet solved; 整治后: solved; null before anybody saw it. */
export type StateOnDay = 'open' | 'solved' | null;

/** How a published site stood at the end of a local day. */
export function stateOn({ beforeOn, afterOn }: Pick<Publication, 'beforeOn' | 'afterOn'>, day: string): StateOnDay {
	if (day >= afterOn) return 'solved';
	return day >= beforeOn ? 'open' : null;
}

/** First and last day of which the pairs know something; null where there is none. */
export function daysOf(pairs: readonly Pick<Publication, 'beforeOn' | 'afterOn'>[]): { first: string; last: string } | null {
	if (pairs.length === 0) return null;
	const days = pairs.flatMap((pair) => [pair.beforeOn, pair.afterOn]).sort();
	return { first: days[0] ?? '', last: days.at(-1) ?? '' };
}

/** The first day on which most of the pairs were still open; null where none ever was. */
export function busiestDay(pairs: readonly Pick<Publication, 'beforeOn' | 'afterOn'>[]): string | null {
	let busiest: { day: string; open: number } | null = null;
	for (const day of [...new Set(pairs.map((pair) => pair.beforeOn))].sort()) {
		const open = pairs.filter((pair) => stateOn(pair, day) === 'open').length;
		if (open > (busiest?.open ?? 0)) busiest = { day, open };
	}
	return busiest?.day ?? null;
}

/** The day where it is one of the range, else the nearest end of it. Anything that is no day is `otherwise`. */
export function dayWithin(asked: string | null, range: { first: string; last: string }, otherwise: string): string {
	if (!asked || !/^\d{4}-\d{2}-\d{2}$/.test(asked) || Number.isNaN(Date.parse(asked))) return otherwise;
	if (asked < range.first) return range.first;
	return asked > range.last ? range.last : asked;
}

/** Name of a redacted file: the area and a random id, nothing of the original. */
const PICTURE_NAME = /^[0-9A-Z]{2,24}\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.jpg$/;

export function isPictureName(path: string): boolean {
	return PICTURE_NAME.test(path);
}
