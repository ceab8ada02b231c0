import type { Position } from '#lib/geo/coordinates.ts';
import { measureShape, type Measured } from '#lib/geo/measure.ts';
import type { Draft, Drawing, DrawnGeometry, DrawShape } from '#lib/map/drawing.ts';
import { PALETTES, type MapTheme } from '#lib/map/palette.ts';
import type { MapStage } from './map-stage.svelte.ts';

const NOTHING: Draft = { geometry: null, isFinished: false, canUndo: false };

/** The one shape that is being drawn on the map, whatever for: a distance, an area, a site's place. WGS-84. */
export class MapPen {
	/** Null while nothing is drawn. */
	shape = $state.raw<DrawShape | null>(null);
	draft = $state.raw<Draft>(NOTHING);
	/** False while the code that draws is still being loaded; clicks on the map are kept until it is. */
	isReady = $state.raw(false);
	/** Of what stands there, the corner under the pointer included. */
	readonly measured: Measured | null = $derived(this.draft.geometry ? measureShape(this.draft.geometry) : null);
	readonly #stage: MapStage;
	#drawing: Drawing | null = null;
	/** Counts up, so that a map that opens late does not start what was given up meanwhile. */
	#turn = 0;

	constructor(stage: MapStage) {
		this.#stage = stage;
	}

	/** Begins to draw; from `start`, where there is a shape to be changed. Without a map only typing is left. */
	async take(shape: DrawShape, theme: MapTheme, start?: DrawnGeometry): Promise<void> {
		this.drop();
		const turn = this.#turn;
		this.shape = shape;
		if (start) this.draft = { geometry: start, isFinished: true, canUndo: false };
		const drawing = await this.#stage.handle?.draw({
			shape,
			start,
			palette: PALETTES[theme],
			onChange: (draft) => {
				if (turn === this.#turn) this.draft = draft;
			}
		});
		if (!drawing) return;
		if (turn !== this.#turn) return drawing.close();
		this.#drawing = drawing;
		this.isReady = true;
	}

	/** Goes on with what stands there: after the basemap or the theme changed under it. */
	async retake(theme: MapTheme): Promise<void> {
		const { shape, draft } = this;
		if (!shape) return;
		await this.take(shape, theme, draft.isFinished && draft.geometry ? draft.geometry : undefined);
	}

	/** Puts a corner (or the point) where the cross stands in the middle of the map. */
	put(): void {
		this.#drawing?.put(this.#stage.cross);
	}

	/** A place that was typed. */
	type(position: Position): void {
		const geometry: DrawnGeometry = { type: 'Point', coordinates: position };
		if (this.#drawing) this.#drawing.replace(geometry);
		else this.draft = { geometry, isFinished: true, canUndo: false };
		this.#stage.bring(position);
	}

	undo(): void {
		this.#drawing?.undo();
	}

	finish(): void {
		this.#drawing?.finish();
	}

	clear(): void {
		this.#drawing?.clear();
	}

	/** Puts the pen down; what was drawn is gone from the map. */
	drop(): void {
		this.#turn += 1;
		this.#drawing?.close();
		this.#drawing = null;
		this.shape = null;
		this.draft = NOTHING;
		this.isReady = false;
	}
}
