import type { GeoJSONSourceSpecification, LayerSpecification, RasterSourceSpecification, VectorSourceSpecification } from 'maplibre-gl';

/**
 * What a map shows, as a value: sources by id, and layers from the bottom up. Building one is cheap
 * and pure; only the differences between two reach the map (diffScenes, MapHandle).
 */
export interface Scene {
	sources: Readonly<Record<string, SceneSource>>;
	layers: readonly SceneLayer[];
}

/** GeoJSON data is compared by identity: keep the collection while nothing in it changed. */
export type SceneSource =
	(Omit<GeoJSONSourceSpecification, 'data'> & { data: GeoJSON.FeatureCollection }) | VectorSourceSpecification | RasterSourceSpecification;

export type SceneLayer = LayerSpecification;

export const EMPTY_SCENE: Scene = { sources: {}, layers: [] };

export const NO_FEATURES: GeoJSON.FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Text is drawn from local fonts: a style without glyphs and a CSS family list request nothing. */
export const LABEL_FONT = ['Inter Variable', 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'sans-serif'];
/** MapLibre reads the weight out of the first name; the family itself exists nowhere and is passed over. */
export const LABEL_FONT_MEDIUM = ['Label Medium', ...LABEL_FONT];
