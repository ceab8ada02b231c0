import type { Area, AreaCode, SheetGrid } from '#lib/domain/area.ts';
import { lightOf } from '#lib/domain/clock.ts';
import type { MapSite } from '#lib/domain/site.ts';
import { isOpen, type Stage } from '#lib/domain/stage.ts';
import { anchorOf } from '#lib/geo/inside.ts';
import { gridReference } from '#lib/geo/sheet-grid.ts';
import type { MapFilter, MapSort, MapTab } from './map-view.ts';

/** What a filter has to know beside the site. */
export interface FilterContext {
	now: Date;
	/** Names of owners by person id. */
	owners: Readonly<Record<string, string>>;
	/** Layers that are hidden unless the filter names them: cameras. */
	internal: ReadonlySet<string>;
}

/** Whether a site stays; the same words mean the same as in `list_cases` of the database. */
export function matchesFilter(site: MapSite, filter: MapFilter, context: FilterContext): boolean {
	if (filter.layers ? !filter.layers.includes(site.layer) : context.internal.has(site.layer)) return false;
	if (filter.stages && !filter.stages.includes(site.stage)) return false;
	if (filter.kinds && !filter.kinds.includes(site.kind)) return false;
	if (filter.owner && site.owner !== filter.owner) return false;
	if (filter.light && !hasLight(site, filter.light, context.now)) return false;
	if (filter.unlocated !== undefined && (site.geometry === null) !== filter.unlocated) return false;
	if (filter.reworked !== undefined && site.rework > 0 !== filter.reworked) return false;
	if (filter.supervised !== undefined && site.isSupervised !== filter.supervised) return false;
	if (filter.lookAgainBy && !(site.lookAgainOn && site.lookAgainOn <= filter.lookAgainBy)) return false;
	return !filter.text || hasText(site, filter.text, context.owners);
}

function hasLight(site: MapSite, light: NonNullable<MapFilter['light']>, now: Date): boolean {
	switch (light) {
		case 'overdue':
			return lightOf(site, now) === 'red';
		case 'due_soon':
			return lightOf(site, now) === 'yellow';
		case 'on_time':
			return site.stage === 'closed' && (!site.dueAt || (site.closedAt ?? '') <= site.dueAt);
		case 'late':
			return site.stage === 'closed' && site.dueAt !== null && (site.closedAt ?? '') > site.dueAt;
	}
}

function hasText(site: MapSite, text: string, owners: FilterContext['owners']): boolean {
	const wanted = text.trim().toLocaleLowerCase();
	const words = [site.title, site.taskNumber, String(site.number), site.owner ? (owners[site.owner] ?? '') : ''];
	return words.some((word) => word.toLocaleLowerCase().includes(wanted));
}

/** Days before a look-again day on which it enters its tab. */
const AGAIN_AHEAD_DAYS = 14;

/** Which tab a site stands in; null for what is not filed (不予立案, 重复, 作废). */
export function tabsOf(site: MapSite, today: string): readonly MapTab[] {
	if (isOpen(site.stage)) return ['open'];
	if (site.stage !== 'closed') return [];
	return site.lookAgainOn && site.lookAgainOn <= plusDays(today, AGAIN_AHEAD_DAYS) ? ['closed', 'again'] : ['closed'];
}

function plusDays(day: string, days: number): string {
	return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Orders rows; ties go by number, so that a list never jumps. */
export function sortSites(sites: readonly MapSite[], sort: MapSort, tab: MapTab): MapSite[] {
	const key = (site: MapSite): string => {
		if (sort === 'number') return '';
		if (sort === 'since') return site.stageSince;
		if (tab === 'again') return site.lookAgainOn ?? LAST;
		// What was closed last comes first; what stands still comes after what runs.
		if (tab === 'closed') return invert(site.closedAt);
		return site.stage === 'deferred' ? `${LAST}${LAST}${site.reviewOn ?? ''}` : (site.dueAt ?? LAST);
	};
	return sites
		.map((site) => ({ site, key: key(site) }))
		.sort((a, b) => compare(a.key, b.key) || compare(a.site.area, b.site.area) || a.site.number - b.site.number)
		.map(({ site }) => site);
}

const LAST = '9';

function invert(moment: string | null): string {
	return moment ? String(1e15 - Date.parse(moment)) : LAST.repeat(16);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

/** How many there are, by layer: open ones of all that are on the books. */
export function countLayers(sites: readonly MapSite[]): Map<string, { open: number; total: number }> {
	const counts = new Map<string, { open: number; total: number }>();
	for (const { layer, stage } of sites) {
		if (!isOpen(stage) && stage !== 'closed') continue;
		const count = counts.get(layer) ?? { open: 0, total: 0 };
		counts.set(layer, { open: count.open + (isOpen(stage) ? 1 : 0), total: count.total + 1 });
	}
	return counts;
}

export function countStages(sites: readonly MapSite[]): Map<Stage, number> {
	const counts = new Map<Stage, number>();
	for (const { stage } of sites) counts.set(stage, (counts.get(stage) ?? 0) + 1);
	return counts;
}

/** Names places on the sheets that a page knows: "D3" by the grid of the site's own compound. */
export class GridReferences {
	readonly #sheets: Map<AreaCode, SheetGrid>;

	constructor(areas: readonly Pick<Area, 'code' | 'sheet'>[]) {
		this.#sheets = new Map(areas.flatMap(({ code, sheet }) => (sheet ? [[code, sheet] as const] : [])));
	}

	of(site: Pick<MapSite, 'area' | 'geometry'>): string | null {
		const sheet = this.#sheets.get(site.area);
		return sheet && site.geometry ? gridReference(sheet, anchorOf(site.geometry)) : null;
	}
}
