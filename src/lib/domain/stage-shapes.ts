import type { Stage } from './stage.ts';

/**
 * One symbol set from pin to poster: a stage is a shape, a fill and a number; colour comes last, so
 * it survives a black-and-white printer and colour-blind eyes. Paths are drawn in a 16-unit box.
 */
export interface StageShape {
	path: string;
	/** Token of the colour, without the leading dashes. */
	color: string;
	/** Hollow shapes have a stroke of the colour on the ground's colour; solid ones a fill. */
	fill: 'solid' | 'hollow' | 'pale';
	/** Token of the number or glyph inside. */
	ink: string;
	/** Dash pattern of a hollow shape. */
	dash?: string;
	/** Small mark at the upper right: a pause for deferred, a tick for closed. */
	badge?: 'pause' | 'tick';
	/** Inner line at 82 % (rework). */
	hasInnerLine?: boolean;
	/** Share of the box that the shape takes; closed recedes. */
	scale?: number;
	/** Where the number's middle lies, in units of the box. */
	textY?: number;
	/** The mark that stands in for a missing number, as strokes. */
	glyph: string;
}

const RING = 'M8 1.4a6.6 6.6 0 1 1 0 13.2A6.6 6.6 0 0 1 8 1.4z';
const CROSS = 'M3.5 3.5l9 9M12.5 3.5l-9 9';

export const STAGE_SHAPES: Record<Stage, StageShape> = {
	reported: {
		path: RING,
		color: 's-reported',
		fill: 'hollow',
		ink: 's-reported',
		dash: '2.2 1.25',
		glyph: 'M6.3 6.4a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.6-.8 1.2M8 11.1v.1'
	},
	filed: { path: 'M2.2 2.2h11.6v11.6H2.2z', color: 's-filed', fill: 'hollow', ink: 's-filed', glyph: 'M5.2 6.5h5.6M5.2 9.5h5.6' },
	assigned: {
		path: 'M8 .3 15.7 8 8 15.7.3 8z',
		color: 's-assigned',
		fill: 'solid',
		ink: 'on-assigned',
		glyph: 'M5 8h5.6M8.4 5.8 10.8 8l-2.4 2.2'
	},
	in_progress: {
		path: 'M3.6 1.2h8.8a2.4 2.4 0 0 1 2.4 2.4v8.8a2.4 2.4 0 0 1-2.4 2.4H3.6a2.4 2.4 0 0 1-2.4-2.4V3.6a2.4 2.4 0 0 1 2.4-2.4z',
		color: 's-in_progress',
		fill: 'solid',
		ink: 'on-s',
		glyph: 'M5 11V8.4M8 11V5.2M11 11V7'
	},
	submitted: {
		path: 'M4.2 1.6h7.6L15.9 8l-4.1 6.4H4.2L.1 8z',
		color: 's-submitted',
		fill: 'solid',
		ink: 'on-s',
		glyph: 'M3.9 8S5.4 5.6 8 5.6 12.1 8 12.1 8 10.6 10.4 8 10.4 3.9 8 3.9 8zM8 7.2v1.6'
	},
	rework: {
		path: 'M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z',
		color: 's-rework',
		fill: 'solid',
		ink: 'on-s',
		hasInnerLine: true,
		glyph: 'M5.4 8.6a2.8 2.8 0 1 0 .9-2.7M6 4.2v1.9h1.9'
	},
	reopened: { path: 'M8 .2 16 15.2H0z', color: 's-reopened', fill: 'solid', ink: 'on-s', textY: 10.6, glyph: 'M8 6.6v4M8 12.6v.1' },
	deferred: {
		path: 'M4.8 3h6.4a5 5 0 0 1 0 10H4.8a5 5 0 0 1 0-10z',
		color: 's-deferred',
		fill: 'solid',
		ink: 'on-s',
		badge: 'pause',
		glyph: 'M6.6 6v4M9.4 6v4'
	},
	closed: { path: RING, color: 's-closed', fill: 'pale', ink: 'on-closed', badge: 'tick', scale: 0.84, glyph: 'M5.2 8.2l2 2 3.6-4' },
	rejected: { path: CROSS, color: 's-void', fill: 'hollow', ink: 's-void', glyph: '' },
	duplicate: { path: CROSS, color: 's-void', fill: 'hollow', ink: 's-void', glyph: '' },
	void: { path: CROSS, color: 's-void', fill: 'hollow', ink: 's-void', glyph: '' }
};
