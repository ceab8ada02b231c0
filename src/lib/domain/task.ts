import type { Answerable, Area, AreaCode, Level } from './area.ts';
import type { Outcome, Stage } from './stage.ts';
import type { LimitUnit, Role, Unit } from './template.ts';
import type { CaseState } from './workflow.ts';

export type Phase = 'before' | 'during' | 'after' | 'inspection';

/** A case in full. Times are ISO moments, days YYYY-MM-DD. */
export interface Task {
	id: string;
	campaign: string;
	siteId: string | null;
	area: AreaCode;
	layer: string;
	kind: string;
	number: string;
	title: string;
	description: string | null;
	domain: string | null;
	stage: Stage;
	outcome: Outcome | null;
	code: string | null;
	codeKind: 'matter' | 'part' | null;
	standardRef: string | null;
	department: string | null;
	ownerId: string | null;
	ownerName: string | null;
	handlers: string[];
	isUrgent: boolean;
	limitAmount: number | null;
	limitUnit: LimitUnit | null;
	startedAt: string | null;
	dueAt: string | null;
	warnAt: string | null;
	/** What remains while the clock stands, in hours of the limit's ruler. */
	hoursLeft: number | null;
	reviewOn: string | null;
	request: { type: 'extension' | 'deferral'; amount?: number; review_on?: string; reason: string; by: string; at: string } | null;
	supervision: { message: string; by: string; at: string; reply_by: string } | null;
	reworkCount: number;
	extensionCount: number;
	reopenCount: number;
	stepsDone: string[];
	quantityTarget: number | null;
	quantityDone: number | null;
	unit: Unit | null;
	duplicateOf: string | null;
	relapseOf: string | null;
	lookAgainOn: string | null;
	reportedAt: string;
	filedAt: string | null;
	assignedAt: string | null;
	submittedAt: string | null;
	closedAt: string | null;
	closedBy: string | null;
	reportedBy: string | null;
	stageSince: string;
	lastReturnedAt: string | null;
	isInternal: boolean;
	isGenerated: boolean;
	version: number;
	updatedAt: string;
}

/** 台账: one entry of a case's history. */
export interface TaskEvent {
	seq: number;
	at: string;
	deviceAt: string | null;
	actorId: string | null;
	actorName: string | null;
	action: string;
	from: Stage | null;
	to: Stage | null;
	payload: Record<string, unknown>;
	hash: string;
}

/** 影像: a picture of a case. Either we hold the file (path) or only a link was imported (sourceUrl). */
export interface Evidence {
	id: string;
	phase: Phase;
	path: string | null;
	sourceUrl: string | null;
	width: number | null;
	height: number | null;
	takenAt: string | null;
	position: GeoJSON.Point | null;
	accuracyM: number | null;
	heading: number | null;
	takenBy: string | null;
	createdAt: string;
	isGenerated: boolean;
}

export interface TaskSite {
	id: string;
	number: number;
	title: string;
	geometry: GeoJSON.Point | GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
	attributes: Record<string, unknown>;
	source: string;
	sourceRef: string | null;
	sourceCrs: string;
	version: number;
	isGenerated: boolean;
}

/** Everything a detail panel shows. */
export interface TaskDetail {
	asOf: string;
	task: Task;
	site: TaskSite | null;
	area: Area;
	answerables: Answerable[];
	/** Newest first. */
	events: TaskEvent[];
	evidence: Evidence[];
	publication: {
		id: string;
		state: 'proposed' | 'approved' | 'rejected' | 'withdrawn';
		version: number;
		caption: string;
		reason: string | null;
	} | null;
	/** Posts of its line whose holders could own it: cadres, dispatchers and inspectors. */
	owners: { id: string; name: string; title: string; areaCode: AreaCode; role: Role; level: Level }[];
}

/** What decides a case's legal moves. */
export function caseState(task: Task): CaseState {
	return {
		stage: task.stage,
		area: task.area,
		kind: task.kind,
		ownerId: task.ownerId,
		handlers: task.handlers,
		request: task.request,
		isSupervised: task.supervision !== null,
		stepsDone: task.stepsDone
	};
}

/** A row of a list of cases. */
export interface CaseRow {
	id: string;
	number: string;
	title: string;
	stage: Stage;
	outcome: Outcome | null;
	layer: string;
	kind: string;
	area: AreaCode;
	areaName: string;
	owner: string | null;
	ownerName: string | null;
	dueAt: string | null;
	warnAt: string | null;
	limitAmount: number | null;
	limitUnit: LimitUnit | null;
	reviewOn: string | null;
	quantityTarget: number | null;
	quantityDone: number | null;
	unit: Unit | null;
	rework: number;
	isUrgent: boolean;
	isSupervised: boolean;
	closedAt: string | null;
	filedAt: string | null;
	stageSince: string;
	site: string | null;
	siteNumber: number | null;
	isUnlocated: boolean;
	version: number;
}

/** An open case close to a position, of the kind that somebody is about to report. */
export interface NearCase {
	id: string;
	number: string;
	title: string;
	stage: Stage;
	kind: string;
	area: AreaCode;
	site: string;
	siteNumber: number;
	reportedAt: string;
	ownerName: string | null;
	distanceM: number;
}

/** A row of somebody's inbox: a case whose next duty is theirs. */
export interface InboxRow {
	id: string;
	/** The action of the template that it waits for. */
	duty: string;
	number: string;
	title: string;
	stage: Stage;
	layer: string;
	kind: string;
	area: AreaCode;
	areaName: string;
	owner: string | null;
	dueAt: string | null;
	warnAt: string | null;
	limitAmount: number | null;
	limitUnit: LimitUnit | null;
	reviewOn: string | null;
	rework: number;
	isUrgent: boolean;
	supervision: Task['supervision'];
	request: Task['request'];
	quantityTarget: number | null;
	unit: Unit | null;
	site: string | null;
	siteNumber: number | null;
	version: number;
	/** Why it came back, when it did. */
	returnReason: string | null;
}
