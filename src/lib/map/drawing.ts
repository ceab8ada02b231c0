import type * as maplibre from 'maplibre-gl';
import {
	TerraDraw,
	TerraDrawLineStringMode,
	TerraDrawModeUndoRedo,
	TerraDrawPointMode,
	TerraDrawPolygonMode,
	TerraDrawSelectMode,
	ValidateNotSelfIntersecting,
	type GeoJSONStoreFeatures,
	type HexColor
} from 'terra-draw';
import { TerraDrawMapLibreGLAdapter } from 'terra-draw-maplibre-gl-adapter';
import type { BasemapSystem } from '#lib/domain/basemap.ts';
import type { Pixel } from '#lib/geo/camera.ts';
import { convertGeometry } from '#lib/geo/coordinates.ts';
import type { MapPalette } from './palette.ts';

export type DrawShape = 'point' | 'polygon' | 'linestring';
export type DrawnGeometry = GeoJSON.Point | GeoJSON.Polygon | GeoJSON.LineString;

/** What stands on the map while one draws; WGS-84. */
export interface Draft {
	/** Includes the corner under the pointer while a line or area is not finished. */
	geometry: DrawnGeometry | null;
	/** Whether it could be stored as it is. */
	isFinished: boolean;
	canUndo: boolean;
}

export interface DrawingOptions {
	shape: DrawShape;
	/** Draw on from this; without it the first click begins. */
	start?: DrawnGeometry;
	palette: MapPalette;
	onChange: (draft: Draft) => void;
}

export interface Drawing {
	/** Takes back the last corner, or the last change of a finished shape. */
	undo: () => void;
	/** Closes the line or area under the pointer, as Enter does. */
	finish: () => void;
	/** Does what a click there does, without a pointer: a place on the screen, from the map's upper left corner. */
	put: (at: Pixel) => void;
	/** Puts a geometry in the place of what is drawn: coordinates that were typed. */
	replace: (geometry: DrawnGeometry) => void;
	clear: () => void;
	close: () => void;
}

/** A click this near to the first corner closes the line or area; Terra Draw's own 40 px is a whole shed. */
const REACH_PX = 14;

/** Terra Draw refuses more. */
const MOST_DECIMALS = 1e9;

/** Starts drawing one shape on a map that is drawn in the given system. */
export function startDrawing(map: maplibre.Map, crs: BasemapSystem, options: DrawingOptions): Drawing {
	const { shape, palette, onChange } = options;
	const draw = new TerraDraw({
		adapter: new TerraDrawMapLibreGLAdapter({ map }),
		modes: modes(palette),
		undoRedo: { modeLevel: new TerraDrawModeUndoRedo() }
	});
	/** Finished shapes, oldest first; the last is the one that stands. */
	let history: DrawnGeometry[] = [];

	const drawn = (): GeoJSONStoreFeatures | undefined => draw.getSnapshot().find((item) => item.properties.mode === shape);
	const tell = (): void => {
		const geometry = drawn()?.geometry as DrawnGeometry | undefined;
		onChange({
			geometry: geometry ? convertGeometry(geometry, crs, 'WGS84') : null,
			isFinished: history.length > 0,
			canUndo: history.length > 1 || (history.length === 0 && draw.canUndo()) || (history.length === 1 && !options.start)
		});
	};
	const begin = (): void => {
		draw.clear();
		history = [];
		draw.setMode(shape);
	};
	const put = (geometry: DrawnGeometry): void => {
		draw.clear();
		const id = draw.getFeatureId();
		draw.addFeatures([{ id, type: 'Feature', geometry: rounded(geometry), properties: { mode: shape } } as GeoJSONStoreFeatures]);
		draw.setMode('select');
		draw.selectFeature(id);
	};

	draw.start();
	draw.on('finish', (id) => {
		const finished = draw.getSnapshotFeature(id)?.geometry as DrawnGeometry | undefined;
		if (!finished) return;
		history = [...history, structuredClone(finished)];
		if (draw.getMode() === shape) {
			draw.setMode('select');
			draw.selectFeature(id);
		}
		tell();
	});
	draw.on('change', tell);
	if (options.start) {
		const start = convertGeometry(options.start, 'WGS84', crs);
		history = [start];
		put(start);
	} else begin();
	tell();

	const replace = (geometry: DrawnGeometry): void => {
		history = [...history, geometry];
		put(geometry);
		tell();
	};

	return {
		undo: () => {
			if (history.length > 1) {
				history = history.slice(0, -1);
				const last = history.at(-1);
				if (last) put(last);
			} else if (history.length === 1 && !options.start) begin();
			else if (history.length === 0) draw.undo();
			tell();
		},
		finish: () => map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' })),
		put: (at) => {
			if (draw.getMode() === shape) return click(map.getCanvas(), at);
			// A finished point is put somewhere else; a finished area has handles of its own.
			if (shape !== 'point') return;
			const { lng, lat } = map.unproject(at);
			replace({ type: 'Point', coordinates: [lng, lat] });
		},
		replace: (geometry) => replace(convertGeometry(geometry, 'WGS84', crs)),
		clear: () => {
			begin();
			tell();
		},
		close: () => draw.stop()
	};
}

/** Terra Draw listens to the canvas itself, so that a keyboard's click takes the same way as a mouse's. */
function click(canvas: HTMLCanvasElement, [x, y]: Pixel): void {
	const { left, top } = canvas.getBoundingClientRect();
	for (const type of ['pointermove', 'pointerdown', 'pointerup']) {
		canvas.dispatchEvent(new PointerEvent(type, { isPrimary: true, button: 0, clientX: left + x, clientY: top + y }));
	}
}

function rounded<Shape extends DrawnGeometry>(geometry: Shape): Shape {
	const round = (value: unknown): unknown =>
		Array.isArray(value) ? value.map(round) : Math.round((value as number) * MOST_DECIMALS) / MOST_DECIMALS;
	return { ...geometry, coordinates: round(geometry.coordinates) };
}

function modes(palette: MapPalette): (TerraDrawPointMode | TerraDrawPolygonMode | TerraDrawLineStringMode | TerraDrawSelectMode)[] {
	const accent = palette.accent as HexColor;
	const halo = palette.halo as HexColor;
	const corner = { coordinates: { midpoints: true, draggable: true, deletable: true } } as const;
	return [
		new TerraDrawPointMode({
			pointerDistance: REACH_PX,
			styles: { pointColor: accent, pointWidth: 8, pointOutlineColor: halo, pointOutlineWidth: 3 }
		}),
		new TerraDrawPolygonMode({
			pointerDistance: REACH_PX,
			validation: (item, context) =>
				context.updateType === 'finish' || context.updateType === 'commit' ? ValidateNotSelfIntersecting(item) : { valid: true },
			styles: {
				fillColor: accent,
				fillOpacity: 0.14,
				outlineColor: accent,
				outlineWidth: 2,
				closingPointColor: halo,
				closingPointOutlineColor: accent,
				closingPointOutlineWidth: 2,
				closingPointWidth: 6
			}
		}),
		new TerraDrawLineStringMode({
			pointerDistance: REACH_PX,
			styles: {
				lineStringColor: accent,
				lineStringWidth: 2.4,
				closingPointColor: halo,
				closingPointOutlineColor: accent,
				closingPointWidth: 6
			}
		}),
		new TerraDrawSelectMode({
			pointerDistance: REACH_PX + 4,
			allowManualDeselection: false,
			flags: {
				point: { feature: { draggable: true } },
				polygon: { feature: { draggable: true, ...corner, validation: ValidateNotSelfIntersecting } },
				linestring: { feature: { draggable: true, ...corner } }
			},
			styles: {
				selectedPointColor: accent,
				selectedPointWidth: 8,
				selectedPointOutlineColor: halo,
				selectedPointOutlineWidth: 3,
				selectedPolygonColor: accent,
				selectedPolygonFillOpacity: 0.14,
				selectedPolygonOutlineColor: accent,
				selectedPolygonOutlineWidth: 2,
				selectedLineStringColor: accent,
				selectedLineStringWidth: 2.4,
				selectionPointColor: halo,
				selectionPointOutlineColor: accent,
				selectionPointOutlineWidth: 2,
				selectionPointWidth: 6,
				midPointColor: accent,
				midPointOutlineColor: halo,
				midPointOutlineWidth: 1,
				midPointWidth: 4
			}
		})
	];
}
