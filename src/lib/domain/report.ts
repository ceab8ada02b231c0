import type { AreaCode } from './area.ts';
import { attributeValues, readAttributes, type AttributeValues } from './attributes.ts';
import type { Change } from './change.ts';
import { hasRole, type Session } from './person.ts';
import type { AppError } from './result.ts';
import type { KindDefinition, LayerDefinition, Template, Transition } from './template.ts';
import { needsOf } from './workflow.ts';

/** 上报: a new problem while it is being written down. Texts are as typed. */
export interface ReportDraft {
	/** Ids are made with the draft, so that sending it twice has the effect of once. */
	changeId: string;
	siteId: string;
	taskId: string;
	/** Change id of the move that says it was handled on the spot. */
	moveId: string;
	campaign: string;
	/** WGS-84; null for a problem that lies in the area as a whole (未定位). */
	position: [number, number] | null;
	/** What the device said of its own position; null where somebody pointed. */
	accuracyM: number | null;
	area: AreaCode;
	layer: string;
	kind: string;
	isUrgent: boolean;
	title: string;
	/** Somebody wrote the title; until then it follows place and kind. */
	hasOwnTitle: boolean;
	description: string;
	quantity: string;
	attributes: AttributeValues;
	/** 自处理: found and fixed on the spot. */
	isHandled: boolean;
}

export function emptyReport(campaign: string, makeId: () => string): ReportDraft {
	return {
		changeId: makeId(),
		siteId: makeId(),
		taskId: makeId(),
		moveId: makeId(),
		campaign,
		position: null,
		accuracyM: null,
		area: '',
		layer: '',
		kind: '',
		isUrgent: false,
		title: '',
		hasOwnTitle: false,
		description: '',
		quantity: '',
		attributes: {},
		isHandled: false
	};
}

/** Whether anything in it is worth keeping. */
export function isWritten(draft: ReportDraft, pictures: number): boolean {
	return pictures > 0 || draft.position !== null || draft.kind !== '' || draft.hasOwnTitle || draft.description.trim() !== '';
}

/** The move by which a case of the kind, found and fixed on the spot, goes straight to inspection; null where the person may not. */
export function selfHandling(template: Template, kind: KindDefinition | undefined, session: Session, area: AreaCode): Transition | null {
	if (!kind?.selfHandle) return null;
	const move = template.workflow.transitions.find((one) => one.effect === 'self_handle' && one.from.includes('reported'));
	return move && hasRole(session, move.who.roles ?? [], area) ? move : null;
}

export type ReportErrors = Partial<Record<'place' | 'kind' | 'title' | 'quantity' | 'after', AppError>> & {
	attributes?: Record<string, AppError>;
};

/** What still keeps the report from being sent, field by field; empty when nothing does. */
export function reportErrors(
	draft: ReportDraft,
	{ layer, kind, handling }: { layer?: LayerDefinition; kind?: KindDefinition; handling: Transition | null },
	pictures: { after: number }
): ReportErrors {
	const errors: ReportErrors = {};
	if (!draft.area) errors.place = { code: 'needs_area', field: 'place' };
	if (!kind || !layer) return { ...errors, kind: { code: 'needs_kind', field: 'kind' } };
	if (!draft.title.trim()) errors.title = { code: 'needs_title', field: 'title' };
	const needs = draft.isHandled && handling ? needsOf(handling, kind) : [];
	const quantity = readQuantity(draft.quantity);
	if (draft.quantity.trim() && quantity === null) errors.quantity = { code: 'not_a_number', field: 'quantity', info: draft.quantity };
	else if (needs.includes('quantity') && quantity === null) errors.quantity = { code: 'needs_quantity', field: 'quantity' };
	if (needs.includes('evidence_after') && pictures.after === 0) errors.after = { code: 'needs_evidence_after', field: 'after' };
	const read = readAttributes(layer.attributes, draft.attributes);
	if (Object.keys(read.errors).length) errors.attributes = read.errors;
	return errors;
}

/** A quantity as people write it, with separators; null when it is none. */
export function readQuantity(written: string): number | null {
	const text = written.trim().replaceAll(/[,，]/g, '');
	const value = Number(text);
	return text !== '' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** What the report creates: a site with its first case. */
export function reportPatch(draft: ReportDraft, layer: LayerDefinition): Change['patch'] {
	const quantity = readQuantity(draft.quantity);
	return {
		action: 'create',
		campaign: draft.campaign,
		layer: layer.id,
		area_code: draft.area,
		title: draft.title.trim(),
		geometry: draft.position ? { type: 'Point', coordinates: draft.position } : null,
		attributes: readAttributes(layer.attributes, draft.attributes).attributes,
		task: {
			id: draft.taskId,
			kind: draft.kind,
			urgent: draft.isUrgent,
			...(draft.description.trim() ? { description: draft.description.trim() } : {}),
			...(quantity !== null ? { quantity_target: quantity } : {})
		}
	};
}

/** The report that a kept change came from, to be mended and sent anew under new ids. */
export function reportFromPatch(patch: Change['patch'], template: Pick<Template, 'layers'>, makeId: () => string): ReportDraft {
	const task = (patch.task ?? {}) as Record<string, unknown>;
	const geometry = patch.geometry as GeoJSON.Point | null;
	const layer = template.layers.find((one) => one.id === patch.layer);
	const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
	return {
		...emptyReport(text(patch.campaign), makeId),
		position: geometry?.type === 'Point' ? (geometry.coordinates as [number, number]) : null,
		area: text(patch.area_code),
		layer: text(patch.layer),
		kind: text(task.kind),
		isUrgent: task.urgent === true,
		title: text(patch.title),
		hasOwnTitle: true,
		description: text(task.description),
		quantity: text(task.quantity_target),
		attributes: attributeValues(layer?.attributes ?? [], (patch.attributes ?? {}) as Record<string, unknown>)
	};
}
