import { STAGE_SHAPES, type StageShape } from '#lib/domain/stage-shapes.ts';
import { PALETTES, type MapPalette, type MapToken } from './palette.ts';
import { readImageName, type ClusterMark, type MapImage, type Pin } from './pin-name.ts';

export interface DrawnImage {
	data: ImageData;
	pixelRatio: number;
}

interface ImageScale {
	/** CSS pixels of a pin's 16-unit box: 26 on a desktop, 34 on a phone. */
	pinPx: number;
	pixelRatio: number;
	/** The word on an overdue pin: one or two letters. */
	overdueMark: string;
}

const BOX = 16;
const FONT = '"Inter Variable", "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif';

/** Draws an image by its name (pin-name.ts); null for a name that is not ours. Needs a DOM. */
export function drawMapImage(name: string, { pinPx, pixelRatio, overdueMark }: ImageScale): DrawnImage | null {
	const image = readImageName(name);
	if (!image) return null;
	const palette = PALETTES[image.theme];
	const unit = pinPx / BOX;
	const { width, height, draw } = plan(image, palette, unit, overdueMark);
	const canvas = document.createElement('canvas');
	canvas.width = Math.ceil(width * pixelRatio);
	canvas.height = Math.ceil(height * pixelRatio);
	const context = canvas.getContext('2d');
	if (!context) return null;
	context.scale(pixelRatio, pixelRatio);
	draw(context);
	return { data: context.getImageData(0, 0, canvas.width, canvas.height), pixelRatio };
}

interface ImagePlan {
	/** CSS pixels. */
	width: number;
	height: number;
	draw: (context: CanvasRenderingContext2D) => void;
}

function plan(image: MapImage, palette: MapPalette, unit: number, overdueMark: string): ImagePlan {
	switch (image.type) {
		case 'pin':
			return pinPlan(image, palette, unit, overdueMark);
		case 'cluster':
			return clusterPlan(image, palette, unit);
		case 'ring':
			return ringPlan(image.tone, palette, unit);
		case 'diamond':
			return diamondPlan(palette);
	}
}

/** Room round the box for halo, overdue line and badge; the same on all sides keeps the anchor in the middle. */
const MARGIN = 4;

function pinPlan(pin: Pin, palette: MapPalette, unit: number, overdueMark: string): ImagePlan {
	const size = (BOX + 2 * MARGIN) * unit;
	const color = (token: string): string => palette[(pin.isInternal ? greyOf(token) : token) as MapToken];
	return {
		width: size,
		height: size,
		draw: (context) => {
			context.scale(unit, unit);
			context.translate(MARGIN, MARGIN);
			const shape = STAGE_SHAPES[pin.stage];
			if (pin.isOverdue) drawOverdueLine(context, shape, palette);
			drawShape(context, shape, color, palette);
			drawInside(context, shape, pin.number, color);
			if (pin.isOverdue) drawOverdueBadge(context, palette, overdueMark);
			else if (shape.badge) drawBadge(context, shape.badge, color(shape.badge === 'tick' ? 's-closed-l' : shape.color), palette);
		}
	};
}

/** Cameras and other internal layers are drawn in greys: they are no case to be chased. */
function greyOf(token: string): string {
	if (token === 'hollow' || token === 'halo' || token === 'on-s') return token;
	if (token === 's-closed') return 'line';
	return token.startsWith('on-') && token !== 'on-closed' ? 'surface' : 'ink-3';
}

function scaled(context: CanvasRenderingContext2D, scale: number, draw: () => void): void {
	context.save();
	context.translate(BOX / 2, BOX / 2);
	context.scale(scale, scale);
	context.translate(-BOX / 2, -BOX / 2);
	draw();
	context.restore();
}

function drawShape(context: CanvasRenderingContext2D, shape: StageShape, color: (token: string) => string, palette: MapPalette): void {
	const path = new Path2D(shape.path);
	context.lineJoin = 'round';
	scaled(context, shape.scale ?? 1, () => {
		context.strokeStyle = palette.halo;
		context.lineWidth = shape.fill === 'solid' ? 2 : 3.5;
		context.stroke(path);
		if (shape.fill === 'solid') {
			context.fillStyle = color(shape.color);
			context.fill(path);
			return;
		}
		context.fillStyle = shape.fill === 'pale' ? color(shape.color) : palette.hollow;
		if (shape.glyph !== '') context.fill(path);
		context.strokeStyle = color(shape.fill === 'pale' ? 's-closed-l' : shape.color);
		context.lineWidth = 1.5;
		if (shape.dash) context.setLineDash(shape.dash.split(' ').map(Number));
		context.stroke(path);
		context.setLineDash([]);
	});
	if (!shape.hasInnerLine) return;
	scaled(context, 0.82, () => {
		context.strokeStyle = color(shape.ink);
		context.lineWidth = 0.9;
		context.stroke(path);
	});
}

function drawInside(context: CanvasRenderingContext2D, shape: StageShape, number: number | null, color: (token: string) => string): void {
	context.fillStyle = context.strokeStyle = color(shape.ink);
	if (number !== null) {
		const text = String(number);
		context.font = `650 ${text.length > 2 ? 5.6 : 7.4}px ${FONT}`;
		context.textAlign = 'center';
		context.textBaseline = 'alphabetic';
		const { actualBoundingBoxAscent: ascent } = context.measureText('0');
		context.fillText(text, BOX / 2, (shape.textY ?? BOX / 2) + ascent / 2);
	} else if (shape.glyph) {
		context.lineWidth = 1.4;
		context.lineCap = context.lineJoin = 'round';
		context.stroke(new Path2D(shape.glyph));
	}
}

function drawBadge(context: CanvasRenderingContext2D, badge: 'pause' | 'tick', fill: string, palette: MapPalette): void {
	context.beginPath();
	context.arc(13.6, 2.6, 3.1, 0, 2 * Math.PI);
	context.fillStyle = fill;
	context.fill();
	context.strokeStyle = palette.halo;
	context.lineWidth = 0.8;
	context.stroke();
	context.strokeStyle = badge === 'tick' ? palette.hollow : palette['on-s'];
	context.lineWidth = 0.9;
	context.lineCap = 'round';
	context.stroke(new Path2D(badge === 'tick' ? 'M12.2 2.7l1 1 1.8-2' : 'M12.8 1.4v2.4M14.4 1.4v2.4'));
}

/** Overdue alone is red: a red line round the shape, whatever its stage … */
function drawOverdueLine(context: CanvasRenderingContext2D, shape: StageShape, palette: MapPalette): void {
	const path = new Path2D(shape.path);
	context.lineJoin = 'round';
	for (const [width, color] of [
		[6.2, palette.halo],
		[5, palette.bad]
	] as const) {
		context.lineWidth = width;
		context.strokeStyle = color;
		context.stroke(path);
	}
}

/** … and the word 超 (or its like), so that it does not hang on the colour. */
function drawOverdueBadge(context: CanvasRenderingContext2D, palette: MapPalette, mark: string): void {
	context.beginPath();
	context.arc(15, 1, 4.3, 0, 2 * Math.PI);
	context.fillStyle = palette.bad;
	context.fill();
	context.strokeStyle = palette.halo;
	context.lineWidth = 0.9;
	context.stroke();
	context.fillStyle = palette.surface;
	context.font = `600 6.4px ${FONT}`;
	context.textAlign = 'center';
	context.textBaseline = 'alphabetic';
	const { actualBoundingBoxAscent: ascent, actualBoundingBoxDescent: descent } = context.measureText(mark);
	context.fillText(mark, 15, 1 + (ascent - descent) / 2);
}

/** A square with the open count and a thin bar of the worst light. */
function clusterPlan({ open, worst }: ClusterMark, palette: MapPalette, unit: number): ImagePlan {
	const text = open >= 10_000 ? `${Math.round(open / 1000)}k` : String(open);
	const height = 17 * unit;
	const width = Math.max(height, (text.length * 5 + 7) * unit);
	const room = 2 * unit;
	return {
		width: width + 2 * room,
		height: height + 2 * room,
		draw: (context) => {
			context.translate(room, room);
			context.fillStyle = palette.halo;
			context.fillRect(-1.5, -1.5, width + 3, height + 3);
			context.fillStyle = worst === 'closed' ? palette['s-closed'] : palette.surface;
			context.fillRect(0, 0, width, height);
			context.strokeStyle = worst === 'closed' ? palette['s-closed-l'] : palette['ink-2'];
			context.lineWidth = 1.2;
			context.strokeRect(0.6, 0.6, width - 1.2, height - 1.2);
			const bar = { red: palette.bad, yellow: palette['warn-fill'], green: palette.ok, closed: palette['s-closed-l'] }[worst];
			context.fillStyle = bar;
			context.fillRect(1.2, height - 1.2 - 2 * unit, width - 2.4, 2 * unit);
			context.fillStyle = worst === 'closed' ? palette['on-closed'] : palette.ink;
			context.font = `650 ${7.6 * unit}px ${FONT}`;
			context.textAlign = 'center';
			context.textBaseline = 'alphabetic';
			const { actualBoundingBoxAscent: ascent } = context.measureText('0');
			context.fillText(text, width / 2, (height - 2 * unit) / 2 + ascent / 2);
		}
	};
}

/** Round the selected pin at 1.45 times its size; hovering is a thinner promise of it. */
function ringPlan(tone: 'selected' | 'hover', palette: MapPalette, unit: number): ImagePlan {
	const radius = (BOX / 2) * 1.45 * unit;
	const size = 2 * radius + 8;
	return {
		width: size,
		height: size,
		draw: (context) => {
			context.beginPath();
			context.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
			if (tone === 'selected') {
				context.fillStyle = palette.halo;
				context.globalAlpha = 0.86;
				context.fill();
				context.globalAlpha = 1;
				context.strokeStyle = palette.halo;
				context.lineWidth = 6;
				context.stroke();
			}
			context.strokeStyle = palette.accent;
			context.lineWidth = tone === 'selected' ? 2.4 : 1.6;
			context.stroke();
		}
	};
}

function diamondPlan(palette: MapPalette): ImagePlan {
	return {
		width: 12,
		height: 12,
		draw: (context) => {
			const path = new Path2D('M6 .8 11.2 6 6 11.2.8 6z');
			context.fillStyle = palette.bad;
			context.fill(path);
			context.strokeStyle = palette.halo;
			context.lineWidth = 1;
			context.stroke(path);
		}
	};
}
