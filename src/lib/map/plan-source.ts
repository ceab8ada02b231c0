import { PLAN_KINDS, type Plan, type PlanFeature } from '#lib/domain/plan.ts';
import { anchorOf } from '#lib/geo/inside.ts';

/** The plans of a sheet as two sources: shapes in drawing order, and one point for each label. */
export interface PlanSources {
	shapes: GeoJSON.FeatureCollection;
	labels: GeoJSON.FeatureCollection;
}

export interface PlanPart {
	areaCode: string;
	content: Plan;
}

/**
 * Prepares plans for drawing. Surroundings are left out where several compounds share a sheet: each
 * plan draws its neighbours, and they would lie over the neighbours themselves.
 */
export function planSources(plans: readonly PlanPart[], options: { locale: string }): PlanSources {
	const isShared = plans.length > 1;
	const order = new Map(PLAN_KINDS.map((kind, index) => [kind as string, index]));
	const features = plans
		.flatMap((plan) => plan.content.features)
		.filter((item) => order.has(item.properties.kind) && (!isShared || item.properties.isInside))
		.toSorted((a, b) => (order.get(a.properties.kind) ?? 0) - (order.get(b.properties.kind) ?? 0));
	return {
		shapes: {
			type: 'FeatureCollection',
			features: features.map(({ geometry, properties: { kind, widthM, radiusM, isMajor, isInside, code, name } }) => ({
				type: 'Feature',
				geometry,
				properties: { kind, widthM, radiusM, isMajor, isInside, code, name }
			}))
		},
		labels: { type: 'FeatureCollection', features: features.flatMap((item) => labelOf(item, options.locale)) }
	};
}

/** Polygon labels repeat on every tile they touch, so labels are points (lines keep their line). */
function labelOf({ geometry, properties }: PlanFeature, locale: string): GeoJSON.Feature[] {
	const { kind, bearing = 90 } = properties;
	const name = locale === 'en' ? (properties.nameEn ?? properties.name) : properties.name;
	if (!name) return [];
	if (kind === 'gate') {
		if (geometry.type !== 'Point') return [];
		return [{ type: 'Feature', geometry, properties: { kind, name, anchor: anchorBeside(bearing) } }];
	}
	if (geometry.type === 'LineString') return [{ type: 'Feature', geometry, properties: { kind, name } }];
	if (geometry.type !== 'Point' && geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') return [];
	const point: GeoJSON.Point = { type: 'Point', coordinates: anchorOf(geometry) };
	return [{ type: 'Feature', geometry: point, properties: { kind, name, turn: uprightTurn(bearing) } }];
}

/** Degrees by which text along a bearing is turned from the horizontal, so that it reads upright. */
export function uprightTurn(bearing: number): number {
	const turn = (((bearing - 90) % 180) + 180) % 180;
	return turn > 90 ? turn - 180 : turn;
}

/** Which side of its text lies at a point, when the text stands out in the direction of the bearing. */
function anchorBeside(bearing: number): 'top' | 'bottom' | 'left' | 'right' {
	const quarter = Math.round((((bearing % 360) + 360) % 360) / 90) % 4;
	return (['bottom', 'left', 'top', 'right'] as const)[quarter] ?? 'top';
}
