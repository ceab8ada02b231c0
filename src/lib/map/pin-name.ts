import { STAGES, type Stage } from '#lib/domain/stage.ts';
import type { MapTheme } from './palette.ts';

/**
 * Images of pins are drawn when the map asks for one by name: "pin:light:assigned:12:o". A scene
 * only speaks of names, so it stays a value; the handle owns the canvas (pin-images.ts).
 */
export interface Pin {
	stage: Stage;
	/** Null, or more than three digits: no number is drawn. */
	number: number | null;
	isOverdue: boolean;
	/** Cameras and the like: grey. */
	isInternal: boolean;
}

export interface ClusterMark {
	open: number;
	worst: 'red' | 'yellow' | 'green' | 'closed';
}

export type MapImage =
	| ({ type: 'pin'; theme: MapTheme } & Pin)
	| ({ type: 'cluster'; theme: MapTheme } & ClusterMark)
	| { type: 'ring'; theme: MapTheme; tone: 'selected' | 'hover' }
	| { type: 'diamond'; theme: MapTheme };

/** The part of a pin's name that travels with the data; the theme is put before it by the layer. */
export function pinName({ stage, number, isOverdue, isInternal }: Pin): string {
	return `${stage}:${number !== null && number < 1000 ? number : ''}:${isOverdue ? 'o' : ''}${isInternal ? 'i' : ''}`;
}

/** Reads the name of an image; null for one that is not ours. */
export function readImageName(name: string): MapImage | null {
	const [type, theme, ...rest] = name.split(':');
	if (theme !== 'light' && theme !== 'dark') return null;
	const [first = '', second = '', third = ''] = rest;
	switch (type) {
		case 'pin': {
			const stage = STAGES.find((one) => one === first);
			if (!stage) return null;
			return {
				type,
				theme,
				stage,
				number: second ? Number(second) : null,
				isOverdue: third.includes('o'),
				isInternal: third.includes('i')
			};
		}
		case 'cluster': {
			const worst = (['red', 'yellow', 'green', 'closed'] as const).find((one) => one === second);
			return worst ? { type, theme, open: Number(first), worst } : null;
		}
		case 'ring':
			return first === 'selected' || first === 'hover' ? { type, theme, tone: first } : null;
		case 'diamond':
			return { type, theme };
		default:
			return null;
	}
}
