/** What a label on a small map may say, longest form first. */
export interface LabelWish {
	id: string;
	/** Where its middle should be, in pixels. */
	x: number;
	y: number;
	/** Size of the area it stands on; larger areas choose first. */
	weight: number;
	name: string;
	value: string;
}

export interface PlacedLabel extends LabelWish {
	form: 'full' | 'value';
}

const NAME_PX = 12;
const VALUE_PX = 13;
const LINE_PX = 15;

/**
 * Labels that do not cover each other and stay inside the picture: name and value where they fit,
 * else the value alone, else nothing (the tooltip and the table still say it).
 */
export function placeLabels(wishes: readonly LabelWish[], width: number, height: number): PlacedLabel[] {
	const taken: [x0: number, y0: number, x1: number, y1: number][] = [];
	const placed: PlacedLabel[] = [];
	for (const wish of wishes.toSorted((a, b) => b.weight - a.weight)) {
		for (const form of ['full', 'value'] as const) {
			const halfWidth =
				(form === 'full' ? Math.max(textWidth(wish.name, NAME_PX), textWidth(wish.value, VALUE_PX)) : textWidth(wish.value, VALUE_PX)) / 2 +
				2;
			const halfHeight = form === 'full' ? LINE_PX : LINE_PX / 2;
			const box: [number, number, number, number] = [wish.x - halfWidth, wish.y - halfHeight, wish.x + halfWidth, wish.y + halfHeight];
			const isInside = box[0] >= 0 && box[1] >= 0 && box[2] <= width && box[3] <= height;
			if (!isInside || taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
			taken.push(box);
			placed.push({ ...wish, form });
			break;
		}
	}
	return placed;
}

/** Han characters are as wide as the type is high, others a little over half. */
function textWidth(text: string, px: number): number {
	return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? px : px * 0.56), 0);
}
