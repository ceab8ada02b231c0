import type { MapPalette } from '../palette.ts';
import { groundPixels, kindIs } from '../expressions.ts';
import { LABEL_FONT, LABEL_FONT_MEDIUM, type SceneLayer } from '../scene.ts';

export const PLAN_SOURCE = 'plan';
export const PLAN_LABEL_SOURCE = 'plan-labels';

/** Where details of a plan begin: stairwells, seams, trees, bays, gates. */
const DETAIL_ZOOM = 16.4;
const BUILDING_ZOOM = 14.5;

/** The schematic plan of compounds, bottom first (LOOK section 6). `lat` turns metres into pixels. */
export function planLayers(palette: MapPalette, lat: number): SceneLayer[] {
	const source = PLAN_SOURCE;
	return [
		{ id: 'plan-water', type: 'fill', source, filter: kindIs('water'), paint: { 'fill-color': palette['m-water'] } },
		{
			id: 'plan-water-line',
			type: 'line',
			source,
			filter: kindIs('water'),
			paint: { 'line-color': palette['m-water-l'], 'line-width': 1.2 }
		},
		{
			id: 'plan-contour',
			type: 'line',
			source,
			minzoom: 12,
			filter: kindIs('contour'),
			paint: { 'line-color': palette['m-contour'], 'line-width': ['case', ['boolean', ['get', 'isMajor'], false], 1, 0.5] }
		},
		{
			id: 'plan-neighbour',
			type: 'fill',
			source,
			minzoom: BUILDING_ZOOM,
			filter: kindIs('neighbour'),
			paint: { 'fill-color': palette['m-bld-out'], 'fill-outline-color': palette['m-bld-out-l'] }
		},
		{ id: 'plan-green', type: 'fill', source, minzoom: 14, filter: kindIs('green'), paint: { 'fill-color': palette['m-green'] } },
		{
			id: 'plan-green-line',
			type: 'line',
			source,
			minzoom: 15,
			filter: kindIs('green'),
			paint: { 'line-color': palette['m-green-l'], 'line-width': 0.6 }
		},
		{
			id: 'plan-plaza',
			type: 'fill',
			source,
			minzoom: 14,
			filter: kindIs('plaza'),
			paint: { 'fill-color': palette['m-road'], 'fill-outline-color': palette['m-case'] }
		},
		...roads(palette, lat),
		{
			id: 'plan-rail',
			type: 'line',
			source,
			minzoom: 12,
			filter: kindIs('rail'),
			paint: { 'line-color': palette['m-rail'], 'line-width': ['interpolate', ['linear'], ['zoom'], 12, 1.5, 15, 4] }
		},
		{
			id: 'plan-rail-ties',
			type: 'line',
			source,
			minzoom: 14,
			filter: kindIs('rail'),
			paint: { 'line-color': palette['m-road'], 'line-width': 2, 'line-dasharray': [7, 7] }
		},
		{
			id: 'plan-parking',
			type: 'fill',
			source,
			minzoom: 15,
			filter: ['all', kindIs('parking'), ['==', ['geometry-type'], 'Polygon']],
			paint: { 'fill-color': palette['m-park'] }
		},
		{
			id: 'plan-parking-bays',
			type: 'line',
			source,
			minzoom: DETAIL_ZOOM,
			filter: kindIs('parking'),
			paint: { 'line-color': palette['m-bld-out-l'], 'line-width': 0.8 }
		},
		{
			id: 'plan-wall',
			type: 'line',
			source,
			minzoom: 15,
			filter: kindIs('wall'),
			paint: { 'line-color': palette['m-bld-l'], 'line-width': 1.2 }
		},
		...buildings(palette),
		{
			id: 'plan-seam',
			type: 'line',
			source,
			minzoom: DETAIL_ZOOM,
			filter: kindIs('seam'),
			paint: { 'line-color': palette['m-bld-l'], 'line-width': 0.6, 'line-dasharray': [4, 4] }
		},
		{
			id: 'plan-tree',
			type: 'circle',
			source,
			minzoom: DETAIL_ZOOM,
			filter: kindIs('tree'),
			paint: {
				'circle-color': palette['m-tree'],
				'circle-radius': groundPixels(['coalesce', ['get', 'radiusM'], 1.6], lat),
				'circle-pitch-alignment': 'map'
			}
		},
		{
			id: 'plan-gate',
			type: 'line',
			source,
			minzoom: 15.5,
			filter: kindIs('gate'),
			layout: { 'line-cap': 'butt' },
			paint: { 'line-color': palette['m-edge'], 'line-width': 3 }
		}
	];
}

function roads(palette: MapPalette, lat: number): SceneLayer[] {
	const source = PLAN_SOURCE;
	const widthOf = (plusPx: number, least: number): ReturnType<typeof groundPixels> =>
		groundPixels(['coalesce', ['get', 'widthM'], least], lat, plusPx);
	const ends = { 'line-cap': 'butt', 'line-join': 'round' } as const;
	return [
		{
			id: 'plan-path-case',
			type: 'line',
			source,
			minzoom: 15,
			filter: kindIs('path'),
			layout: ends,
			paint: { 'line-color': palette['m-case'], 'line-width': widthOf(1.2, 2) }
		},
		{
			id: 'plan-road-case',
			type: 'line',
			source,
			minzoom: 12,
			filter: kindIs('road'),
			layout: ends,
			paint: { 'line-color': palette['m-case'], 'line-width': widthOf(2, 6) }
		},
		{
			id: 'plan-path',
			type: 'line',
			source,
			minzoom: 15,
			filter: kindIs('path'),
			layout: ends,
			paint: { 'line-color': palette['m-road'], 'line-width': widthOf(0, 2) }
		},
		{
			id: 'plan-road',
			type: 'line',
			source,
			minzoom: 12,
			filter: kindIs('road'),
			layout: ends,
			paint: { 'line-color': palette['m-road'], 'line-width': widthOf(0, 6) }
		}
	];
}

/** One hard edge to the south-east, never a blur: the footprint twice more, shifted on the screen. */
function buildings(palette: MapPalette): SceneLayer[] {
	const edge = (id: string, px: number): SceneLayer => ({
		id,
		type: 'fill',
		source: PLAN_SOURCE,
		minzoom: 16,
		filter: kindIs('building'),
		paint: { 'fill-color': palette['m-bld-s'], 'fill-translate': [px, px], 'fill-translate-anchor': 'viewport' }
	});
	return [
		edge('plan-building-edge', 2.6),
		edge('plan-building-edge-inner', 1.3),
		{
			id: 'plan-building',
			type: 'fill',
			source: PLAN_SOURCE,
			minzoom: BUILDING_ZOOM,
			filter: kindIs('building'),
			paint: { 'fill-color': palette['m-bld'] }
		},
		{
			id: 'plan-building-line',
			type: 'line',
			source: PLAN_SOURCE,
			minzoom: BUILDING_ZOOM,
			filter: kindIs('building'),
			paint: { 'line-color': palette['m-bld-l'], 'line-width': 0.8 }
		}
	];
}

/** Names on the plan; they stand above everything but pins, and none is smaller than 11 px. */
export function planLabelLayers(palette: MapPalette): SceneLayer[] {
	const source = PLAN_LABEL_SOURCE;
	const halo = { 'text-halo-color': palette['m-in'], 'text-halo-width': 1.6, 'text-halo-blur': 0.2 };
	return [
		{
			id: 'plan-label-road',
			type: 'symbol',
			source,
			minzoom: 14,
			filter: ['all', kindIs('road', 'water', 'rail'), ['==', ['geometry-type'], 'LineString']],
			layout: {
				'symbol-placement': 'line',
				'symbol-spacing': 420,
				'text-field': ['get', 'name'],
				'text-font': LABEL_FONT,
				'text-size': 12,
				'text-letter-spacing': 0.55,
				'text-max-angle': 30
			},
			paint: { 'text-color': palette['m-text-2'], ...halo, 'text-halo-color': palette['m-road'] }
		},
		{
			id: 'plan-label-place',
			type: 'symbol',
			source,
			minzoom: 15.8,
			filter: ['all', kindIs('green', 'plaza', 'parking', 'water', 'neighbour'), ['==', ['geometry-type'], 'Point']],
			layout: {
				'text-field': ['get', 'name'],
				'text-font': LABEL_FONT,
				'text-size': 11,
				'text-rotate': ['coalesce', ['get', 'turn'], 0],
				'text-rotation-alignment': 'map',
				'text-padding': 0,
				'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'],
				'text-radial-offset': 0.9
			},
			paint: { 'text-color': palette['m-text-2'], ...halo }
		},
		{
			id: 'plan-label-building',
			type: 'symbol',
			source,
			minzoom: 15.6,
			filter: kindIs('building'),
			layout: {
				'text-field': ['get', 'name'],
				'text-font': LABEL_FONT_MEDIUM,
				'text-size': ['interpolate', ['linear'], ['zoom'], 15.6, 11, 18, 12.5],
				'text-rotate': ['coalesce', ['get', 'turn'], 0],
				'text-rotation-alignment': 'map',
				// Near by a building keeps its number whatever stands there: pins go aside (spread-pins.ts).
				'text-allow-overlap': ['step', ['zoom'], false, 16.3, true] as never,
				'text-max-width': 20
			},
			paint: { 'text-color': palette['m-text'], ...halo, 'text-halo-color': palette['m-bld'] }
		},
		{
			id: 'plan-label-gate',
			type: 'symbol',
			source,
			minzoom: 15.5,
			filter: kindIs('gate'),
			layout: {
				'text-field': ['get', 'name'],
				'text-font': LABEL_FONT_MEDIUM,
				'text-size': 11.5,
				'text-anchor': ['coalesce', ['get', 'anchor'], 'top'] as never,
				'text-offset': [0, 0.5],
				'text-allow-overlap': ['step', ['zoom'], false, 16.3, true] as never
			},
			paint: { 'text-color': palette['m-edge'], ...halo, 'text-halo-color': palette['m-out'] }
		}
	];
}
