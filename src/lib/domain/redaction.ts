import * as v from 'valibot';

/** A part of a picture that the public must not see, in shares of its width and height, from the upper left. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

const share = v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1));
const BoxSchema = v.object({ x: share, y: share, width: share, height: share });
export const MAX_BOXES = 40;
export const BoxesSchema = v.pipe(v.array(BoxSchema), v.maxLength(MAX_BOXES));

/** Smaller than this cannot be grabbed, and covers nothing worth covering. */
export const MIN_SIDE = 0.02;

/** The box between two corners, whichever way it was drawn. */
export function boxBetween(a: { x: number; y: number }, b: { x: number; y: number }): Box {
	const x = clamp(Math.min(a.x, b.x));
	const y = clamp(Math.min(a.y, b.y));
	return { x, y, width: clamp(Math.max(a.x, b.x)) - x, height: clamp(Math.max(a.y, b.y)) - y };
}

/** The box moved inside the picture as far as it goes. */
export function moveBox(box: Box, dx: number, dy: number): Box {
	return { ...box, x: clamp(box.x + dx, 1 - box.width), y: clamp(box.y + dy, 1 - box.height) };
}

/** The box with its lower right corner moved; never smaller than {@link MIN_SIDE}, never outside the picture. */
export function resizeBox(box: Box, dx: number, dy: number): Box {
	return {
		...box,
		width: Math.max(MIN_SIDE, Math.min(1 - box.x, box.width + dx)),
		height: Math.max(MIN_SIDE, Math.min(1 - box.y, box.height + dy))
	};
}

/** Whether a drag was meant as a box. */
export function isDrawn(box: Box): boolean {
	return box.width >= MIN_SIDE && box.height >= MIN_SIDE;
}

/** Whole pixels that hold the box, `bleedPx` wider on each side; null where nothing of it lies in the picture. */
export function pixelsOf(
	box: Box,
	width: number,
	height: number,
	bleedPx = 0
): { left: number; top: number; width: number; height: number } | null {
	const left = Math.max(0, Math.floor(box.x * width) - bleedPx);
	const top = Math.max(0, Math.floor(box.y * height) - bleedPx);
	const right = Math.min(width, Math.ceil((box.x + box.width) * width) + bleedPx);
	const bottom = Math.min(height, Math.ceil((box.y + box.height) * height) + bleedPx);
	return right > left && bottom > top ? { left, top, width: right - left, height: bottom - top } : null;
}

function clamp(value: number, high = 1): number {
	return Math.max(0, Math.min(high, value));
}
