import { areaLabel, type AreaCode, type AreaName } from '#lib/domain/area.ts';
import type { SendAnswer } from '#lib/domain/change.ts';
import { paths } from '#lib/domain/paths.ts';
import type { Session } from '#lib/domain/person.ts';
import type { PlaceFound } from '#lib/domain/place.ts';
import type { AppError } from '#lib/domain/result.ts';
import type { SiteBefore, SitePatch } from '#lib/domain/site-change.ts';
import { siteRights, type SiteRights } from '#lib/domain/site-rights.ts';
import type { TaskDetail } from '#lib/domain/task.ts';
import type { LayerDefinition } from '#lib/domain/template.ts';
import { areaAt } from '#lib/geo/area-at.ts';
import type { DrawnGeometry, DrawShape } from '#lib/map/drawing.ts';
import type { MapTheme } from '#lib/map/palette.ts';
import { makeId } from '#lib/offline/door.ts';
import type { BattleMap } from './battle-map.svelte.ts';
import type { MapPen } from './map-pen.svelte.ts';
import { NewSite } from './new-site.svelte.ts';
import type { SiteDesk, SiteWork } from './site-desk.svelte.ts';

/** A site that is being changed, as it was when it was taken up. */
export interface EditedSite extends SiteBefore {
	number: number;
	task: string;
	areaName: string;
	layer: LayerDefinition;
	rights: SiteRights;
}

export type Editing =
	| { type: 'new'; entry: NewSite }
	| { type: 'place'; site: EditedSite }
	| { type: 'edit'; site: EditedSite }
	| { type: 'remove'; site: EditedSite };

/** A place that lies outside its area: the choice is to give the site to where it lies, or to place it anew. */
export interface Outside {
	work: SiteWork;
	siteId: string;
	/** The area that it was meant for. */
	meant: string;
	/** The area that it lies in, when one is known. */
	found: { code: AreaCode; name: string } | null;
}

interface Inputs {
	battle: BattleMap;
	pen: MapPen;
	desk: SiteDesk;
	session: Session;
	campaign: string;
	theme: () => MapTheme;
	/** A site was added: its case is shown. */
	onadded: (task: string) => void;
}

/** Adding, placing, changing and removing sites on the map: one at a time. */
export class MapEditing {
	current = $state.raw<Editing | null>(null);
	outside = $state.raw<Outside | null>(null);
	problem = $state.raw<AppError | null>(null);
	readonly desk: SiteDesk;
	readonly #in: Inputs;
	/** Layers in which the person may add sites here. */
	readonly addable: readonly LayerDefinition[];
	#newId = '';

	constructor(inputs: Inputs) {
		this.#in = inputs;
		this.desk = inputs.desk;
		const { battle, session } = inputs;
		this.addable = battle.layers.filter((layer) => siteRights(session, layer, battle.area.code).canCreate);
	}

	/** What can be done to the site of a case; null where nothing can, or where it has none. */
	siteOf({ task, site, area }: TaskDetail): EditedSite | null {
		const layer = this.#in.battle.layers.find((one) => one.id === task.layer);
		if (!site || !layer) return null;
		const rights = siteRights(this.#in.session, layer, task.area);
		if (!rights.canUpdate && !rights.canRemove) return null;
		const { id, version, title, geometry, attributes, number } = site;
		const areaName = areaLabel(area, this.#in.battle.locale);
		return { id, version, title, geometry, attributes, number, area: task.area, areaName, task: task.id, layer, rights };
	}

	begin(type: 'place' | 'edit' | 'remove', site: EditedSite): void {
		this.close();
		this.current = { type, site };
		if (type !== 'place') return;
		this.#in.battle.drawnSite = site.id;
		this.draw(shapesOf(site.layer, site.geometry)[0] ?? 'point');
	}

	beginNew(): void {
		this.close();
		this.#newId = makeId();
		const entry = new NewSite(this.#in.battle, this.#in.pen, this.addable);
		this.current = { type: 'new', entry };
		this.draw(entry.layer ? (shapesOf(entry.layer, null)[0] ?? 'point') : 'point');
	}

	/** Shapes that the site in hand may have, the usual first. */
	get shapes(): readonly DrawShape[] {
		if (this.current?.type === 'new') return this.current.entry.layer ? shapesOf(this.current.entry.layer, null) : [];
		return this.current?.type === 'place' ? shapesOf(this.current.site.layer, this.current.site.geometry) : [];
	}

	draw(shape: DrawShape): void {
		const start = this.current?.type === 'place' ? drawable(this.current.site.geometry, shape) : undefined;
		void this.#in.pen.take(shape, this.#in.theme(), start);
	}

	close(): void {
		this.current = null;
		this.outside = null;
		this.problem = null;
		this.#in.battle.drawnSite = null;
		this.#in.pen.drop();
	}

	async saveNew(): Promise<void> {
		if (this.current?.type !== 'new') return;
		const { entry } = this.current;
		const patch = entry.read(this.#in.campaign);
		if (!patch) return;
		const canUndo = entry.layer ? siteRights(this.#in.session, entry.layer, entry.areaCode).canRemove : false;
		await this.#send({ patch, before: null, title: entry.title.trim(), task: entry.taskId, canUndo }, this.#newId);
	}

	async savePlace(): Promise<void> {
		if (this.current?.type !== 'place') return;
		const { site } = this.current;
		const geometry = this.#in.pen.draft.geometry;
		if (!geometry || geometry.type === 'LineString') return;
		const work = this.#work(site, { action: 'reshape', geometry });
		// Where the outlines are known nothing has to be sent to be refused.
		const { area, children } = this.#in.battle;
		const known = [area, ...children];
		const own = known.find(({ code }) => code === site.area);
		const found = areaAt(geometry, known);
		if (own?.boundary && found && !found.code.startsWith(site.area)) {
			this.outside = {
				work,
				siteId: site.id,
				meant: site.areaName,
				found: { code: found.code, name: areaLabel(found as AreaName, this.#in.battle.locale) }
			};
		} else await this.#send(work, site.id);
	}

	async save(patch: SitePatch): Promise<void> {
		if (this.current && this.current.type !== 'new') await this.#send(this.#work(this.current.site, patch), this.current.site.id);
	}

	/** Gives the site to the area that it lies in. */
	async reassign(): Promise<void> {
		const { outside } = this;
		if (!outside?.found) return;
		this.outside = null;
		const { work, siteId, found } = outside;
		const patch: SitePatch =
			work.patch.action === 'create'
				? { ...work.patch, area_code: found.code }
				: {
						action: 'reassign',
						area_code: found.code,
						geometry: 'geometry' in work.patch ? (work.patch.geometry as GeoJSON.Geometry) : null
					};
		// Another try is another change: an id is never sent with other words.
		await this.#send({ ...work, patch }, siteId);
	}

	async settle(choice: 'mine' | 'theirs'): Promise<void> {
		const answer = await this.desk.settle(choice);
		if (!answer || answer.status === 'applied' || answer.status === 'unsent') this.close();
		else if (answer.status === 'refused') this.problem = answer;
	}

	#work(site: EditedSite, patch: SitePatch): SiteWork {
		const canUndo = patch.action === 'remove' ? site.rights.canRemove : site.rights.canUpdate;
		return { patch, before: site, title: site.title, task: site.task, canUndo };
	}

	async #send(work: SiteWork, siteId: string): Promise<void> {
		this.problem = null;
		const answer = await this.desk.send(work, siteId);
		if (answer.status === 'refused') await this.#refused(answer, work, siteId);
		else if (answer.status !== 'conflict') {
			const isNew = work.patch.action === 'create';
			this.close();
			if (isNew && answer.status === 'applied' && work.task) this.#in.onadded(work.task);
		}
	}

	async #refused(answer: Extract<SendAnswer, { status: 'refused' }>, work: SiteWork, siteId: string): Promise<void> {
		if (answer.code !== 'outside_area') {
			this.problem = answer;
			return;
		}
		const { battle } = this.#in;
		const meant = this.current?.type === 'new' ? areaLabel(battle.area, battle.locale) : (this.current?.site.areaName ?? '');
		const code = typeof answer.info === 'string' ? answer.info : null;
		this.outside = { work, siteId, meant, found: code ? { code, name: await this.#nameOf(code) } : null };
	}

	/** The name of an area that this page does not know; its code where nobody answers. */
	async #nameOf(code: AreaCode): Promise<string> {
		const answered = await fetch(paths.apiSearch(this.#in.campaign, code)).catch(() => null);
		const found = answered?.ok ? ((await answered.json()) as PlaceFound[]) : [];
		return found.find((one) => one.id === code)?.name ?? code;
	}
}

/** Shapes that a layer takes; what a site has already comes first. */
function shapesOf(layer: LayerDefinition, geometry: GeoJSON.Geometry | null): DrawShape[] {
	if (layer.geometry !== 'any') return [layer.geometry];
	return geometry && geometry.type !== 'Point' ? ['polygon', 'point'] : ['point', 'polygon'];
}

/** What the pen can take up: one point, or one outline without holes. Anything else is drawn anew. */
function drawable(geometry: GeoJSON.Geometry | null, shape: DrawShape): DrawnGeometry | undefined {
	if (geometry?.type === 'Point' && shape === 'point') return geometry;
	if (shape !== 'polygon') return undefined;
	if (geometry?.type === 'Polygon' && geometry.coordinates.length === 1) return geometry;
	const [only, ...more] = geometry?.type === 'MultiPolygon' ? geometry.coordinates : [];
	return only?.length === 1 && more.length === 0 ? { type: 'Polygon', coordinates: only } : undefined;
}
