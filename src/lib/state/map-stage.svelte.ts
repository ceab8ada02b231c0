import type { BasemapInfo } from '#lib/domain/basemap.ts';
import { fitBounds, panIntoView, isSameView, type Camera, type Insets, type Pixel, type Viewport } from '#lib/geo/camera.ts';
import type { Bounds } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import type { BasemapDetail } from '#lib/map/basemap-scene.ts';
import type { MapHandle, MapListeners } from '#lib/map/map-handle.ts';

/** Before anything is measured: what the server draws for. */
const GUESS: Viewport = { width: 700, height: 720 };
/** Room left round a selected pin. */
const PIN_MARGIN_PX = 56;
/** A pin is shown at least this near when one goes to it from far. */
const PIN_ZOOM = 17;

interface Opening {
	title: string;
	pinPx: number;
	overdueMark: string;
	isStill: boolean;
	listeners: Pick<MapListeners, 'onClick' | 'onHover' | 'onBasemapFailure'> & { onMoved: (camera: Camera | null) => void };
}

/** The window onto the ground: its camera, its size, and the map behind it while there is one. */
export class MapStage {
	handle = $state.raw<MapHandle | null>(null);
	camera = $state.raw<Camera>({ center: [126.42, 41.94], zoom: 15, bearing: 0 });
	viewport = $state.raw<Viewport>(GUESS);
	/** Why there is no map: the list works without. */
	failure = $state.raw<'no_webgl' | 'lost' | null>(null);
	/** Whether everything asked for is drawn. */
	isReady = $state.raw(false);
	/** Pixels at each edge that panels cover. */
	readonly insets: Insets = $derived.by(() => this.#insets(this.viewport));
	/** The middle of the part that nothing covers: where the cross of a drawing stands. */
	readonly cross: Pixel = $derived([
		Math.round((this.viewport.width + this.insets.left - this.insets.right) / 2),
		Math.round((this.viewport.height + this.insets.top - this.insets.bottom) / 2)
	]);
	readonly #home: Bounds;
	readonly #insets: (viewport: Viewport) => Insets;

	constructor(home: Bounds, camera: Camera | null, insets: (viewport: Viewport) => Insets) {
		this.#home = home;
		this.#insets = insets;
		this.camera = camera ?? fitBounds(home, GUESS);
	}

	/** Loads the map code and opens a map in the container; returns its undo, which may come before the map does. */
	open(container: HTMLElement, camera: Camera | null, opening: Opening): () => void {
		let isGone = false;
		let close: (() => void) | null = null;
		void this.#load(container, camera, opening).then((undo) => {
			close = undo;
			if (isGone) close();
		});
		return () => {
			isGone = true;
			close?.();
		};
	}

	async #load(
		container: HTMLElement,
		camera: Camera | null,
		{ title, pinPx, overdueMark, isStill, listeners }: Opening
	): Promise<() => void> {
		this.viewport = { width: container.clientWidth, height: container.clientHeight };
		this.camera = camera ?? this.#fitted();
		const { openMap } = await import('#lib/map/map-handle.ts');
		const opened = await openMap({
			container,
			camera: this.camera,
			title,
			pinPx,
			overdueMark,
			isStill,
			listeners: {
				...listeners,
				onMove: (now, viewport) => {
					const isResized = viewport.width !== this.viewport.width || viewport.height !== this.viewport.height;
					const isHome = isResized && isSameView(now, this.#fitted());
					this.camera = now;
					this.viewport = viewport;
					// Who has not moved the map sees all of it at its new size, too.
					if (isHome) this.handle?.jumpTo(this.#fitted());
				},
				onMoveEnd: (now) => listeners.onMoved(isSameView(now, this.#fitted()) ? null : now),
				onIdle: () => (this.isReady = true),
				onLost: () => (this.failure = 'lost')
			}
		});
		if (!opened.ok) {
			this.failure = 'no_webgl';
			return () => {};
		}
		this.handle = opened.value;
		return () => {
			opened.value.destroy();
			this.handle = null;
		};
	}

	goHome(): void {
		this.handle?.easeTo(this.#fitted());
	}

	/** Goes where a link or the back button says; null is where one starts. */
	follow(camera: Camera | null): void {
		const wanted = camera ?? this.#fitted();
		if (this.handle && !isSameView(wanted, this.handle.camera)) this.handle.jumpTo(wanted);
	}

	zoomBy(levels: number): void {
		this.handle?.easeTo({ ...this.camera, zoom: Math.min(21, Math.max(3, this.camera.zoom + levels)) });
	}

	turnNorth(): void {
		this.handle?.easeTo({ ...this.camera, bearing: 0 });
	}

	/** Pans so that the position lies in the free part of the map, and not farther. */
	bring(position: Position): void {
		const near = this.camera.zoom < PIN_ZOOM - 3 ? { ...this.camera, center: position, zoom: PIN_ZOOM } : this.camera;
		const panned = panIntoView(near, this.viewport, position, this.insets, PIN_MARGIN_PX);
		if (panned) this.handle?.easeTo(panned);
		else if (near !== this.camera) this.handle?.easeTo(near);
	}

	show(bounds: Bounds): void {
		this.handle?.easeTo(fitBounds(bounds, this.viewport, { insets: this.insets, mostZoom: 18.5 }));
	}

	#fitted(): Camera {
		return fitBounds(this.#home, this.viewport, { insets: this.insets, mostZoom: 18.5 });
	}
}

/** What has to be asked before a basemap of settings can be drawn; throws when the server does not answer. */
export async function loadBasemapDetail(basemap: BasemapInfo, isBuiltin: boolean): Promise<BasemapDetail> {
	if (isBuiltin || basemap.kind === 'raster' || basemap.kind === 'plan') return {};
	const answered = await fetch(`/tiles/${encodeURIComponent(basemap.id)}/detail`);
	if (!answered.ok) throw new Error(`basemap ${basemap.id}: ${answered.status}`);
	return (await answered.json()) as BasemapDetail;
}
