export type Point = [number, number];
export type Ring = Point[];

/**
 * A flat ground of a few kilometres in metres, x to the right and y up, where "up" points to `bearing`
 * (degrees clockwise from north). Good to a centimetre over a compound.
 */
export class Plane {
	readonly center: Point;
	readonly bearing: number;
	readonly #perLng: number;
	readonly #perLat: number;
	readonly #cos: number;
	readonly #sin: number;

	/** center: WGS-84 [lng, lat]. */
	constructor(center: Point, bearing = 0) {
		this.center = center;
		this.bearing = bearing;
		const phi = (center[1] * Math.PI) / 180;
		// Series for the length of a degree on the WGS-84 ellipsoid.
		this.#perLat = 111132.92 - 559.82 * Math.cos(2 * phi) + 1.175 * Math.cos(4 * phi);
		this.#perLng = 111412.84 * Math.cos(phi) - 93.5 * Math.cos(3 * phi) + 0.118 * Math.cos(5 * phi);
		this.#cos = Math.cos((bearing * Math.PI) / 180);
		this.#sin = Math.sin((bearing * Math.PI) / 180);
	}

	toLngLat([x, y]: Point): Point {
		const east = x * this.#cos + y * this.#sin;
		const north = -x * this.#sin + y * this.#cos;
		return [round(this.center[0] + east / this.#perLng), round(this.center[1] + north / this.#perLat)];
	}

	toPlane([lng, lat]: Point): Point {
		const east = (lng - this.center[0]) * this.#perLng;
		const north = (lat - this.center[1]) * this.#perLat;
		return [east * this.#cos - north * this.#sin, east * this.#sin + north * this.#cos];
	}

	/** A closed GeoJSON ring. */
	ring(ring: Ring): Point[] {
		const points = ring.map((point) => this.toLngLat(point));
		const first = points[0];
		if (first) points.push(first);
		return points;
	}

	polygon(...rings: Ring[]): GeoJSON.Polygon {
		return { type: 'Polygon', coordinates: rings.map((ring) => this.ring(ring)) };
	}

	line(points: Point[]): GeoJSON.LineString {
		return { type: 'LineString', coordinates: points.map((point) => this.toLngLat(point)) };
	}

	lines(lines: Point[][]): GeoJSON.MultiLineString {
		return { type: 'MultiLineString', coordinates: lines.map((line) => line.map((point) => this.toLngLat(point))) };
	}

	point(point: Point): GeoJSON.Point {
		return { type: 'Point', coordinates: this.toLngLat(point) };
	}
}

/** Seven decimals: a centimetre. */
function round(degrees: number): number {
	return Math.round(degrees * 1e7) / 1e7;
}

export function isInside([x, y]: Point, ring: Ring): boolean {
	let inside = false;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [xi, yi] = ring[i] as Point;
		const [xj, yj] = ring[j] as Point;
		if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
	}
	return inside;
}

export function distance(a: Point, b: Point): number {
	return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

/** Twice-signed area halves: positive when the ring runs counter-clockwise. Square metres on a {@link Plane}. */
export function signedArea(ring: Ring): number {
	let twice = 0;
	for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
		const [xi, yi] = ring[i] as Point;
		const [xj, yj] = ring[j] as Point;
		twice += xj * yi - xi * yj;
	}
	return twice / 2;
}
