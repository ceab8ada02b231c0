import gcoord from 'gcoord';

/** Geographic systems that a basemap or a file may be in. Stored positions are WGS-84. */
export const GEOGRAPHIC_SYSTEMS = ['WGS84', 'CGCS2000', 'GCJ02', 'BD09'] as const;
export type GeographicSystem = (typeof GEOGRAPHIC_SYSTEMS)[number];

/** [lng, lat] in degrees. */
export type Position = [lng: number, lat: number];

// Geographic CGCS2000 lies within decimetres of WGS-84 and is treated as the same (DOMAIN section 5).
const NAMES = {
	WGS84: gcoord.WGS84,
	CGCS2000: gcoord.WGS84,
	GCJ02: gcoord.GCJ02,
	BD09: gcoord.BD09
} as const;

/** Degrees; 0.1 mm on the ground. */
const EXACT = 1e-9;
const MOST_ROUNDS = 12;

/**
 * A position of one system in another. GCJ-02 and BD-09 are defined inside China only: elsewhere the
 * position comes back unchanged. There and back differs by less than a millimetre.
 */
export function convertPosition(position: Position, from: GeographicSystem, to: GeographicSystem): Position {
	if (NAMES[from] === NAMES[to]) return [position[0], position[1]];
	return forward(backward(position, from), to);
}

/** From WGS-84: the definition of the shifted systems. gcoord writes into what it is given. */
function forward(position: Position, to: GeographicSystem): Position {
	return gcoord.transform([position[0], position[1]], gcoord.WGS84, NAMES[to]) as Position;
}

/**
 * To WGS-84: the position whose forward shift is this one. gcoord's own inverse stops at a
 * millionth of a degree for GCJ-02 and does not iterate for BD-09, which leaves up to 0.28 m.
 */
function backward(position: Position, from: GeographicSystem): Position {
	let found = gcoord.transform([position[0], position[1]], NAMES[from], gcoord.WGS84) as Position;
	for (let round = 0; round < MOST_ROUNDS; round++) {
		const [lng, lat] = forward(found, from);
		const [dLng, dLat] = [lng - position[0], lat - position[1]];
		if (Math.abs(dLng) < EXACT && Math.abs(dLat) < EXACT) break;
		found = [found[0] - dLng, found[1] - dLat];
	}
	return found;
}

export function toWgs84(position: Position, from: GeographicSystem): Position {
	return convertPosition(position, from, 'WGS84');
}

export function fromWgs84(position: Position, to: GeographicSystem): Position {
	return convertPosition(position, 'WGS84', to);
}

/** A geometry of one system in another; the argument stays as it is, heights are dropped. */
export function convertGeometry<Shape extends GeoJSON.Geometry>(shape: Shape, from: GeographicSystem, to: GeographicSystem): Shape {
	if (NAMES[from] === NAMES[to]) return shape;
	if (shape.type === 'GeometryCollection') {
		return { ...shape, geometries: shape.geometries.map((part) => convertGeometry(part, from, to)) };
	}
	return { ...shape, coordinates: convertNested(shape.coordinates, from, to) };
}

/** A collection as it is drawn on a basemap of another system. */
export function convertCollection<Shape extends GeoJSON.Geometry, Properties extends GeoJSON.GeoJsonProperties>(
	collection: GeoJSON.FeatureCollection<Shape, Properties>,
	from: GeographicSystem,
	to: GeographicSystem
): GeoJSON.FeatureCollection<Shape, Properties> {
	if (NAMES[from] === NAMES[to]) return collection;
	return {
		...collection,
		features: collection.features.map((item) => ({ ...item, geometry: convertGeometry(item.geometry, from, to) }))
	};
}

type Nested = GeoJSON.Position | Nested[];

function convertNested(coordinates: unknown, from: GeographicSystem, to: GeographicSystem): Nested {
	const list = coordinates as Nested[];
	if (typeof list[0] === 'number') return convertPosition(list as unknown as Position, from, to);
	return list.map((inner) => convertNested(inner, from, to));
}
