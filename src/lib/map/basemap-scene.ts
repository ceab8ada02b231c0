import { OVERVIEW_FILE, type BasemapInfo } from '#lib/domain/basemap.ts';
import { BASEMAP_SOURCE, overviewLayers } from './layers/overview-layers.ts';
import { streetLayers } from './layers/street-layers.ts';
import type { MapPalette } from './palette.ts';
import { LABEL_FONT, type Scene, type SceneLayer, type SceneSource } from './scene.ts';

/** What must be asked of the server before a basemap can be drawn: a file's layers, a style's document. */
export interface BasemapDetail {
	/** Vector layers of a PMTiles file; empty for one of pictures. */
	vectorLayers?: string[];
	/** Sources rewritten to our own origin, and the layers of a style. */
	style?: { sources: Record<string, SceneSource>; layers: SceneLayer[] };
}

const TILE_PATH = (id: string): string => `/tiles/${encodeURIComponent(id)}/{z}/{x}/{y}`;

/**
 * The bottom of a scene. Every address is of our own origin: `origin` makes paths absolute, because
 * MapLibre's worker has no page to be relative to.
 */
export function basemapScene(basemap: BasemapInfo, detail: BasemapDetail, palette: MapPalette, origin: string): Scene {
	const zooms = { minzoom: Math.floor(basemap.minZoom), maxzoom: Math.ceil(basemap.maxZoom) };
	switch (basemap.kind) {
		case 'plan':
			return { sources: {}, layers: [] };
		case 'raster':
			return {
				sources: { [BASEMAP_SOURCE]: { type: 'raster', tiles: [origin + TILE_PATH(basemap.id)], tileSize: 256, ...zooms } },
				layers: [{ id: 'base-raster', type: 'raster', source: BASEMAP_SOURCE, paint: { 'raster-fade-duration': 120 } }]
			};
		case 'pmtiles':
			return pmtilesScene(basemap, detail, palette, origin);
		case 'style':
			return styleScene(detail, origin);
	}
}

function pmtilesScene(basemap: BasemapInfo, detail: BasemapDetail, palette: MapPalette, origin: string): Scene {
	if (basemap.id === 'overview') {
		return {
			sources: { [BASEMAP_SOURCE]: { type: 'vector', url: `pmtiles://${origin}${OVERVIEW_FILE}` } },
			layers: overviewLayers(palette)
		};
	}
	const url = `pmtiles://${origin}/tiles/${encodeURIComponent(basemap.id)}/archive`;
	if (!detail.vectorLayers?.length) {
		return {
			sources: { [BASEMAP_SOURCE]: { type: 'raster', url, tileSize: 256 } },
			layers: [{ id: 'base-raster', type: 'raster', source: BASEMAP_SOURCE }]
		};
	}
	return { sources: { [BASEMAP_SOURCE]: { type: 'vector', url } }, layers: streetLayers(palette, detail.vectorLayers) };
}

/** A foreign style keeps its colours; its names are made ours, its labels drawn from local fonts. */
function styleScene(detail: BasemapDetail, origin: string): Scene {
	const sources: Record<string, SceneSource> = {};
	for (const [name, source] of Object.entries(detail.style?.sources ?? {})) {
		const tiles = 'tiles' in source ? source.tiles?.map((path) => origin + path) : undefined;
		sources[`${BASEMAP_SOURCE}-${name}`] = { ...source, tiles } as SceneSource;
	}
	const layers = (detail.style?.layers ?? []).map((layer) => {
		const named = { ...layer, id: `base-${layer.id}` } as Record<string, unknown>;
		if ('source' in layer) named.source = `${BASEMAP_SOURCE}-${String(layer.source)}`;
		if (layer.type === 'symbol') {
			const { 'icon-image': _icon, ...layout } = (layer.layout ?? {}) as Record<string, unknown>;
			named.layout = { ...layout, ...('text-field' in layout ? { 'text-font': LABEL_FONT } : {}) };
		}
		return named as unknown as SceneLayer;
	});
	return { sources, layers };
}

/** Sources by which a failing basemap is recognised. */
export function isBasemapSource(id: string): boolean {
	return id === BASEMAP_SOURCE || id.startsWith(`${BASEMAP_SOURCE}-`);
}
