import type { ProposalState } from '#lib/domain/proposal.ts';
import { m } from '#lib/paraglide/messages.js';

const NAMES: Record<ProposalState, () => string> = {
	proposed: m.publish_state_proposed,
	approved: m.publish_state_approved,
	rejected: m.publish_state_rejected,
	withdrawn: m.publish_state_withdrawn
};

/** Class of the chip that carries the state's name. */
export const STATE_TONES: Record<ProposalState, string> = { proposed: 'warn', approved: 'ok', rejected: 'bad', withdrawn: 'outline' };

export const stateName = (state: ProposalState): string => NAMES[state]();
