import { metresPerPixel } from '#lib/geo/camera.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane } from '#lib/geo/tangent-plane.ts';
import type { PinCollection } from './site-source.ts';

/** Below this zoom pins are counted together, and names of buildings are not written. */
const FROM_ZOOM = 15.5;
/** More pins than this on one sheet are not looked at one by one. */
const MOST_PINS = 300;
const STEP_PX = 8;
/** Along the name of a building a pin may go farther than off another pin. */
const MOST_ALONG_PX = 48;
const MOST_OFF_PX = 24;
/** Pins may touch: their images have room round the shape. */
const TOUCH = 0.82;

interface Box {
	x: number;
	y: number;
	halfWidth: number;
	halfHeight: number;
	/** Unit vector along the text, and how far a pin may go along it. */
	along: [number, number];
	mostPx: number;
}

interface Placed {
	x: number;
	y: number;
	px: number;
}

type Offset = [x: number, y: number];

/**
 * Moves pins off the names on the plan, in steps along the building, and off each other (LOOK section
 * 6), as it looks at a zoom; what is more urgent stays nearer to its place. The same collection comes
 * back where nothing moves.
 */
export function spreadPins(pins: PinCollection, labels: GeoJSON.FeatureCollection, zoom: number, pinPx: number): PinCollection {
	const [first] = pins.features;
	if (!first || zoom < FROM_ZOOM || pins.features.length > MOST_PINS) return pins;
	const origin = first.geometry.coordinates as Position;
	const perPixel = metresPerPixel(origin[1], zoom);
	const plane = tangentPlane(origin);
	const toPixel = (position: Position): Offset => {
		const [eastM, northM] = plane.toPlane(position);
		return [eastM / perPixel, -northM / perPixel];
	};
	const boxes = labels.features.flatMap((label) => boxOf(label, toPixel, zoom));
	const order = pins.features.map((_, index) => index).sort((a, b) => rankOf(pins, b) - rankOf(pins, a));
	const placed: Placed[] = [];
	const offsets: Offset[] = pins.features.map(() => [0, 0]);
	for (const index of order) {
		const pin = pins.features[index];
		if (!pin) continue;
		const at = toPixel(pin.geometry.coordinates as Position);
		// A red line and its mark make an overdue pin larger.
		const px = pin.properties.overdue ? pinPx * 1.25 : pinPx;
		const offset = freeOffset(at, boxes, placed, px);
		placed.push({ x: at[0] + offset[0], y: at[1] + offset[1], px });
		offsets[index] = offset;
	}
	if (offsets.every(([x, y], index) => isSame(pins.features[index]?.properties.offset, [x, y]))) return pins;
	return {
		...pins,
		features: pins.features.map((pin, index) => ({ ...pin, properties: { ...pin.properties, offset: offsets[index] ?? [0, 0] } }))
	};
}

function freeOffset(at: Offset, boxes: readonly Box[], placed: readonly Placed[], pinPx: number): Offset {
	const near = boxes.filter((box) => Math.hypot(box.x - at[0], box.y - at[1]) < box.halfWidth + MOST_ALONG_PX + pinPx);
	const others = placed.filter(({ x, y }) => Math.hypot(x - at[0], y - at[1]) < MOST_ALONG_PX + 2 * pinPx);
	let best: Offset = [0, 0];
	let least = Infinity;
	for (const offset of candidates(near.find((box) => depth(at, box, pinPx) > 0))) {
		const spot: Offset = [at[0] + offset[0], at[1] + offset[1]];
		const clash =
			near.reduce((sum, box) => sum + depth(spot, box, pinPx), 0) +
			others.reduce((sum, { x, y, px }) => sum + Math.max(0, (TOUCH * (pinPx + px)) / 2 - Math.hypot(x - spot[0], y - spot[1])), 0);
		if (clash === 0) return offset;
		if (clash < least - 1) [best, least] = [offset, clash];
	}
	return best;
}

/** Nearest first: along the name that it would cover, then round about. */
function* candidates(covered: Box | undefined): Generator<Offset> {
	yield [0, 0];
	if (covered) {
		const [x, y] = covered.along;
		for (let step = STEP_PX; step <= covered.mostPx; step += STEP_PX) {
			yield [x * step, y * step].map(Math.round) as Offset;
			yield [-x * step, -y * step].map(Math.round) as Offset;
			if (step > MOST_OFF_PX) continue;
			yield [-y * step, x * step].map(Math.round) as Offset;
			yield [y * step, -x * step].map(Math.round) as Offset;
		}
	}
	for (let step = STEP_PX; step <= MOST_OFF_PX; step += STEP_PX) {
		for (let turn = 0; turn < 8; turn++) {
			const angle = (turn * Math.PI) / 4;
			yield [Math.round(Math.sin(angle) * step), Math.round(-Math.cos(angle) * step)];
		}
	}
}

/** How many pixels a pin reaches into a label; 0 beside it. */
function depth([x, y]: Offset, { x: boxX, y: boxY, halfWidth, halfHeight, along: [ax, ay] }: Box, pinPx: number): number {
	const [dx, dy] = [x - boxX, y - boxY];
	const reach = (TOUCH * pinPx) / 2;
	const overAlong = halfWidth + reach - Math.abs(dx * ax + dy * ay);
	const overAcross = halfHeight + reach - Math.abs(-dx * ay + dy * ax);
	return Math.max(0, Math.min(overAlong, overAcross));
}

const LABEL_PX = 12;

/** Names of buildings, greens and lots; streets are written again and again and may be covered. */
function boxOf({ geometry, properties }: GeoJSON.Feature, toPixel: (position: Position) => Offset, zoom: number): Box[] {
	const { kind, name, turn = 0, anchor } = (properties ?? {}) as { kind?: string; name?: string; turn?: number; anchor?: string };
	if (geometry.type !== 'Point' || !name || (kind !== 'building' && zoom < 15.8)) return [];
	const [x, y] = toPixel(geometry.coordinates as Position);
	const ems = [...name].reduce((sum, letter) => sum + (letter.charCodeAt(0) > 0x2e80 ? 1 : 0.58), 0);
	const halfWidth = (ems * LABEL_PX) / 2 + 1;
	// The name of a gate stands beside it: its anchor is the side at which the gate lies.
	const right = { left: halfWidth, right: -halfWidth }[anchor ?? ''] ?? 0;
	const down = { top: LABEL_PX, bottom: -LABEL_PX }[anchor ?? ''] ?? 0;
	const angle = (turn * Math.PI) / 180;
	const mostPx = kind === 'building' ? MOST_ALONG_PX : MOST_OFF_PX;
	return [{ x: x + right, y: y + down, halfWidth, halfHeight: LABEL_PX / 2, along: [Math.cos(angle), Math.sin(angle)], mostPx }];
}

function rankOf(pins: PinCollection, index: number): number {
	return pins.features[index]?.properties.rank ?? 0;
}

function isSame(a: readonly number[] | undefined, b: Offset): boolean {
	return a?.[0] === b[0] && a[1] === b[1];
}
