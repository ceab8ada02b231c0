import { CHILD_SOURCE, childLayers, groundLayers } from './layers/area-layers.ts';
import { PALETTES, type MapTheme } from './palette.ts';
import type { Scene } from './scene.ts';

const POINT_SOURCE = 'preview-points';

/**
 * Rows of a file before they are stored, on the outlines of the areas: good ones as dots, bad ones as
 * red diamonds over them. `points` carry "good" (1 or 0). WGS-84, no basemap: it asks nothing of anybody.
 */
export function previewScene(outlines: GeoJSON.FeatureCollection, points: GeoJSON.FeatureCollection, theme: MapTheme): Scene {
	const palette = PALETTES[theme];
	const isGood = ['==', ['get', 'good'], 1] as const;
	return {
		sources: {
			[CHILD_SOURCE]: { type: 'geojson', data: outlines, promoteId: 'id' },
			[POINT_SOURCE]: { type: 'geojson', data: points }
		},
		layers: [
			...groundLayers(palette).slice(0, 1),
			...childLayers(palette),
			{
				id: 'preview-good',
				type: 'circle',
				source: POINT_SOURCE,
				filter: isGood as never,
				paint: {
					'circle-radius': ['interpolate', ['linear'], ['zoom'], 8, 2, 14, 4],
					'circle-color': palette['s-in_progress'],
					'circle-opacity': 0.75,
					'circle-stroke-color': palette.halo,
					'circle-stroke-width': 0.6
				}
			},
			{
				id: 'preview-bad',
				type: 'symbol',
				source: POINT_SOURCE,
				filter: ['!', isGood] as never,
				layout: { 'icon-image': `diamond:${theme}`, 'icon-allow-overlap': true, 'icon-ignore-placement': true }
			}
		]
	};
}
