import { filterQuery, readFilter, type CaseFilter } from '#lib/domain/paths.ts';
import { readCamera, writeCamera, type Camera } from '#lib/geo/camera.ts';

export const TABS = ['open', 'closed', 'again'] as const;
/** 未结, 已结, 回头看. */
export type MapTab = (typeof TABS)[number];

export const SORTS = ['due', 'since', 'number'] as const;
/** By time left, by how long it has stood in its stage, by number. */
export type MapSort = (typeof SORTS)[number];

const FILTERS = ['stages', 'layers', 'kinds', 'light', 'owner', 'text', 'reworked', 'supervised', 'unlocated', 'lookAgainBy'] as const;
/** What narrows the sites of a map: words of a list of cases, with the same meaning. */
export type MapFilter = Pick<CaseFilter, (typeof FILTERS)[number]>;
/** Stands in a link for "no layer at all", which no layer is called. */
export const NO_LAYER = 'none';

/** What somebody is looking at; all of it stands in the link. */
export interface MapView {
	/** Id of the selected case. */
	task: string | null;
	tab: MapTab;
	sort: MapSort;
	/** Layers left out: all but internal ones. */
	filter: MapFilter;
	/** Per cent by layer, where it is not 100. */
	opacity: Readonly<Record<string, number>>;
	basemap: string | null;
	camera: Camera | null;
}

export function readMapView(query: URLSearchParams): MapView {
	return {
		task: query.get('task'),
		tab: TABS.find((tab) => tab === query.get('tab')) ?? 'open',
		sort: SORTS.find((sort) => sort === query.get('sort')) ?? 'due',
		filter: readMapFilter(query),
		opacity: readOpacity(query.get('opacity')),
		basemap: query.get('base'),
		camera: readCamera(query.get('at'))
	};
}

/** The query of a view; words of it that are not ours (campaign) come from `rest` and stay. */
export function writeMapView(view: MapView, rest: URLSearchParams): URLSearchParams {
	const query = new URLSearchParams(rest);
	const words: Record<string, string | undefined> = {
		task: view.task ?? undefined,
		tab: view.tab === 'open' ? undefined : view.tab,
		sort: view.sort === 'due' ? undefined : view.sort,
		...Object.fromEntries(FILTERS.map((name) => [name, undefined])),
		...filterQuery(view.filter),
		opacity: writeOpacity(view.opacity),
		base: view.basemap ?? undefined,
		at: view.camera ? writeCamera(view.camera) : undefined
	};
	for (const [name, value] of Object.entries(words)) {
		if (value === undefined) query.delete(name);
		else query.set(name, value);
	}
	return query;
}

function readMapFilter(query: URLSearchParams): MapFilter {
	const read: CaseFilter = readFilter(query);
	return Object.fromEntries(FILTERS.flatMap((name) => (read[name] === undefined ? [] : [[name, read[name]]])));
}

function readOpacity(text: string | null): Record<string, number> {
	const opacity: Record<string, number> = {};
	for (const part of (text ?? '').split(',')) {
		const [layer, share] = part.split(':');
		const percent = Number(share);
		if (layer && /^[a-z0-9_]{1,60}$/.test(layer) && percent >= 0 && percent < 100) opacity[layer] = percent;
	}
	return opacity;
}

function writeOpacity(opacity: Readonly<Record<string, number>>): string | undefined {
	const parts = Object.entries(opacity).filter(([, percent]) => percent < 100);
	return parts.length ? parts.map(([layer, percent]) => `${layer}:${Math.round(percent)}`).join(',') : undefined;
}
