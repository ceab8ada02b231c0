import type { AreaSheet, ChildArea } from '#lib/data/areas.ts';
import { areaLabel, hasOperationsMap, isWithin, type Area } from '#lib/domain/area.ts';
import { BUILTIN_BASEMAPS, type BasemapInfo } from '#lib/domain/basemap.ts';
import { finishForecast, type FinishForecast } from '#lib/domain/finish.ts';
import type { MapSite, MapSites } from '#lib/domain/site.ts';
import { isOpen, type Stage } from '#lib/domain/stage.ts';
import type { LayerDefinition, Template } from '#lib/domain/template.ts';
import { boundsOf, padBounds, type Bounds } from '#lib/geo/bounds.ts';
import { sheetCorners } from '#lib/geo/sheet-grid.ts';
import { drawSites, lastTurn, pinCollection, shapeCollection, type DrawnSite } from '#lib/map/site-source.ts';
import { NO_LAYER, TABS, type MapFilter, type MapTab, type MapView } from './map-view.ts';
import type { Clockwork } from './now.svelte.ts';
import { countLayers, countStages, GridReferences, matchesFilter, sortSites, tabsOf } from './site-rows.ts';

interface Inputs {
	sheet: AreaSheet;
	sites: MapSites;
	template: Template;
	basemaps: BasemapInfo[];
	clockwork: Clockwork;
	locale: string;
	view: () => MapView;
}

/**
 * An area's sites as list and map show them: one selection, one filter, one order for both. Where one
 * looks (`view`) is read from the address, so that a link, a reload and the back button show the same.
 */
export class BattleMap {
	readonly area: Area;
	readonly children: ChildArea[];
	readonly template: Template;
	readonly basemaps: readonly BasemapInfo[];
	readonly #clockwork: Clockwork;
	readonly #locale: string;
	readonly #references: GridReferences;
	readonly #internal: ReadonlySet<string>;

	readonly #readView: () => MapView;

	data = $state.raw<MapSites>({ asOf: '', isComplete: true, owners: {}, sites: [] });
	/** Where one looks: read from the address, written by going to another. */
	readonly view: MapView = $derived.by(() => this.#readView());
	/** Site under the pointer, in the list or on the map. */
	hovered = $state.raw<string | null>(null);
	/** A site whose place is being changed: the drawing stands for it. */
	drawnSite = $state.raw<string | null>(null);
	/** Area below that is pointed at in the table. */
	hoveredArea = $state.raw<string | null>(null);

	constructor({ sheet, sites, template, basemaps, clockwork, locale, view }: Inputs) {
		this.#readView = view;
		this.area = sheet.area;
		this.children = sheet.children.filter((child) => child.level !== 'building' && child.level !== 'unit');
		this.template = template;
		this.basemaps = [...BUILTIN_BASEMAPS, ...basemaps];
		this.#clockwork = clockwork;
		this.#locale = locale;
		this.#references = new GridReferences([sheet.area, ...sheet.children]);
		this.#internal = new Set(template.layers.filter((layer) => layer.internal).map((layer) => layer.id));
		this.data = sites;
	}

	/** Local day of the campaign. */
	readonly #today = $derived(new Intl.DateTimeFormat('en-CA', { timeZone: this.#clockworkZone() }).format(this.#now()));

	/** What passes the filter, whatever its tab; the map draws these. */
	readonly filtered: readonly MapSite[] = $derived.by(() => {
		const context = { now: this.#now(), owners: this.data.owners, internal: this.#internal };
		const { filter } = this.view;
		// What was not taken on (不予立案, 重复, 作废) stands in the ledger, not on the map.
		return this.data.sites.filter(
			(site) => (isOpen(site.stage) || site.stage === 'closed' || filter.stages) && matchesFilter(site, filter, context)
		);
	});

	readonly #byTab = $derived.by(() => {
		const tabs: Record<MapTab, MapSite[]> = { open: [], closed: [], again: [] };
		for (const site of this.filtered) for (const tab of tabsOf(site, this.#today)) tabs[tab].push(site);
		return tabs;
	});

	/** The rows of the list, in its order. */
	readonly rows: readonly MapSite[] = $derived(sortSites(this.#byTab[this.view.tab], this.view.sort, this.view.tab));
	readonly tabCounts = $derived(Object.fromEntries(TABS.map((tab) => [tab, this.#byTab[tab].length])) as Record<MapTab, number>);

	/** Of the layers that are shown, how many have no position (未定位). */
	readonly unlocatedCount = $derived.by(() => {
		const context = { now: this.#now(), owners: this.data.owners, internal: this.#internal };
		const filter = { ...this.view.filter, unlocated: true };
		return this.data.sites.filter((site) => tabsOf(site, this.#today).length > 0 && matchesFilter(site, filter, context)).length;
	});

	readonly layerCounts = $derived(countLayers(this.data.sites));
	readonly stageCounts: ReadonlyMap<Stage, number> = $derived(countStages(this.filtered));

	/** Taken on, whatever became of it, and closed of these: without internal layers, which are no cases of the campaign. */
	readonly progress = $derived.by(() => {
		const counted = this.data.sites.filter((site) => !this.#internal.has(site.layer));
		const closed = counted.filter((site) => site.stage === 'closed').length;
		const filed = counted.filter((site) => (isOpen(site.stage) && site.stage !== 'reported') || site.stage === 'closed').length;
		return { filed, closed };
	});

	/** When what is open here will be done, by the pace of the last weeks; null while only part of the sites is here. */
	readonly finish: FinishForecast | null = $derived.by(() => {
		if (!this.data.isComplete) return null;
		const counted = this.data.sites.filter((site) => !this.#internal.has(site.layer));
		const closedAt = counted.flatMap(({ closedAt }) => (closedAt ? [closedAt] : []));
		const first = closedAt.reduce<string | null>((least, at) => (least === null || at < least ? at : least), null);
		return finishForecast(closedAt, counted.filter(({ stage }) => isOpen(stage)).length, first, this.#now());
	});

	/** The last moment at which a pin came to look different; see lastTurn. */
	readonly #turned = $derived(lastTurn(this.data.sites, this.#now()));
	/** In the list's order, so that of two pins the one that stands higher in the list lies on top. */
	readonly #drawn: readonly DrawnSite[] = $derived.by(() => {
		const shown = this.drawnSite ? this.filtered.filter((site) => site.id !== this.drawnSite) : this.filtered;
		return drawSites(sortSites(shown, this.view.sort, 'open'), new Date(this.#turned), this.#internal);
	});
	readonly pins = $derived(pinCollection(this.#drawn));
	readonly shapes = $derived(shapeCollection(this.#drawn));

	readonly selected: MapSite | null = $derived(
		this.view.task ? (this.data.sites.find((site) => site.task === this.view.task) ?? null) : null
	);
	/** The selected pin by itself: it is drawn even where the filter or a cluster hides it. */
	readonly selectedPin = $derived.by(() =>
		pinCollection(
			this.selected && this.selected.id !== this.drawnSite ? drawSites([this.selected], new Date(this.#turned), this.#internal) : []
		)
	);

	/** Basemaps that could not be loaded on this page. */
	failedBasemaps = $state.raw<readonly string[]>([]);
	readonly basemap: BasemapInfo = $derived.by(
		() => this.basemaps.find((one) => one.id === this.view.basemap && !this.failedBasemaps.includes(one.id)) ?? this.#usualBasemap()
	);

	get locale(): string {
		return this.#locale;
	}

	get layers(): readonly LayerDefinition[] {
		return this.template.layers;
	}

	/** Cameras and the like: no cases of the campaign. */
	isInternal(layer: string): boolean {
		return this.#internal.has(layer);
	}

	isLayerShown(layer: string): boolean {
		return this.view.filter.layers ? this.view.filter.layers.includes(layer) : !this.#internal.has(layer);
	}

	/** The view with a layer switched; the usual set leaves no word in the link. */
	toggleLayer(layer: string): MapFilter {
		const shown = this.layers.map(({ id }) => id).filter((id) => this.isLayerShown(id) !== (id === layer));
		const usual = this.layers.filter(({ internal }) => !internal).map(({ id }) => id);
		const isUsual = shown.length === usual.length && usual.every((id) => shown.includes(id));
		return { ...this.view.filter, layers: isUsual ? undefined : shown.length ? shown : [NO_LAYER] };
	}

	gridReference(site: Pick<MapSite, 'area' | 'geometry'>): string | null {
		return this.#references.of(site);
	}

	/** The area below in which a site lies, where the page is about a larger one. */
	placeOf(site: MapSite): string | null {
		if (site.area === this.area.code) return null;
		const child = this.children.find(({ code }) => isWithin(site.area, code));
		return child ? areaLabel(child, this.#locale) : null;
	}

	ownerName(site: MapSite): string | null {
		return site.owner ? (this.data.owners[site.owner] ?? null) : null;
	}

	siteById(id: string): MapSite | null {
		return this.data.sites.find((site) => site.id === id) ?? null;
	}

	/** What the map shows when nobody has moved it: a community's compounds, an area's outline, else everything there is. */
	get homeBounds(): Bounds {
		const { boundary, center, sheet } = this.area;
		// A community is wide and its work lies in its compounds.
		const compounds = this.area.level === 'community' ? boundsOf(this.children.map((child) => child.boundary)) : null;
		if (compounds) return padBounds(compounds, 0.12);
		const outline = boundsOf([boundary]);
		if (outline) return padBounds(outline, hasOperationsMap(this.area.level) ? 0.09 : 0.03);
		if (sheet) return boundsOf([{ type: 'MultiPoint', coordinates: sheetCorners(sheet) }]) ?? BAISHAN;
		const all = boundsOf([
			...this.children.flatMap((child) => [child.boundary, child.center]),
			...this.data.sites.map((site) => site.geometry),
			center
		]);
		return all ? padBounds(all, 0.2, 0.002) : BAISHAN;
	}

	#usualBasemap(): BasemapInfo {
		const id = hasOperationsMap(this.area.level) || this.failedBasemaps.includes('overview') ? 'plan' : 'overview';
		return this.basemaps.find((one) => one.id === id) ?? (this.basemaps[0] as BasemapInfo);
	}

	#now(): Date {
		return this.#clockwork.now;
	}

	#clockworkZone(): string {
		return this.#clockwork.timezone;
	}
}

const BAISHAN: Bounds = [126.1, 41.3, 128.3, 42.8];
