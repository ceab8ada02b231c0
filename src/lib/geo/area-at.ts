import type { AreaCode } from '#lib/domain/area.ts';
import { anchorOf, isInside } from './inside.ts';

export interface Outlined {
	code: AreaCode;
	boundary: GeoJSON.MultiPolygon | null;
}

/**
 * The narrowest of the outlined areas that a shape lies in, by the place where its pin stands; null
 * when it lies in none of them. The database asks again with all areas (private.check_inside).
 */
export function areaAt<Area extends Outlined>(
	shape: GeoJSON.Point | GeoJSON.Polygon | GeoJSON.MultiPolygon,
	areas: readonly Area[]
): Area | null {
	const anchor = anchorOf(shape);
	const around = areas.filter(({ boundary }) => boundary && isInside(anchor, boundary));
	return around.reduce<Area | null>((best, area) => (!best || area.code.length > best.code.length ? area : best), null);
}
