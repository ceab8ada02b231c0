import { areaLabel, type AreaCode } from '#lib/domain/area.ts';
import { attributeValues, readAttributes } from '#lib/domain/attributes.ts';
import type { AppError } from '#lib/domain/result.ts';
import type { SitePatch } from '#lib/domain/site-change.ts';
import type { KindDefinition, LayerDefinition, Template } from '#lib/domain/template.ts';
import { areaAt } from '#lib/geo/area-at.ts';
import { makeId } from '#lib/offline/door.ts';
import type { BattleMap } from './battle-map.svelte.ts';
import type { MapPen } from './map-pen.svelte.ts';

/** A site that somebody is entering: what was typed, where it is drawn, what is wrong with it. */
export class NewSite {
	readonly taskId = makeId();
	readonly layers: readonly LayerDefinition[];
	layerId = $state('');
	kindId = $state('');
	/** Chosen by hand where the page is about more than one area; a place that is drawn decides over it. */
	area = $state<AreaCode>('');
	title = $state('');
	description = $state('');
	quantity = $state('');
	isUrgent = $state(false);
	values = $state.raw<Record<string, string | boolean>>({});
	errors = $state.raw<Record<string, AppError>>({});
	readonly #battle: BattleMap;
	readonly #pen: MapPen;
	readonly #template: Template;

	/** `layers`: those in which the person may add sites here. */
	constructor(battle: BattleMap, pen: MapPen, layers: readonly LayerDefinition[]) {
		this.#battle = battle;
		this.#pen = pen;
		this.#template = battle.template;
		this.layers = layers;
		this.area = battle.area.code;
		this.chooseLayer(layers[0]?.id ?? '');
	}

	readonly layer = $derived.by(() => this.layers.find((one) => one.id === this.layerId));
	readonly kinds: KindDefinition[] = $derived.by(() => this.#template.kinds.filter((kind) => kind.layer === this.layerId));
	readonly kind = $derived.by(() => this.kinds.find((one) => one.id === this.kindId));
	/** Where it can lie: the page's area and those below it. */
	readonly places = $derived.by(() => [
		{ code: this.#battle.area.code, name: areaLabel(this.#battle.area, this.#battle.locale) },
		...this.#battle.children.map((child) => ({ code: child.code, name: areaLabel(child, this.#battle.locale) }))
	]);
	/** What is drawn, when it could be stored; a line is no place of a site. */
	readonly geometry = $derived.by(() => {
		const { geometry, isFinished } = this.#pen.draft;
		return geometry && isFinished && geometry.type !== 'LineString' ? geometry : null;
	});
	/** The known area that the drawn place lies in; null when it is none of them. */
	readonly found = $derived.by(() => (this.geometry ? areaAt(this.geometry, [this.#battle.area, ...this.#battle.children]) : null));
	readonly isOutside = $derived.by(() => this.geometry !== null && this.#battle.area.boundary !== null && this.found === null);
	/** The area that it is entered for. */
	readonly areaCode: AreaCode = $derived(this.found?.code ?? this.area);
	/** Whether leaving would lose something. */
	readonly isTouched = $derived.by(
		() =>
			this.title.trim() !== '' ||
			this.description.trim() !== '' ||
			this.geometry !== null ||
			Object.values(this.values).some((value) => value !== '' && value !== false)
	);

	chooseLayer(id: string): void {
		this.layerId = id;
		this.chooseKind(this.#template.kinds.find((kind) => kind.layer === id)?.id ?? '');
		this.values = attributeValues(this.layer?.attributes ?? [], {});
		this.errors = {};
	}

	/** What is counted in pieces is one, unless somebody says more. */
	chooseKind(id: string): void {
		this.kindId = id;
		this.quantity = this.kind?.unit === 'piece' ? '1' : '';
	}

	setValue(id: string, value: string | boolean): void {
		this.values = { ...this.values, [id]: value };
		const { [id]: _, ...rest } = this.errors;
		this.errors = rest;
	}

	/** The change that enters it, or null, with `errors` by field: title, quantity_target and the attributes' ids. */
	read(campaign: string, area: AreaCode = this.areaCode): SitePatch | null {
		const { attributes, errors } = readAttributes(this.layer?.attributes ?? [], this.values);
		const title = this.title.trim();
		if (!title) errors.title = { code: 'needs_title', field: 'title' };
		const written = this.quantity.trim().replaceAll(',', '');
		const quantity = written ? Number(written) : null;
		if (quantity !== null && (!Number.isFinite(quantity) || quantity < 0)) {
			errors.quantity_target = { code: 'not_a_number', field: 'quantity_target', info: written };
		}
		this.errors = errors;
		if (Object.keys(errors).length > 0) return null;
		return {
			action: 'create',
			campaign,
			layer: this.layerId,
			area_code: area,
			title,
			geometry: this.geometry,
			attributes,
			task: {
				id: this.taskId,
				kind: this.kindId,
				...(this.description.trim() ? { description: this.description.trim() } : {}),
				...(quantity !== null && this.kind?.unit ? { quantity_target: quantity } : {}),
				...(this.isUrgent && this.kind?.urgent ? { urgent: true } : {})
			}
		};
	}
}
