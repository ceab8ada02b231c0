import { isBasemapSource } from './basemap-scene.ts';

/** Tiles that may fail before one came, and how long the first may take. */
const MOST_FAILURES = 3;
const FIRST_TILE_MS = 12_000;

/**
 * Decides when a basemap has failed: several tiles refused, or none within the time, before a first
 * one arrived. Once tiles have come, single gaps are gaps.
 */
export class BasemapWatch {
	readonly #onFailure: () => void;
	#sources = '';
	#hasArrived = false;
	#failures = 0;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(onFailure: () => void) {
		this.#onFailure = onFailure;
	}

	/** Tells which sources the scene shows; another basemap starts over. */
	expect(sources: string[]): void {
		const watched = sources.filter(isBasemapSource).join();
		if (watched === this.#sources) return;
		this.stop();
		this.#sources = watched;
		this.#hasArrived = false;
		this.#failures = 0;
		if (watched) this.#timer = setTimeout(() => this.#giveUp(), FIRST_TILE_MS);
	}

	/** A source told something; only a tile counts. */
	loaded(source: string | undefined, isTile: boolean): void {
		if (!isTile || !source || !isBasemapSource(source)) return;
		this.#hasArrived = true;
		clearTimeout(this.#timer);
	}

	/** False when the failure was not the basemap's. */
	failed(source: string | undefined): boolean {
		if (!source || !isBasemapSource(source)) return false;
		this.#failures += 1;
		if (!this.#hasArrived && this.#failures >= MOST_FAILURES) this.#giveUp();
		return true;
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#sources = '';
	}

	#giveUp(): void {
		if (!this.#sources || this.#hasArrived) return;
		clearTimeout(this.#timer);
		this.#onFailure();
	}
}
