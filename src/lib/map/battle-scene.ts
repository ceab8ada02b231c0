import type { Area, AreaName, SheetGrid } from '#lib/domain/area.ts';
import { hasOperationsMap } from '#lib/domain/area.ts';
import { BUILTIN_BASEMAPS, type BasemapSystem } from '#lib/domain/basemap.ts';
import { boundsOf } from '#lib/geo/bounds.ts';
import { convertCollection, type Position } from '#lib/geo/coordinates.ts';
import { anchorOf } from '#lib/geo/inside.ts';
import { gridLines } from '#lib/geo/sheet-grid.ts';
import {
	AREA_SOURCE,
	CHILD_LABEL_SOURCE,
	CHILD_SOURCE,
	GRID_SOURCE,
	boundaryLayers,
	childLabelLayers,
	childLayers,
	gridLayers,
	groundLayers
} from './layers/area-layers.ts';
import { PLAN_LABEL_SOURCE, PLAN_SOURCE, planLabelLayers, planLayers } from './layers/plan-layers.ts';
import {
	CLUSTER_PROPERTIES,
	DOT_SOURCE,
	PIN_SOURCE,
	SELECTED_SOURCE,
	SHAPE_SOURCE,
	siteDotLayers,
	sitePinLayers,
	siteShapeLayers
} from './layers/site-layers.ts';
import { PALETTES, type MapTheme } from './palette.ts';
import type { PlanSources } from './plan-source.ts';
import type { Scene, SceneSource } from './scene.ts';
import type { PinCollection } from './site-source.ts';

type Collection = GeoJSON.FeatureCollection;

/** The unmoving part of an operations map in WGS-84: everything but the sites. */
export interface SheetGround {
	level: Area['level'];
	/** Latitude at which metres become pixels. */
	lat: number;
	area: Collection;
	children: Collection;
	childLabels: Collection;
	grid: Collection;
	plan: PlanSources;
}

export interface SheetGroundInput {
	area: Pick<Area, 'code' | 'level' | 'boundary' | 'center' | 'sheet'>;
	children: readonly (Pick<AreaName, 'code'> & { boundary: GeoJSON.MultiPolygon | null; center: GeoJSON.Point | null })[];
	plan: PlanSources;
	/** What is written on an area below: its name, and a line under it. */
	childText: (code: string) => { name: string; count?: string };
}

export function sheetGround({ area, children, plan, childText }: SheetGroundInput): SheetGround {
	const outlined = children.filter((child) => child.boundary);
	return {
		level: area.level,
		lat: area.center?.coordinates[1] ?? (area.boundary ? anchorOf(area.boundary)[1] : 42),
		area: collection(area.boundary ? [feature(area.boundary, { id: area.code })] : []),
		children: collection(outlined.map((child) => feature(child.boundary as GeoJSON.MultiPolygon, { id: child.code }))),
		childLabels: collection(
			children.flatMap((child, rank) => {
				const place =
					area.level === 'community' ? northOf(child) : (child.center ?? (child.boundary ? pointAt(anchorOf(child.boundary)) : null));
				return place ? [feature(place, { id: child.code, rank, ...childText(child.code) })] : [];
			})
		),
		grid: gridCollection(area.sheet),
		plan
	};
}

/** What one sees of it at the moment. */
export interface SheetView {
	theme: MapTheme;
	/** The system that the basemap is drawn in: our data is moved onto it. */
	crs: BasemapSystem;
	basemap: Scene;
	basemapId: string;
	pins: PinCollection;
	shapes: Collection;
	/** The selected site's pin, when it has a place. */
	selected: PinCollection;
	/** CSS pixels of a pin. */
	pinPx: number;
	opacity: Readonly<Record<string, number>>;
}

/** Sites of a compound come apart earlier than those of a city, and small pins earlier than large ones. */
function clusterUpTo({ level }: SheetGround, pinPx: number): number {
	return level === 'compound' && pinPx < 30 ? 14 : 15;
}

/**
 * The whole map, bottom first: ground, basemap, plan, grid, areas, ground that sites cover, labels,
 * boundary, pins. The built-in basemaps leave the plan visible; a foreign one shows its own streets.
 */
export function battleScene(ground: SheetGround, view: SheetView): Scene {
	const palette = PALETTES[view.theme];
	const isOurs = BUILTIN_BASEMAPS.some((basemap) => basemap.id === view.basemapId);
	const isOperationsMap = hasOperationsMap(ground.level);
	const hasDots = ground.level === 'city' || ground.level === 'district';
	const look = { theme: view.theme, palette, opacity: view.opacity, hasDots };
	const shifted = shiftOnto(view.crs);
	const sources: Record<string, SceneSource> = {
		...view.basemap.sources,
		[AREA_SOURCE]: { type: 'geojson', data: shifted(ground.area) },
		[CHILD_SOURCE]: { type: 'geojson', data: shifted(ground.children), promoteId: 'id' },
		[CHILD_LABEL_SOURCE]: { type: 'geojson', data: shifted(ground.childLabels) },
		[GRID_SOURCE]: { type: 'geojson', data: shifted(ground.grid) },
		[SHAPE_SOURCE]: { type: 'geojson', data: shifted(view.shapes), promoteId: 'id' },
		[PIN_SOURCE]: {
			type: 'geojson',
			data: shifted(view.pins),
			promoteId: 'id',
			cluster: true,
			clusterRadius: ground.level === 'compound' ? 40 : 56,
			clusterMaxZoom: clusterUpTo(ground, view.pinPx),
			clusterProperties: CLUSTER_PROPERTIES
		},
		[SELECTED_SOURCE]: { type: 'geojson', data: shifted(view.selected) }
	};
	if (hasDots) sources[DOT_SOURCE] = { type: 'geojson', data: shifted(view.pins) };
	if (isOurs) {
		sources[PLAN_SOURCE] = { type: 'geojson', data: shifted(ground.plan.shapes) };
		sources[PLAN_LABEL_SOURCE] = { type: 'geojson', data: shifted(ground.plan.labels) };
	}
	const [background, inside] = groundLayers(palette);
	return {
		sources,
		layers: [
			...(background ? [background] : []),
			// Where areas below are named, a basemap of ours does not name them again.
			...(isOurs && ground.childLabels.features.length ? view.basemap.layers.filter(({ id }) => id !== 'base-place') : view.basemap.layers),
			...(isOurs && isOperationsMap && inside ? [inside] : []),
			...(isOurs && view.basemapId === 'plan' ? childLayers(palette) : childLayers(palette).filter((layer) => layer.id !== 'child-fill')),
			...(isOurs ? planLayers(palette, ground.lat) : []),
			...gridLayers(palette),
			...siteShapeLayers(look),
			...boundaryLayers(palette, isOperationsMap),
			...(isOurs ? planLabelLayers(palette) : []),
			...siteDotLayers(look),
			...childLabelLayers(palette, ground.level === 'community'),
			...sitePinLayers(look)
		]
	};
}

const memo = new WeakMap<object, Map<BasemapSystem, Collection>>();

/** Moves collections onto a basemap's system; the same collection is moved once, so that identity holds. */
function shiftOnto(crs: BasemapSystem): (data: Collection) => Collection {
	if (crs !== 'GCJ02') return (data) => data;
	return (data) => {
		const known = memo.get(data) ?? new Map<BasemapSystem, Collection>();
		memo.set(data, known);
		const moved = known.get(crs) ?? convertCollection(data, 'WGS84', crs);
		known.set(crs, moved);
		return moved;
	};
}

/** The middle of the northern edge of a compound, where its name stands. */
function northOf({ boundary, center }: SheetGroundInput['children'][number]): GeoJSON.Point | null {
	const bounds = boundsOf([boundary]);
	if (!bounds) return center;
	const [west, , east, north] = bounds;
	return pointAt([(west + east) / 2, north]);
}

const pointAt = (coordinates: Position): GeoJSON.Point => ({ type: 'Point', coordinates });

function gridCollection(sheet: SheetGrid | null): Collection {
	if (!sheet) return collection([]);
	return collection(gridLines(sheet).map(({ from, to }) => feature({ type: 'LineString', coordinates: [from, to] }, {})));
}

const collection = (features: GeoJSON.Feature[]): Collection => ({ type: 'FeatureCollection', features });
const feature = (geometry: GeoJSON.Geometry, properties: GeoJSON.GeoJsonProperties): GeoJSON.Feature => ({
	type: 'Feature',
	geometry,
	properties
});
