import type { ExpressionSpecification } from 'maplibre-gl';
import { STAGE_SHAPES } from '#lib/domain/stage-shapes.ts';
import { STAGES } from '#lib/domain/stage.ts';
import { byLayer } from '../expressions.ts';
import type { MapPalette, MapTheme, MapToken } from '../palette.ts';
import type { SceneLayer } from '../scene.ts';

/** Points that draw together at low zoom, the same points one by one, ground covered, and the one selected. */
export const PIN_SOURCE = 'pins';
export const DOT_SOURCE = 'dots';
export const SHAPE_SOURCE = 'site-shapes';
export const SELECTED_SOURCE = 'selected';

/** Below this zoom a city's pins are dots of three kinds. */
export const DOTS_BELOW = 11;

/** How pins of one cell are counted together (see PIN_SOURCE in battle-scene.ts). */
export const CLUSTER_PROPERTIES = {
	open: ['+', ['get', 'open']],
	overdue: ['+', ['get', 'overdue']],
	soon: ['+', ['get', 'soon']]
} as const;

interface SiteLook {
	theme: MapTheme;
	palette: MapPalette;
	/** 0 to 1 by layer id; layers that are not named are opaque. */
	opacity: Readonly<Record<string, number>>;
	hasDots: boolean;
}

const isCluster: ExpressionSpecification = ['has', 'point_count'];
const isHovered: ExpressionSpecification = ['boolean', ['feature-state', 'hover'], false];

/** Ground that sites cover, below every label. */
export function siteShapeLayers({ palette, opacity }: SiteLook): SceneLayer[] {
	const shade = (strength: number): ExpressionSpecification => ['*', byLayer(opacity, 1), strength] as ExpressionSpecification;
	return [
		{
			id: 'site-fill',
			type: 'fill',
			source: SHAPE_SOURCE,
			minzoom: 13,
			paint: { 'fill-color': stageColor(palette), 'fill-opacity': shade(0.2) }
		},
		{
			id: 'site-line',
			type: 'line',
			source: SHAPE_SOURCE,
			minzoom: 13,
			paint: {
				'line-color': stageColor(palette),
				'line-opacity': byLayer(opacity, 1),
				'line-width': ['case', isHovered, 3, 1.6]
			}
		}
	];
}

/** Pins and clusters; the selected one lies over all of them, also when its cluster does not show it. */
export function sitePinLayers({ theme, opacity, hasDots }: SiteLook): SceneLayer[] {
	const minzoom = hasDots ? DOTS_BELOW : 0;
	// Names of areas, which are placed after the layers above them, keep clear of pins and clusters.
	const inTheWay = { 'icon-allow-overlap': true, 'icon-padding': 0 } as const;
	const onTop = { 'icon-allow-overlap': true, 'icon-ignore-placement': true } as const;
	const pinImage: ExpressionSpecification = ['concat', `pin:${theme}:`, ['get', 'pin']];
	return [
		{
			id: 'site-cluster',
			type: 'symbol',
			source: PIN_SOURCE,
			minzoom,
			filter: isCluster,
			layout: {
				...inTheWay,
				'icon-image': [
					'concat',
					`cluster:${theme}:`,
					['get', 'open'],
					[
						'case',
						['>', ['get', 'overdue'], 0],
						':red',
						['>', ['get', 'soon'], 0],
						':yellow',
						['>', ['get', 'open'], 0],
						':green',
						':closed'
					]
				],
				'symbol-sort-key': ['get', 'open']
			}
		},
		{
			id: 'site-hover',
			type: 'symbol',
			source: PIN_SOURCE,
			minzoom,
			filter: ['!', isCluster],
			layout: { ...onTop, 'icon-image': `ring:${theme}:hover`, 'icon-offset': ['get', 'offset'] },
			paint: { 'icon-opacity': ['case', isHovered, 1, 0] }
		},
		{
			id: 'site-pin',
			type: 'symbol',
			source: PIN_SOURCE,
			minzoom,
			filter: ['!', isCluster],
			layout: { ...inTheWay, 'icon-image': pinImage, 'icon-offset': ['get', 'offset'], 'symbol-sort-key': ['get', 'rank'] },
			paint: { 'icon-opacity': byLayer(opacity, 1) }
		},
		{
			id: 'site-selected-ring',
			type: 'symbol',
			source: SELECTED_SOURCE,
			layout: { ...onTop, 'icon-image': `ring:${theme}:selected`, 'icon-offset': ['get', 'offset'] }
		},
		{
			id: 'site-selected',
			type: 'symbol',
			source: SELECTED_SOURCE,
			layout: { ...onTop, 'icon-image': pinImage, 'icon-offset': ['get', 'offset'] }
		}
	];
}

/** Closed 3 px pale, open 5 px yellow, overdue a 10-px red diamond: three kinds, no stages. Names lie over them. */
export function siteDotLayers({ theme, palette, opacity, hasDots }: SiteLook): SceneLayer[] {
	if (!hasDots) return [];
	const isOverdue: ExpressionSpecification = ['==', ['get', 'overdue'], 1];
	const isOpen: ExpressionSpecification = ['==', ['get', 'open'], 1];
	return [
		{
			id: 'site-dot',
			type: 'circle',
			source: DOT_SOURCE,
			maxzoom: DOTS_BELOW,
			filter: ['!', isOverdue],
			layout: { 'circle-sort-key': ['get', 'rank'] },
			paint: {
				'circle-radius': ['case', isOpen, 2.5, 1.5],
				'circle-color': ['case', isOpen, palette['warn-fill'], palette['s-closed-l']],
				'circle-opacity': ['*', byLayer(opacity, 1), ['case', isOpen, 1, 0.6]] as ExpressionSpecification,
				'circle-stroke-color': palette.halo,
				'circle-stroke-width': 0.6
			}
		},
		{
			id: 'site-dot-overdue',
			type: 'symbol',
			source: DOT_SOURCE,
			maxzoom: DOTS_BELOW,
			filter: isOverdue,
			layout: { 'icon-image': `diamond:${theme}`, 'icon-allow-overlap': true, 'icon-ignore-placement': true }
		}
	];
}

/** Lines and fills in the stage's own colour; closed work recedes into its line's green. */
function stageColor(palette: MapPalette): ExpressionSpecification {
	const pairs = STAGES.flatMap((stage) => {
		const token = stage === 'closed' ? 's-closed-l' : STAGE_SHAPES[stage].color;
		return [stage, palette[token as MapToken]];
	});
	return ['match', ['get', 'stage'], ...pairs, palette['ink-3']] as unknown as ExpressionSpecification;
}
