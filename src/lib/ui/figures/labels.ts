/** What a label on a small map may say, longest form first. */
export interface LabelWish {
	id: string;
	/** Where its middle should be, in pixels. */
	x: number;
	y: number;
	/** Size of the area it stands on in square pixels; larger areas choose first, and leave their labels more freedom. */
	weight: number;
	name: string;
	value: string;
}

export interface PlacedLabel extends LabelWish {
	form: 'full' | 'value';
}

/** Type on the map in pixels: the name above, the value below, from line to line. */
export interface LabelType {
	name: number;
	value: number;
	line: number;
}

const TYPE: LabelType = { name: 12, value: 13, line: 15 };
/** How far a label may move, as a share of the side of its area. */
const FREEDOM = 0.36;
const STEP_PX = 6;

type Box = [x0: number, y0: number, x1: number, y1: number];

/**
 * Labels that do not cover each other and stay inside the picture, each as near to its wish as it finds
 * room: name and value where they fit, else the value alone, else nothing (the tooltip and the table
 * still say it).
 */
export function placeLabels(wishes: readonly LabelWish[], width: number, height: number, type: LabelType = TYPE): PlacedLabel[] {
	const taken: Box[] = [];
	const isFree = (box: Box): boolean =>
		box[0] >= 0 &&
		box[1] >= 0 &&
		box[2] <= width &&
		box[3] <= height &&
		!taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
	return wishes
		.toSorted((a, b) => b.weight - a.weight)
		.flatMap((wish) => {
			const steps = stepsWithin(Math.sqrt(wish.weight) * FREEDOM);
			for (const form of ['full', 'value'] as const) {
				for (const [dx, dy] of steps) {
					const label: PlacedLabel = { ...wish, x: wish.x + dx, y: wish.y + dy, form };
					const box = boxOf(label, type);
					if (!isFree(box)) continue;
					taken.push(box);
					return [label];
				}
			}
			return [];
		});
}

function boxOf({ form, x, y, name, value }: PlacedLabel, type: LabelType): Box {
	const widest = Math.max(textWidth(value, type.value), form === 'full' ? textWidth(name, type.name) : 0);
	const halfHeight = form === 'full' ? type.line : type.line / 2;
	return [x - widest / 2 - 2, y - halfHeight, x + widest / 2 + 2, y + halfHeight];
}

/** Ways to move, shortest first, beginning with none. */
function stepsWithin(reach: number): [dx: number, dy: number][] {
	const most = Math.floor(reach / STEP_PX);
	const steps: [number, number][] = [];
	for (let column = -most; column <= most; column++) {
		for (let row = -most; row <= most; row++) steps.push([column * STEP_PX, row * STEP_PX]);
	}
	return steps.filter(([dx, dy]) => Math.hypot(dx, dy) <= reach).sort((a, b) => Math.hypot(...a) - Math.hypot(...b));
}

/** Han characters are as wide as the type is high, others a little over half. */
function textWidth(text: string, px: number): number {
	return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? px : px * 0.56), 0);
}
