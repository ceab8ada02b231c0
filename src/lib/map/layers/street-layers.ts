import type { MapPalette } from '../palette.ts';
import { LABEL_FONT, type SceneLayer } from '../scene.ts';
import { BASEMAP_SOURCE } from './overview-layers.ts';

/**
 * Streets from a PMTiles file of any of the usual schemas (OpenMapTiles, Protomaps, plain OSM
 * exports): layers are recognised by their names, and drawn in our own colours. `present` lists the
 * file's vector layers.
 */
export function streetLayers(palette: MapPalette, present: readonly string[]): SceneLayer[] {
	const of = (...names: string[]): string[] => present.filter((name) => names.includes(name.toLowerCase()));
	const source = BASEMAP_SOURCE;
	const line = (id: string, layer: string, paint: object, minzoom = 0): SceneLayer =>
		({
			id: `base-${layer}-${id}`,
			type: 'line',
			source,
			'source-layer': layer,
			minzoom,
			filter: ['==', ['geometry-type'], 'LineString'],
			layout: { 'line-cap': 'round', 'line-join': 'round' },
			paint
		}) as SceneLayer;
	const fill = (id: string, layer: string, paint: object, filter?: unknown): SceneLayer =>
		({
			id: `base-${layer}-${id}`,
			type: 'fill',
			source,
			'source-layer': layer,
			filter: filter ? ['all', ['==', ['geometry-type'], 'Polygon'], filter] : ['==', ['geometry-type'], 'Polygon'],
			paint
		}) as SceneLayer;
	const width = (at10: number, at16: number, at20: number): unknown => [
		'interpolate',
		['exponential', 1.6],
		['zoom'],
		10,
		at10,
		16,
		at16,
		20,
		at20
	];
	/** Which kind of road, by whatever the schema calls it. */
	const isMajor = ['in', ['coalesce', ['get', 'highway'], ['get', 'class'], ['get', 'kind'], ''], ['literal', MAJOR_ROADS]];
	const isMinor = ['!', isMajor];
	const road = (id: string, layer: string, which: unknown, paint: object, minzoom = 0): SceneLayer =>
		({ ...line(id, layer, paint, minzoom), filter: ['all', ['==', ['geometry-type'], 'LineString'], which] }) as SceneLayer;
	const isGreen = [
		'in',
		['coalesce', ['get', 'landuse'], ['get', 'leisure'], ['get', 'natural'], ['get', 'class'], ['get', 'kind'], ''],
		['literal', GREENS]
	];
	return [
		...of('landuse', 'landcover', 'park', 'natural').map((layer) => fill('green', layer, { 'fill-color': palette['m-green'] }, isGreen)),
		...of('water', 'waterways', 'waterway', 'rivers').flatMap((layer) => [
			fill('fill', layer, { 'fill-color': palette['m-water'] }),
			line('line', layer, { 'line-color': palette['m-water-l'], 'line-width': width(0.6, 2, 6) })
		]),
		...of('boundary', 'boundaries', 'admin').map((layer) =>
			line('line', layer, { 'line-color': palette['m-bld-l'], 'line-width': 0.8, 'line-dasharray': [6, 3, 1.5, 3] })
		),
		// Far out only the roads that lead somewhere, each with its edge: white on the ground alone is no line.
		...of('roads', 'transportation', 'road').flatMap((layer) => [
			road('minor-case', layer, isMinor, { 'line-color': palette['m-case'], 'line-width': width(0.8, 7, 22) }, 13),
			road('major-case', layer, isMajor, { 'line-color': palette['m-case'], 'line-width': width(2.2, 10, 29) }),
			road('minor', layer, isMinor, { 'line-color': palette['m-road'], 'line-width': width(0.4, 5, 19) }, 13),
			road('major', layer, isMajor, { 'line-color': palette['m-road'], 'line-width': width(1.2, 8, 26) })
		]),
		...of('railways', 'rail', 'railway').map((layer) =>
			line('line', layer, { 'line-color': palette['m-rail'], 'line-width': width(0.8, 3, 5) })
		),
		...of('buildings', 'building').map((layer) =>
			fill('fill', layer, { 'fill-color': palette['m-bld'], 'fill-outline-color': palette['m-bld-l'] })
		),
		...of('places', 'place', 'place_label').map(
			(layer) =>
				({
					id: `base-${layer}-label`,
					type: 'symbol',
					source,
					'source-layer': layer,
					layout: { 'text-field': ['coalesce', ['get', 'name'], ''], 'text-font': LABEL_FONT, 'text-size': 12 },
					paint: { 'text-color': palette['m-text-2'], 'text-halo-color': palette['m-out'], 'text-halo-width': 1.5 }
				}) as SceneLayer
		),
		...of('roads', 'transportation_name', 'road').map(
			(layer) =>
				({
					id: `base-${layer}-name`,
					type: 'symbol',
					source,
					'source-layer': layer,
					minzoom: 14,
					layout: {
						'symbol-placement': 'line',
						'text-field': ['coalesce', ['get', 'name'], ''],
						'text-font': LABEL_FONT,
						'text-size': 11
					},
					paint: { 'text-color': palette['m-text-2'], 'text-halo-color': palette['m-road'], 'text-halo-width': 1.5 }
				}) as SceneLayer
		)
	];
}

const MAJOR_ROADS = [
	'motorway',
	'trunk',
	'primary',
	'secondary',
	'tertiary',
	'motorway_link',
	'trunk_link',
	'primary_link',
	'major_road',
	'highway'
];
const GREENS = [
	'forest',
	'wood',
	'grass',
	'meadow',
	'park',
	'orchard',
	'vineyard',
	'cemetery',
	'pitch',
	'playground',
	'recreation_ground',
	'scrub',
	'garden',
	'village_green',
	'allotments',
	'farmland'
];
