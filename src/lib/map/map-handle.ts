import * as maplibre from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { Protocol } from 'pmtiles';
import type { BasemapSystem } from '#lib/domain/basemap.ts';
import { failed, ok, type Result } from '#lib/domain/result.ts';
import { fromWgs84, toWgs84, type Position } from '#lib/geo/coordinates.ts';
import { BasemapWatch } from './basemap-watch.ts';
import { isSameView, type Camera, type Pixel, type Viewport } from '#lib/geo/camera.ts';
import { applyOperation } from './apply-operation.ts';
import { diffScenes } from './diff-scenes.ts';
import type { Drawing, DrawingOptions } from './drawing.ts';
import { CHILD_SOURCE } from './layers/area-layers.ts';
import { keepClicks } from './keep-clicks.ts';
import { PIN_SOURCE, SHAPE_SOURCE } from './layers/site-layers.ts';
import { drawMapImage } from './pin-images.ts';
import { EMPTY_SCENE, type Scene } from './scene.ts';

/** What lies under a pixel; the topmost thing that can be chosen. */
export type Hit =
	{ type: 'site'; id: string } | { type: 'cluster'; id: number; position: Position } | { type: 'area'; code: string } | { type: 'ground' };

export interface MapListeners {
	/** On every frame in which the camera or the size of the map changed. */
	onMove?: (camera: Camera, viewport: Viewport) => void;
	/** When it stands again; `isByHand` is false for moves that the page asked for. */
	onMoveEnd?: (camera: Camera, isByHand: boolean) => void;
	onClick?: (hit: Hit, position: Position) => void;
	onHover?: (hit: Hit, position: Position) => void;
	/** The basemap cannot be loaded; the page puts another one under. */
	onBasemapFailure?: () => void;
	/** The graphics card gave up; the map is gone until the page is loaded again. */
	onLost?: () => void;
	/** Everything asked for is drawn. */
	onIdle?: () => void;
}

export interface MapOptions {
	container: HTMLElement;
	camera: Camera;
	/** Words for the controls that MapLibre labels itself. */
	title: string;
	/** CSS pixels of a pin: 26 with a mouse, 34 under a thumb. */
	pinPx: number;
	/** The word on an overdue pin. */
	overdueMark: string;
	/** No animation. */
	isStill: boolean;
	listeners: MapListeners;
}

/** Pixels round a click within which something counts as hit. */
const REACH_PX = 3;
const SELECTABLE_LAYERS = [
	'site-selected',
	'site-pin',
	'site-cluster',
	'site-dot-overdue',
	'site-dot',
	'site-fill',
	'site-line',
	'child-label',
	'child-fill'
];

let isPrepared = false;

function prepare(): void {
	if (isPrepared) return;
	isPrepared = true;
	maplibre.setWorkerUrl(workerUrl);
	maplibre.addProtocol('pmtiles', new Protocol({ metadata: true }).tile);
}

/** Opens a map; `no_webgl` where the browser cannot draw one. All positions in and out are WGS-84. */
export async function openMap(options: MapOptions): Promise<Result<MapHandle>> {
	prepare();
	const { container, camera, title, isStill } = options;
	let map: maplibre.Map;
	try {
		map = new maplibre.Map({
			container,
			style: { version: 8, sources: {}, layers: [] },
			center: camera.center,
			zoom: camera.zoom,
			bearing: camera.bearing,
			maxPitch: 0,
			maxZoom: 21,
			minZoom: 3,
			pitchWithRotate: false,
			attributionControl: false,
			refreshExpiredTiles: false,
			fadeDuration: isStill ? 0 : 120,
			locale: { 'Map.Title': title },
			canvasContextAttributes: { antialias: true }
		});
	} catch {
		container.replaceChildren();
		return failed('no_webgl');
	}
	map.touchPitch.disable();
	await new Promise<void>((resolve) => void map.once('style.load', () => resolve()));
	return ok(new MapHandle(map, options));
}

/** The one door to MapLibre: scenes go in, cameras and hits come out. */
export class MapHandle {
	readonly #map: maplibre.Map;
	readonly #listeners: MapListeners;
	readonly #isStill: boolean;
	readonly #watch: BasemapWatch;
	#scene: Scene = EMPTY_SCENE;
	#crs: BasemapSystem = 'WGS84';
	/** The camera at the end of the last move. */
	#told: Camera;
	#hovered: { source: string; id: string } | null = null;
	/** One that is being closed may still overlap with the next. */
	#drawings = 0;
	#isAsked = false;

	constructor(map: maplibre.Map, { listeners, pinPx, overdueMark, isStill }: MapOptions) {
		this.#map = map;
		this.#listeners = listeners;
		this.#isStill = isStill;
		this.#watch = new BasemapWatch(() => listeners.onBasemapFailure?.());
		map.setMissingStyleImageResolver((name) => {
			const image = drawMapImage(name, { pinPx, overdueMark, pixelRatio: Math.max(2, Math.ceil(window.devicePixelRatio)) });
			if (image && !map.hasImage(name)) map.addImage(name, image.data, { pixelRatio: image.pixelRatio });
		});
		const moved = (): void => listeners.onMove?.(this.camera, this.viewport);
		map.on('move', moved);
		map.on('resize', moved);
		this.#told = this.camera;
		map.on('moveend', () => {
			const now = this.camera;
			// A map that changes its size ends a move, too, and looks where it looked.
			if (!isSameView(now, this.#told)) {
				this.#told = now;
				listeners.onMoveEnd?.(now, !this.#isAsked);
			}
			this.#isAsked = false;
		});
		map.on('click', (event) => {
			if (!this.#isDrawing) listeners.onClick?.(this.#hitAt(event.point), this.#ground(event.lngLat));
		});
		map.on('mousemove', (event) => {
			if (this.#isDrawing) return;
			const hit = this.#hitAt(event.point);
			map.getCanvas().style.cursor = hit.type === 'ground' ? '' : 'pointer';
			listeners.onHover?.(hit, this.#ground(event.lngLat));
		});
		map.on('idle', () => listeners.onIdle?.());
		map.on('webglcontextlost', () => listeners.onLost?.());
		map.on('sourcedata', (event) => this.#watch.loaded(event.sourceId, event.tile !== undefined));
		map.on('error', (event) => {
			const { sourceId } = event as { sourceId?: string };
			if (!this.#watch.failed(sourceId)) console.warn('map:', event.error?.message);
		});
	}

	/** Shows a scene: only what differs from the last one reaches the map. */
	show(scene: Scene, crs: BasemapSystem = this.#crs): void {
		if (crs !== this.#crs) {
			const ground = this.camera;
			this.#crs = crs;
			this.jumpTo(ground);
		}
		this.#watch.expect(Object.keys(scene.sources));
		for (const operation of diffScenes(this.#scene, scene)) applyOperation(this.#map, operation, this.#floorOfDrawing());
		this.#scene = scene;
	}

	get camera(): Camera {
		const { lng, lat } = this.#map.getCenter();
		return { center: toWgs84([lng, lat], this.#crs), zoom: this.#map.getZoom(), bearing: this.#map.getBearing() };
	}

	get viewport(): Viewport {
		const { clientWidth: width, clientHeight: height } = this.#map.getContainer();
		return { width, height };
	}

	jumpTo({ center, zoom, bearing }: Camera): void {
		this.#isAsked = true;
		this.#map.jumpTo({ center: fromWgs84(center, this.#crs), zoom, bearing });
	}

	/** Glides within one screen, jumps farther: a long flight tells nothing. */
	easeTo(camera: Camera, durationMs = 240): void {
		const at = this.#map.project(fromWgs84(camera.center, this.#crs));
		const { width, height } = this.viewport;
		const isNear = at.x > -width && at.x < 2 * width && at.y > -height && at.y < 2 * height;
		if (this.#isStill || !isNear) return this.jumpTo(camera);
		this.#isAsked = true;
		this.#map.easeTo({
			center: fromWgs84(camera.center, this.#crs),
			zoom: camera.zoom,
			bearing: camera.bearing,
			duration: durationMs,
			easing: (t) => 1 - (1 - t) ** 3
		});
	}

	/** Zooms in until a cluster comes apart. */
	async openCluster(id: number, position: Position): Promise<void> {
		const source = this.#map.getSource<maplibre.GeoJSONSource>(PIN_SOURCE);
		const zoom = await source?.getClusterExpansionZoom(id).catch(() => null);
		if (zoom) this.easeTo({ center: position, zoom: Math.min(zoom + 0.2, 20), bearing: this.#map.getBearing() });
	}

	/** Marks a site or an area below as under the pointer, here or in the list. */
	hover(target: { type: 'site' | 'area'; id: string } | null): void {
		const source = target?.type === 'area' ? CHILD_SOURCE : PIN_SOURCE;
		if (this.#hovered?.id === target?.id) return;
		const sources = (of: string): string[] =>
			(of === PIN_SOURCE ? [PIN_SOURCE, SHAPE_SOURCE] : [of]).filter((one) => this.#map.getSource(one));
		if (this.#hovered) {
			for (const one of sources(this.#hovered.source)) this.#map.setFeatureState({ source: one, id: this.#hovered.id }, { hover: false });
		}
		this.#hovered = target ? { source, id: target.id } : null;
		if (target) for (const one of sources(source)) this.#map.setFeatureState({ source: one, id: target.id }, { hover: true });
	}

	/**
	 * Starts drawing; clicks belong to the drawing until it is closed. Loads the drawing code at first use, and
	 * draws what was clicked meanwhile.
	 */
	async draw(options: DrawingOptions): Promise<Drawing> {
		this.#drawings += 1;
		this.hover(null);
		const early = keepClicks(this.#map);
		const { startDrawing } = await import('./drawing.ts');
		const drawing = startDrawing(this.#map, this.#crs, options);
		for (const at of early.take()) drawing.put(at);
		return {
			...drawing,
			close: () => {
				drawing.close();
				this.#drawings -= 1;
			}
		};
	}

	/** Moves the keyboard to the map. */
	focus(): void {
		this.#map.getCanvas().focus();
	}

	destroy(): void {
		this.#watch.stop();
		this.#map.remove();
	}

	#ground({ lng, lat }: maplibre.LngLat): Position {
		return toWgs84([lng, lat], this.#crs);
	}

	#hitAt({ x, y }: maplibre.Point): Hit {
		const box: [Pixel, Pixel] = [
			[x - REACH_PX, y - REACH_PX],
			[x + REACH_PX, y + REACH_PX]
		];
		const layers = SELECTABLE_LAYERS.filter((id) => this.#map.getLayer(id));
		// The order of drawing is the order of the answer: the topmost comes first.
		const [found] = this.#map.queryRenderedFeatures(box, { layers });
		if (!found) return { type: 'ground' };
		if (found.layer.id === 'site-cluster' && found.geometry.type === 'Point') {
			const [lng = 0, lat = 0] = found.geometry.coordinates;
			return { type: 'cluster', id: Number(found.properties.cluster_id), position: toWgs84([lng, lat], this.#crs) };
		}
		const id = String(found.properties.id);
		return found.layer.id.startsWith('child-') ? { type: 'area', code: id } : { type: 'site', id };
	}

	get #isDrawing(): boolean {
		return this.#drawings > 0;
	}

	/** What is being drawn lies over every scene. */
	#floorOfDrawing(): string | undefined {
		return this.#isDrawing ? this.#map.getLayersOrder().find((id) => id.startsWith('td-')) : undefined;
	}
}
