import { error } from '@sveltejs/kit';
import { m } from '#lib/paraglide/messages.js';
import type { Backend } from '../backend/index.ts';
import { orThrow } from '../staff.ts';
import { drawQr, type QrDrawing } from './qr.ts';
import { getOwnFactor } from './second-factor.ts';
import { enrolmentUri } from './totp.ts';

/** What a page shows of one's own factor. */
export interface FactorView {
	/** Waiting for its first code: to be scanned, or typed by hand. */
	offer: { qr: QrDrawing; secret: string } | null;
	confirmedAt: string | null;
	codesLeft: number;
}

/** Null while there is none; throws the error page when it cannot be read. */
export async function viewFactor(backend: Backend, personId: string, account: string): Promise<FactorView | null> {
	const factor = orThrow(await getOwnFactor(backend, personId));
	if (!factor) return null;
	const { secret, confirmedAt, codesLeft } = factor;
	if (!secret) return confirmedAt ? { offer: null, confirmedAt, codesLeft } : null;
	return {
		offer: {
			qr: drawQr(enrolmentUri(secret, account, m.app_name())),
			secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 ')
		},
		confirmedAt,
		codesLeft
	};
}

/** The session that the caller shows a factor in; a command's token has none. */
export function sessionOf(holder: { sessionId: string | null } | null): string {
	if (!holder?.sessionId) error(401, { message: 'signed_out', code: 'signed_out' });
	return holder.sessionId;
}
