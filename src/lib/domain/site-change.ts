import type { AreaCode } from './area.ts';
import type { Change, SiteBrief } from './change.ts';

/** A site as it was before a change: what is needed to take the change back. */
export interface SiteBefore {
	id: string;
	version: number;
	title: string;
	area: AreaCode;
	geometry: GeoJSON.Geometry | null;
	attributes: Record<string, unknown>;
}

export type SitePatch =
	| { action: 'create'; [field: string]: unknown }
	| { action: 'reshape'; geometry: GeoJSON.Geometry | null }
	| { action: 'edit'; title?: string; attributes?: Record<string, unknown> }
	| { action: 'reassign'; area_code: AreaCode; geometry?: GeoJSON.Geometry | null }
	| { action: 'remove'; reason: string }
	| { action: 'restore' };

/**
 * The change that takes an applied one back, on the version that it left; null where there is none. A
 * site that was reassigned gets back to its area with a new number: numbers are never given twice.
 * `reason` stands in the ledger where a removal needs one.
 */
export function undoOf(
	patch: SitePatch,
	before: SiteBefore | null,
	after: Pick<SiteBrief, 'id' | 'version'>,
	reason: string
): { target: Change['target']; baseVersion: number; patch: SitePatch } | null {
	const undo = inverse(patch, before, reason);
	return undo && { target: `site:${after.id}`, baseVersion: after.version, patch: undo };
}

function inverse(patch: SitePatch, before: SiteBefore | null, reason: string): SitePatch | null {
	switch (patch.action) {
		case 'create':
		case 'restore':
			return { action: 'remove', reason };
		case 'remove':
			return { action: 'restore' };
		case 'reshape':
			return before && { action: 'reshape', geometry: before.geometry };
		case 'edit':
			return before && { action: 'edit', title: before.title, attributes: before.attributes };
		case 'reassign':
			return before && { action: 'reassign', area_code: before.area, geometry: before.geometry };
	}
}
