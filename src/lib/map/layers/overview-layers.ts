import type { MapPalette } from '../palette.ts';
import { LABEL_FONT, type SceneLayer } from '../scene.ts';

export const BASEMAP_SOURCE = 'basemap';

/** The bundled overview: counties, rivers, the border, places. Drawn in our own colours, light and dark. */
export function overviewLayers(palette: MapPalette): SceneLayer[] {
	const source = BASEMAP_SOURCE;
	return [
		{ id: 'base-admin', type: 'fill', source, 'source-layer': 'admin', paint: { 'fill-color': palette['m-in'] } },
		{
			id: 'base-river',
			type: 'line',
			source,
			'source-layer': 'rivers',
			layout: { 'line-cap': 'round', 'line-join': 'round' },
			paint: {
				'line-color': palette['m-water-l'],
				'line-width': ['interpolate', ['linear'], ['zoom'], 6, 0.8, 11, ['case', ['<=', ['to-number', ['get', 'level']], 2], 2, 1.2]]
			}
		},
		{
			id: 'base-admin-line',
			type: 'line',
			source,
			'source-layer': 'admin',
			paint: { 'line-color': palette['m-bld-l'], 'line-width': 0.8, 'line-dasharray': [6, 3, 1.5, 3] }
		},
		{
			id: 'base-border',
			type: 'line',
			source,
			'source-layer': 'border',
			paint: { 'line-color': palette['m-text-2'], 'line-width': 1.4, 'line-dasharray': [6, 2.5, 1, 2.5] }
		},
		{
			id: 'base-place',
			type: 'symbol',
			source,
			'source-layer': 'places',
			layout: { 'text-field': ['get', 'name'], 'text-font': LABEL_FONT, 'text-size': 12 },
			paint: { 'text-color': palette['m-text-2'], 'text-halo-color': palette['m-in'], 'text-halo-width': 1.5 }
		}
	];
}
