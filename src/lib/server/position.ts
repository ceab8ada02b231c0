import { isInBounds } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';

/** "126.43,41.94" as a position (WGS-84); null when it is none. */
export function readPosition(text: string | null): Position | null {
	const [lng, lat, ...more] = (text ?? '').split(',').map((part) => (part.trim() ? Number(part) : Number.NaN));
	if (lng === undefined || lat === undefined || more.length || !Number.isFinite(lng) || !Number.isFinite(lat)) return null;
	return isInBounds([lng, lat], [-180, -90, 180, 90]) ? [lng, lat] : null;
}
