import type { AreaCode } from './area.ts';
import type { Stage } from './stage.ts';

/** Something that a search found. */
export interface PlaceFound {
	type: 'area' | 'building' | 'task';
	/** Code of an area or building, id of a case. */
	id: string;
	name: string;
	/** Level of an area, number of a case. */
	detail: string;
	/** The area whose map shows it. */
	area: AreaCode;
	stage: Stage | null;
	/** Names of the areas around it, from the district down. */
	path: string;
	/** Of a building; WGS-84. */
	position: [number, number] | null;
}

export const PLACE_TYPES = ['area', 'building', 'task'] as const;

/** What was found by type, in the order in which it is shown; types without a row are left out. */
export function groupPlaces(found: readonly PlaceFound[]): { type: PlaceFound['type']; places: PlaceFound[] }[] {
	return PLACE_TYPES.map((type) => ({ type, places: found.filter((one) => one.type === type) })).filter(({ places }) => places.length > 0);
}
