/**
 * A small map without a map library: WGS-84 shapes in pixels of a picture. The projection is plate
 * carrée, squeezed by the cosine of the middle latitude: over a city its error is less than a line's width.
 */
export interface Sketch {
	width: number;
	height: number;
	project(position: GeoJSON.Position): [x: number, y: number];
}

/** A picture that holds all shapes, centred, with a margin. Null when there is nothing to show. */
export function sketchOf(shapes: readonly GeoJSON.MultiPolygon[], width: number, height: number, margin = 8): Sketch | null {
	let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
	for (const position of shapes.flatMap((shape) => shape.coordinates.flat(2))) {
		const [lng = 0, lat = 0] = position;
		west = Math.min(west, lng);
		east = Math.max(east, lng);
		south = Math.min(south, lat);
		north = Math.max(north, lat);
	}
	if (west > east) return null;
	const squeeze = Math.cos(((south + north) / 2) * (Math.PI / 180));
	const spanX = Math.max((east - west) * squeeze, 1e-9);
	const spanY = Math.max(north - south, 1e-9);
	const scale = Math.min((width - 2 * margin) / spanX, (height - 2 * margin) / spanY);
	const left = (width - spanX * scale) / 2;
	const top = (height - spanY * scale) / 2;
	return {
		width,
		height,
		project: ([lng = 0, lat = 0]) => [left + (lng - west) * squeeze * scale, top + (north - lat) * scale]
	};
}

/** The shape as the `d` of an SVG path, to a tenth of a pixel. */
export function pathOf(sketch: Sketch, shape: GeoJSON.MultiPolygon): string {
	return shape.coordinates
		.flat()
		.map((ring) => `M${ring.map((position) => sketch.project(position).map(tenth).join(' ')).join('L')}Z`)
		.join('');
}

/** Width times height of the shape's box in square pixels: which of two shapes is the roomier. */
export function roomOf(sketch: Sketch, shape: GeoJSON.MultiPolygon): number {
	const points = shape.coordinates.flat(2).map((position) => sketch.project(position));
	const xs = points.map(([x]) => x);
	const ys = points.map(([, y]) => y);
	return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}

function tenth(value: number): number {
	return Math.round(value * 10) / 10;
}
