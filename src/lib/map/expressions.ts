import type { ExpressionSpecification } from 'maplibre-gl';
import { metresPerPixel } from '#lib/geo/camera.ts';

/** Zooms between which widths on the ground are interpolated; exponential 2 makes it exact in between. */
const LOW = 10;
const HIGH = 22;

/**
 * Pixels of a length on the ground: metres times a factor plus some pixels. `lat` is that of the
 * sheet; a town is small enough for one.
 */
export function groundPixels(metres: number | ExpressionSpecification, lat: number, plusPx = 0): ExpressionSpecification {
	const at = (zoom: number): ExpressionSpecification => ['+', ['*', metres, 1 / metresPerPixel(lat, zoom)], plusPx];
	return ['interpolate', ['exponential', 2], ['zoom'], LOW, at(LOW), HIGH, at(HIGH)];
}

/** A value by the layer of a site, with a fallback. */
export function byLayer(values: Readonly<Record<string, number>>, fallback: number): ExpressionSpecification | number {
	const pairs = Object.entries(values).flat();
	if (pairs.length === 0) return fallback;
	return ['match', ['get', 'layer'], ...pairs, fallback] as unknown as ExpressionSpecification;
}

/** Whether the property `kind` is one of these. */
export function kindIs(...kinds: string[]): ExpressionSpecification {
	return ['in', ['get', 'kind'], ['literal', kinds]];
}
