import type { Bounds } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';

/** What part of the ground is shown: north up, the centre in the middle of the box. */
export interface PlanView {
	center: Position;
	metresPerPixel: number;
}

export interface Margins {
	top: number;
	right: number;
	bottom: number;
	left: number;
}

/** 1:500 on a screen of 96 dpi, and a city block. */
const CLOSEST = 0.06;
const FARTHEST = 12;

/** The closest view that shows the bounds inside the box without its margins (panels float over them). */
export function fitView(bounds: Bounds, widthPx: number, heightPx: number, margins: Margins, closest = 0.15): PlanView {
	const [west, south, east, north] = bounds;
	const middle: Position = [(west + east) / 2, (south + north) / 2];
	const plane = tangentPlane(middle);
	const [halfWidthM, halfHeightM] = plane.toPlane([east, north]);
	const freeWidth = Math.max(widthPx - margins.left - margins.right, 40);
	const freeHeight = Math.max(heightPx - margins.top - margins.bottom, 40);
	const metresPerPixel = limit(Math.max((2 * halfWidthM) / freeWidth, (2 * halfHeightM) / freeHeight, closest));
	const rightM = ((margins.right - margins.left) / 2) * metresPerPixel;
	const downM = ((margins.bottom - margins.top) / 2) * metresPerPixel;
	return { center: plane.fromPlane(rightM, -downM), metresPerPixel };
}

/** The view moved by a drag of so many pixels. */
export function panView(view: PlanView, rightPx: number, downPx: number): PlanView {
	const { metresPerPixel } = view;
	return { ...view, center: tangentPlane(view.center).fromPlane(-rightPx * metresPerPixel, downPx * metresPerPixel) };
}

/** The view magnified about a point of the box, given in pixels from its middle. */
export function zoomView(view: PlanView, factor: number, rightPx = 0, downPx = 0): PlanView {
	const metresPerPixel = limit(view.metresPerPixel / factor);
	const shift = view.metresPerPixel - metresPerPixel;
	const center = tangentPlane(view.center).fromPlane(rightPx * shift, -downPx * shift);
	// The plane touches the ground at its centre, so planes of two centres disagree towards the edges: what was missed is made good.
	const [eastM, northM] = tangentPlane(positionAt({ center, metresPerPixel }, rightPx, downPx)).toPlane(positionAt(view, rightPx, downPx));
	return { metresPerPixel, center: tangentPlane(center).fromPlane(eastM, northM) };
}

/** Where on the ground a point of the box lies, given in pixels from its middle. */
export function positionAt(view: PlanView, rightPx: number, downPx: number): Position {
	return tangentPlane(view.center).fromPlane(rightPx * view.metresPerPixel, -downPx * view.metresPerPixel);
}

function limit(metresPerPixel: number): number {
	return Math.min(Math.max(metresPerPixel, CLOSEST), FARTHEST);
}
