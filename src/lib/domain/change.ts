import type { Stage } from './stage.ts';

/**
 * One change on its way to the ledger. Made on the device with an id of its own; sending it twice
 * has the effect of once, so a sender that heard no answer sends again.
 */
export interface Change {
	changeId: string;
	target: `task:${string}` | `site:${string}` | `publication:${string}`;
	/** Version the device saw; null for what creates or only adds (create, attach, propose). */
	baseVersion: number | null;
	patch: { action: string; device_at?: string; [field: string]: unknown };
}

export interface TaskBrief {
	id: string;
	version: number;
	stage: Stage;
	title: string;
	ownerId: string | null;
	dueAt: string | null;
	warnAt: string | null;
	quantityDone: number | null;
	updatedAt: string;
}

export interface SiteBrief {
	id: string;
	version: number;
	number: number;
	title: string;
	areaCode: string;
	geometry: GeoJSON.Geometry | null;
	attributes: Record<string, unknown>;
	updatedAt: string;
}

/** The server's answer to a change. */
export type ChangeAnswer =
	| {
			status: 'applied';
			/** Hash of the ledger entry; its first characters are shown as the receipt. */
			receipt: string;
			repeated?: boolean;
			task?: TaskBrief;
			site?: SiteBrief;
			publication?: { id: string; state: string; version: number };
			evidenceId?: string;
	  }
	| {
			status: 'conflict';
			base: number | null;
			task?: TaskBrief;
			site?: SiteBrief;
			publication?: { id: string; state: string; version: number };
	  }
	| { status: 'refused'; code: string; field?: string; info?: unknown };

/** The receipt as people see it: four characters, enough to compare over the telephone. */
export function shortReceipt(receipt: string): string {
	return receipt.slice(0, 4).toUpperCase();
}

/** Kept on the device and not answered yet; it goes by itself and shows on `/outbox` until then. */
export interface Unsent {
	status: 'unsent';
	/** What keeps it, when something does: no network, a busy server, a session that ended, another person's session. */
	delay: 'unreachable' | 'busy' | 'signed_out' | 'other_person' | null;
}

/** What a form hears of its change. */
export type SendAnswer = ChangeAnswer | Unsent;
