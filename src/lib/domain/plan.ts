/**
 * The schematic plan of a compound as it is stored in `plans.content`: a GeoJSON FeatureCollection in
 * WGS-84. Drawn in the order of PLAN_KINDS, bottom first; a renderer ignores kinds it does not know.
 */
export const PLAN_KINDS = [
	'water',
	'contour',
	'neighbour',
	'green',
	'plaza',
	'road',
	'path',
	'rail',
	'parking',
	'wall',
	'building',
	'seam',
	'tree',
	'gate'
] as const;
export type PlanKind = (typeof PLAN_KINDS)[number];

/**
 * What the kinds look like on the ground:
 * - water, neighbour (blocks outside, faded), green, plaza (paved places), building: Polygon
 * - road, path: LineString along the middle, `widthM` wide; roads outside carry a `name`
 * - contour: LineString, `isMajor` on every fifth; rail, wall: LineString
 * - parking: the lot as Polygon and the lines between its bays as MultiLineString
 * - seam: LineString between two units of a building
 * - tree: Point with `radiusM`
 * - gate: the two posts as MultiLineString and, for the name, a Point with `bearing` (out of the compound)
 */
export interface PlanProperties {
	kind: PlanKind;
	/** What is written on the plan: 5号楼, 南门, 浑江大街, 停车场. */
	name?: string;
	nameEn?: string;
	/** Area code of the building (level building), so that a click on it names a place. */
	code?: string;
	widthM?: number;
	radiusM?: number;
	/** Degrees clockwise from north. Of a building: the way its long side runs, for the label (−90 … 90 reads upright). */
	bearing?: number;
	/** Lies in the compound; everything else is surroundings. */
	isInside?: boolean;
	isMajor?: boolean;
	/** Of a building: residential, service, kindergarten, shop, boiler, shed. */
	use?: string;
	floors?: number;
}

export type PlanFeature = GeoJSON.Feature<GeoJSON.Geometry, PlanProperties>;
export type Plan = GeoJSON.FeatureCollection<GeoJSON.Geometry, PlanProperties>;
