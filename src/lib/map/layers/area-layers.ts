import type { MapPalette } from '../palette.ts';
import { LABEL_FONT, LABEL_FONT_MEDIUM, type SceneLayer } from '../scene.ts';

export const AREA_SOURCE = 'area';
export const CHILD_SOURCE = 'children';
export const CHILD_LABEL_SOURCE = 'child-labels';
export const GRID_SOURCE = 'grid';

/** The ground itself: outside, and inside the area that the sheet is about. */
export function groundLayers(palette: MapPalette): SceneLayer[] {
	return [
		{ id: 'ground', type: 'background', paint: { 'background-color': palette['m-out'] } },
		{ id: 'ground-inside', type: 'fill', source: AREA_SOURCE, paint: { 'fill-color': palette['m-in'] } }
	];
}

/** Lines of the sheet's grid: ink at 5 %. */
export function gridLayers(palette: MapPalette): SceneLayer[] {
	return [
		{
			id: 'grid',
			type: 'line',
			source: GRID_SOURCE,
			minzoom: 14.5,
			paint: { 'line-color': palette.ink, 'line-opacity': 0.05, 'line-width': 1 }
		}
	];
}

/** Width of the band inside the boundary, in pixels. */
const BAND_PX = 15;

/**
 * The boundary of the sheet's own area: dash-dot with a band inside that says "ours" without filling
 * the map. One boundary of this kind per map. A polygon's line is offset inwards by a positive number.
 */
export function boundaryLayers(palette: MapPalette, isOperationsMap: boolean): SceneLayer[] {
	const line: SceneLayer = {
		id: 'boundary',
		type: 'line',
		source: AREA_SOURCE,
		layout: { 'line-join': 'miter' },
		paint: {
			'line-color': palette['m-edge'],
			'line-width': isOperationsMap ? 1.9 : 1.2,
			'line-dasharray': [13 / 1.9, 4 / 1.9, 2.5 / 1.9, 4 / 1.9]
		}
	};
	if (!isOperationsMap) return [line];
	const band: SceneLayer = {
		id: 'boundary-band',
		type: 'line',
		source: AREA_SOURCE,
		minzoom: 14,
		layout: { 'line-join': 'miter' },
		paint: { 'line-color': palette['m-edge'], 'line-opacity': 0.13, 'line-width': BAND_PX, 'line-offset': BAND_PX / 2 }
	};
	return [band, line];
}

/** Areas below: outlines on their ground. */
export function childLayers(palette: MapPalette): SceneLayer[] {
	return [
		{
			id: 'child-fill',
			type: 'fill',
			source: CHILD_SOURCE,
			paint: {
				'fill-color': ['case', ['boolean', ['feature-state', 'hover'], false], palette['accent-soft'], palette['m-in']]
			}
		},
		{
			id: 'child-line',
			type: 'line',
			source: CHILD_SOURCE,
			layout: { 'line-join': 'round' },
			paint: { 'line-color': palette['m-edge'], 'line-opacity': 0.7, 'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.8, 14, 1.4] }
		}
	];
}

/**
 * Names of the areas below with their open count: in their middle, beside the pins that stand there; of
 * compounds like the title of a sheet, over their northern edge.
 */
export function childLabelLayers(palette: MapPalette, isCompounds: boolean): SceneLayer[] {
	const placement = isCompounds
		? { 'text-anchor': 'bottom', 'text-offset': [0, -0.3], 'text-allow-overlap': ['step', ['zoom'], false, 15.4, true] }
		: { 'text-variable-anchor': ['center', 'top', 'bottom', 'left', 'right'], 'text-radial-offset': 1.5, 'text-justify': 'auto' };
	return [
		{
			id: 'child-label',
			type: 'symbol',
			source: CHILD_LABEL_SOURCE,
			maxzoom: isCompounds ? 17.2 : 24,
			layout: {
				'text-field': [
					'format',
					['get', 'name'],
					{ 'font-scale': 1, 'text-font': ['literal', LABEL_FONT_MEDIUM] },
					['case', ['has', 'count'], ['concat', isCompounds ? '  ' : '\n', ['get', 'count']], ''],
					{ 'font-scale': 0.8, 'text-font': ['literal', LABEL_FONT], 'text-color': palette['m-text-2'] }
				] as never,
				'text-font': LABEL_FONT_MEDIUM,
				'text-size': isCompounds ? 15 : 13,
				'text-letter-spacing': isCompounds ? 0.1 : 0.04,
				'text-line-height': 1.35,
				'text-max-width': isCompounds ? 24 : 10,
				'text-padding': 2,
				'symbol-sort-key': ['get', 'rank'],
				...(placement as object)
			},
			paint: { 'text-color': palette['m-text'], 'text-halo-color': palette['m-in'], 'text-halo-width': 1.8 }
		}
	];
}
