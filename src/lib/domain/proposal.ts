import { hasRole, type Session } from './person.ts';
import type { Publication, PublishedArea } from './publication.ts';
import type { Box } from './redaction.ts';
import type { TaskDetail } from './task.ts';

export const PROPOSAL_STATES = ['proposed', 'approved', 'rejected', 'withdrawn'] as const;
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** A proposed before/after pair in a list. Pictures are the redacted copies. */
export interface ProposalRow {
	id: string;
	state: ProposalState;
	caption: string;
	area: string;
	areaName: string;
	taskNumber: string;
	beforePath: string;
	afterPath: string;
	proposedBy: string;
	proposedAt: string;
	decidedBy: string | null;
	decidedAt: string | null;
	reason: string | null;
	isMine: boolean;
	/** Whether it waits for the reader's decision. */
	mayDecide: boolean;
	isGenerated: boolean;
}

export interface ProposalList {
	total: number;
	states: Partial<Record<ProposalState, number>>;
	rows: ProposalRow[];
}

/** A proposal with exactly what the public would see of it. */
export interface ProposalDetail {
	id: string;
	version: number;
	state: ProposalState;
	task: string;
	taskNumber: string;
	taskTitle: string;
	boxes: { before?: Box[]; after?: Box[] };
	reason: string | null;
	proposedBy: string;
	proposedAt: string;
	decidedBy: string | null;
	decidedAt: string | null;
	isMine: boolean;
	mayApprove: boolean;
	mayWithdraw: boolean;
	publication: Publication;
	area: PublishedArea;
}

export type Decision = 'approve' | 'reject' | 'withdraw';

/** What the reader may decide now; `private.change_publication` asks the same questions. */
export function decisionsOf({ state, isMine, mayApprove, mayWithdraw }: ProposalDetail): Decision[] {
	if (state === 'proposed') {
		if (isMine) return ['withdraw'];
		return mayApprove ? ['approve', 'reject'] : [];
	}
	return state === 'approved' && mayWithdraw ? ['withdraw'] : [];
}

/** The code of what keeps a person from proposing a pair of the case, as the database would say it; null where nothing does. */
export function proposalObstacle({ task, publication, evidence }: TaskDetail, session: Session): string | null {
	if (task.isInternal) return 'layer_is_internal';
	if (!hasRole(session, ['cadre', 'dispatcher', 'inspector', 'administrator'], task.area)) return 'not_allowed';
	if (task.stage !== 'closed') return 'not_closed';
	if (publication?.state === 'proposed' || publication?.state === 'approved') return 'already_proposed';
	// Of a linked picture there is nothing to burn boxes into.
	return evidence.filter((one) => one.path).length < 2 ? 'needs_two_pictures' : null;
}
