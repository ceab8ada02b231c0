import type { Bounds } from './bounds.ts';
import type { Position } from './coordinates.ts';

/** Where a map looks. The sheet is flat: there is no pitch. */
export interface Camera {
	center: Position;
	zoom: number;
	/** Degrees clockwise from north that point up. */
	bearing: number;
}

/** Size of the map on the screen in CSS pixels. */
export interface Viewport {
	width: number;
	height: number;
}

/** Pixels at each edge that something covers. */
export interface Insets {
	top: number;
	right: number;
	bottom: number;
	left: number;
}

export type Pixel = [x: number, y: number];

const TILE = 512;
const EQUATOR_M = 40_075_016.686;
const LEAST_ZOOM = 3;

/** Web Mercator in units of the world's width, y downwards. */
function toMercator([lng, lat]: Position): [number, number] {
	const latitude = (Math.min(85.05, Math.max(-85.05, lat)) * Math.PI) / 180;
	return [(lng + 180) / 360, (1 - Math.asinh(Math.tan(latitude)) / Math.PI) / 2];
}

function fromMercator(x: number, y: number): Position {
	return [x * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI];
}

/** Where a position lies on the screen, from the upper left corner of the map. */
export function project(camera: Camera, viewport: Viewport, position: Position): Pixel {
	const world = TILE * 2 ** camera.zoom;
	const [cx, cy] = toMercator(camera.center);
	const [px, py] = toMercator(position);
	const [dx, dy] = rotate((px - cx) * world, (py - cy) * world, -camera.bearing);
	return [viewport.width / 2 + dx, viewport.height / 2 + dy];
}

/** The inverse of {@link project}. */
export function unproject(camera: Camera, viewport: Viewport, [x, y]: Pixel): Position {
	const world = TILE * 2 ** camera.zoom;
	const [cx, cy] = toMercator(camera.center);
	const [dx, dy] = rotate(x - viewport.width / 2, y - viewport.height / 2, camera.bearing);
	return fromMercator(cx + dx / world, cy + dy / world);
}

/** Turns a vector of the screen clockwise by degrees. */
function rotate(x: number, y: number, degrees: number): [number, number] {
	const turn = (degrees * Math.PI) / 180;
	return [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
}

/** Metres on the ground under one CSS pixel. */
export function metresPerPixel(lat: number, zoom: number): number {
	return (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / (TILE * 2 ** zoom);
}

export interface ScaleBar {
	/** Length of the whole bar: a round number of metres. */
	lengthM: number;
	widthPx: number;
}

/** The longest bar of 1, 2 or 5 times a power of ten that is no wider than `mostPx`. */
export function scaleBar(lat: number, zoom: number, mostPx: number): ScaleBar {
	const perPixel = metresPerPixel(lat, zoom);
	const most = perPixel * mostPx;
	const power = 10 ** Math.floor(Math.log10(most));
	const lengthM = [5, 2, 1].map((step) => step * power).find((length) => length <= most) ?? power;
	return { lengthM, widthPx: lengthM / perPixel };
}

const NO_INSETS: Insets = { top: 0, right: 0, bottom: 0, left: 0 };

/** The camera that shows the bounds as large as they fit between the insets. */
export function fitBounds(
	bounds: Bounds,
	viewport: Viewport,
	options: { insets?: Insets; bearing?: number; mostZoom?: number } = {}
): Camera {
	const { insets = NO_INSETS, bearing = 0, mostZoom = 20 } = options;
	const [west, south, east, north] = bounds;
	const corners = [
		[west, south],
		[west, north],
		[east, south],
		[east, north]
	].map((corner) => {
		const [x, y] = toMercator(corner as Position);
		return rotate(x, y, -bearing);
	});
	const xs = corners.map(([x]) => x);
	const ys = corners.map(([, y]) => y);
	const width = Math.max(...xs) - Math.min(...xs);
	const height = Math.max(...ys) - Math.min(...ys);
	const free = {
		width: Math.max(1, viewport.width - insets.left - insets.right),
		height: Math.max(1, viewport.height - insets.top - insets.bottom)
	};
	const fitting = Math.log2(Math.min(free.width / Math.max(width, 1e-12), free.height / Math.max(height, 1e-12)) / TILE);
	const zoom = Math.max(LEAST_ZOOM, Math.min(mostZoom, fitting));
	const [x, y] = rotate((Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2, bearing);
	const centered: Camera = { center: fromMercator(x, y), zoom, bearing };
	const shift: Pixel = [viewport.width / 2 + (insets.right - insets.left) / 2, viewport.height / 2 + (insets.bottom - insets.top) / 2];
	return { ...centered, center: unproject(centered, viewport, shift) };
}

/**
 * The smallest pan that brings the position into the free part of the map, `marginPx` from its edges;
 * null when it lies there already. A panel never covers the selected pin.
 */
export function panIntoView(camera: Camera, viewport: Viewport, position: Position, insets: Insets, marginPx: number): Camera | null {
	const [x, y] = project(camera, viewport, position);
	const dx = overshoot(x, insets.left + marginPx, viewport.width - insets.right - marginPx);
	const dy = overshoot(y, insets.top + marginPx, viewport.height - insets.bottom - marginPx);
	if (dx === 0 && dy === 0) return null;
	return { ...camera, center: unproject(camera, viewport, [viewport.width / 2 + dx, viewport.height / 2 + dy]) };
}

function overshoot(value: number, from: number, to: number): number {
	// A free part narrower than its margins has a middle, at least.
	if (from > to) return value - (from + to) / 2;
	if (value < from) return value - from;
	return value > to ? value - to : 0;
}

/** Whether two cameras would show the same picture. */
export function isSameView(a: Camera, b: Camera): boolean {
	return (
		Math.abs(a.zoom - b.zoom) < 0.005 &&
		Math.abs(a.bearing - b.bearing) < 0.05 &&
		Math.hypot(a.center[0] - b.center[0], a.center[1] - b.center[1]) * 2 ** a.zoom < 0.3
	);
}

/** "126.430000,41.940000,17.20,0" for a link; six digits are a decimetre. */
export function writeCamera({ center, zoom, bearing }: Camera): string {
	return [center[0].toFixed(6), center[1].toFixed(6), zoom.toFixed(2), String(Math.round(bearing * 10) / 10)].join(',');
}

/** The inverse of {@link writeCamera}; null for anything that is no camera. */
export function readCamera(text: string | null): Camera | null {
	const parts = (text ?? '').split(',');
	const [lng = NaN, lat = NaN, zoom = NaN, bearing = 0] = parts.map((part) => (part.trim() === '' ? NaN : Number(part)));
	if (parts.length < 3 || ![lng, lat, zoom, bearing].every(Number.isFinite)) return null;
	if (Math.abs(lng) > 180 || Math.abs(lat) > 85 || zoom < 0 || zoom > 24) return null;
	return { center: [lng, lat], zoom, bearing: ((((bearing + 180) % 360) + 360) % 360) - 180 };
}
