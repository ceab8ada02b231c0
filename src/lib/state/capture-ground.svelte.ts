import type { AreaSheet } from '#lib/data/areas.ts';
import { hasOperationsMap, isWithin, type AreaCode, type PlaceHere } from '#lib/domain/area.ts';
import { paths } from '#lib/domain/paths.ts';
import type { AppError } from '#lib/domain/result.ts';
import { fromColumns, type MapSite, type SiteColumns } from '#lib/domain/site.ts';
import type { NearCase } from '#lib/domain/task.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { isInside } from '#lib/geo/inside.ts';
import { locateOnce } from '#lib/offline/geolocation.ts';
import type { Capture } from './capture.svelte.ts';

/** What the page knows of the ground that a report lies on: areas at the position, the plan, what is there already. */
export class CaptureGround {
	/** The areas that the position lies in, then compounds close by. */
	places = $state.raw<PlaceHere[]>([]);
	/** The plan that is shown; null while it is read, or where there is none. */
	sheet = $state.raw<AreaSheet | null>(null);
	sites = $state.raw<MapSite[]>([]);
	/** Open cases of the kind close to the position. */
	near = $state.raw<NearCase[]>([]);
	isLocating = $state.raw(false);
	/** Why the device's own position is not to be had. */
	problem = $state.raw<AppError | null>(null);
	readonly #capture: Capture;
	readonly #campaign: string;
	/** Whether the person may report there. */
	readonly #mayFile: (area: AreaCode) => boolean;
	#area = '';
	#asked = '';
	#nearAsked = '';

	constructor(capture: Capture, campaign: string, mayFile: (area: AreaCode) => boolean) {
		this.#capture = capture;
		this.#campaign = campaign;
		this.#mayFile = mayFile;
	}

	/** Outline of the chosen area, when its plan is there. */
	get boundary(): GeoJSON.MultiPolygon | null {
		return this.sheet && this.sheet.area.code === this.#capture.draft.area ? this.sheet.area.boundary : null;
	}

	/** Asks the device once where it is and puts the point down; the reason stands in `problem` when it does not say. */
	async locate(): Promise<void> {
		this.isLocating = true;
		this.problem = null;
		const found = await locateOnce();
		this.isLocating = false;
		if (found.ok) await this.point(found.value.position, found.value.accuracyM);
		else this.problem = found.error;
	}

	/**
	 * Puts the point down and files it under the area that it lies in, unless the chosen one holds it
	 * too. On the edge of one's own compound that is the one: a few metres are the telephone's.
	 */
	async point(at: Position, accuracyM: number | null = null): Promise<void> {
		const capture = this.#capture;
		capture.change({ position: at, accuracyM });
		const places = await this.findPlaces(at);
		if (capture.draft.position !== at) return;
		const inside = places.filter((place) => place.distanceM === 0 && hasOperationsMap(place.level));
		if (capture.draft.area && inside.some((place) => isWithin(place.code, capture.draft.area))) return;
		const near = capture.draft.area ? [] : places.filter((place) => place.distanceM > 0);
		const found = [...inside, ...near].find((place) => this.#mayFile(place.code)) ?? inside[0] ?? near[0];
		if (found) capture.change({ area: found.code });
	}

	/** A point that does not lie in the area somebody chose was wrong: they point anew. */
	async chooseArea(code: string): Promise<void> {
		this.#capture.change({ area: code });
		await this.show(code);
		const { position } = this.#capture.draft;
		if (position && this.boundary && !isInside(position, this.boundary)) this.#capture.change({ position: null, accuracyM: null });
	}

	/** Which areas the position lies in; what was asked last wins. Empty without a network. */
	async findPlaces(position: Position): Promise<PlaceHere[]> {
		const url = (this.#asked = paths.apiPlaces(position));
		const found = (await read<PlaceHere[]>(url)) ?? [];
		if (this.#asked === url) this.places = found;
		return this.places;
	}

	/** Shows the plan of an area with the sites on it. */
	async show(area: string): Promise<void> {
		if (this.#area === area) return;
		this.#area = area;
		if (!area) {
			this.sheet = null;
			this.sites = [];
			return;
		}
		const [sheet, sites] = await Promise.all([
			read<AreaSheet>(paths.apiAreaSheet(area)),
			read<SiteColumns>(paths.apiAreaSites(area, this.#campaign))
		]);
		if (this.#area !== area) return;
		this.sheet = sheet;
		this.sites = sites ? fromColumns(sites).sites : [];
		// Without a network it is asked again when the area is chosen again.
		if (!sheet) this.#area = '';
	}

	/** Looks whether somebody reported the same already. */
	async findNear(kind: string, position: Position | null, radiusM: number): Promise<void> {
		const url = (this.#nearAsked = kind && position ? paths.apiCasesNear(this.#campaign, kind, position, radiusM) : '');
		const found = url ? ((await read<NearCase[]>(url)) ?? []) : [];
		if (this.#nearAsked === url) this.near = found;
	}
}

async function read<Value>(url: string): Promise<Value | null> {
	const answered = await fetch(url).catch(() => null);
	return answered?.ok ? ((await answered.json()) as Value) : null;
}
