import type { AreaCode } from './area.ts';
import type { Outcome, Stage } from './stage.ts';
import type { LimitUnit, Unit } from './template.ts';

/** A site with the task that its pin shows, as maps and lists use it. Geometry is WGS-84. */
export interface MapSite {
	id: string;
	/** Number on the pin, unique within its area, the same in list, phone and print. */
	number: number;
	layer: string;
	area: AreaCode;
	title: string;
	/** Null while the position is unknown (未定位). */
	geometry: GeoJSON.Point | GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
	version: number;
	task: string;
	taskNumber: string;
	taskVersion: number;
	kind: string;
	stage: Stage;
	outcome: Outcome | null;
	owner: string | null;
	dueAt: string | null;
	warnAt: string | null;
	limitAmount: number | null;
	limitUnit: LimitUnit | null;
	reviewOn: string | null;
	stageSince: string;
	isUrgent: boolean;
	rework: number;
	isSupervised: boolean;
	hasRequest: boolean;
	quantityTarget: number | null;
	quantityDone: number | null;
	unit: Unit | null;
	closedAt: string | null;
	/** 回头看: local day on which a closed site is to be looked at again. */
	lookAgainOn: string | null;
}

export interface MapSites {
	asOf: string;
	/** False when there are more sites than one answer carries. */
	isComplete: boolean;
	/** Names of owners by person id. */
	owners: Record<string, string>;
	sites: MapSite[];
}

/**
 * {@link MapSites} as they travel: a list of values for each property, all in the order of the sites,
 * instead of the property's name at every site. Null when there is none.
 */
export interface SiteColumns extends Omit<MapSites, 'sites'> {
	sites: { [Property in keyof MapSite]: MapSite[Property][] } | null;
}

/** The sites of {@link SiteColumns}, each for itself. */
export function fromColumns({ sites: columns, ...about }: SiteColumns): MapSites {
	if (!columns) return { ...about, sites: [] };
	const lists = Object.entries(columns) as [keyof MapSite, unknown[]][];
	const siteAt = (at: number): MapSite => {
		const site: Partial<Record<keyof MapSite, unknown>> = {};
		for (const [name, values] of lists) site[name] = values[at];
		return site as MapSite;
	};
	return { ...about, sites: columns.id.map((_, at) => siteAt(at)) };
}
