import type { Stage } from '#lib/domain/stage.ts';
import type { KindDefinition } from '#lib/domain/template.ts';
import type { Person } from './people.ts';
import { type Story, type PastChange, type PictureNeed } from './story.ts';
import { reasonsFor } from './words/reasons.ts';

/** How a case goes. */
export type Turn =
	| 'plain'
	| 'self'
	| 'rework'
	| 'twice'
	| 'extension'
	| 'refused'
	| 'deferral'
	| 'return'
	| 'reopen'
	| 'reject'
	| 'duplicate'
	| 'void'
	| 'supervised';

export interface CaseInput {
	taskId: string;
	/** Null for a duty of the area as a whole. */
	siteId: string | null;
	campaign: string;
	area: string;
	layer: string;
	kind: KindDefinition;
	/** Of the campaign's domains (六域), where it is not the kind's own. */
	domain?: string;
	limitHours: number;
	title: string;
	description?: string;
	geometry?: GeoJSON.Geometry | null;
	attributes?: Record<string, unknown>;
	/** What comes out in the end, in the kind's unit. */
	quantity: number | null;
	isUrgent?: boolean;
	relapseOf?: string;
	/** For a duplicate: the case it repeats. */
	original?: string;
	/** Names the drawn scene; cases of one scene show the same place. */
	scene: string;
	by: { reporter: Person; filer: Person; dispatcher: Person; owner: Person; other: Person; inspector: Person; leader: Person };
}

export interface Course {
	turn: Turn;
	/** Share of the limit that is used when the case is closed: over 1 is late. */
	used: number;
	/** Leaves the case at this stage, whatever time it is. */
	stop?: Stage | 'asked_extension' | 'asked_deferral' | 'ordered';
	/** Working hours between closing and reopening. */
	reopenAfterH?: number;
	/** Working days until the review of a deferral. */
	deferDays?: number;
}

/** Tells a case from report to closing, or to where it stands now. */
export class CaseTeller {
	readonly #story: Story;
	readonly #case: CaseInput;
	readonly #course: Course;
	#hasStopped = false;

	constructor(story: Story, input: CaseInput, course: Course) {
		this.#story = story;
		this.#case = input;
		this.#course = course;
	}

	tell(): { changes: PastChange[]; pictures: PictureNeed[] } {
		const { turn } = this.#course;
		this.#report();
		if (turn === 'self') this.#selfHandle();
		else if (turn === 'reject') this.#do(this.#case.by.filer, 'reject', { reason: this.#reason('reject') }, 0.8);
		else if (turn === 'duplicate') this.#do(this.#case.by.filer, 'mark_duplicate', { original: this.#case.original }, 0.6);
		else this.#handle();
		return { changes: this.#story.changes, pictures: this.#story.pictures };
	}

	#report(): void {
		const { siteId, taskId, kind, title, campaign, area, layer, domain, isUrgent, description, relapseOf, by, quantity } = this.#case;
		const task = {
			id: taskId,
			kind: kind.id,
			...(domain ? { domain } : {}),
			...(description ? { description } : {}),
			...(isUrgent ? { urgent: true } : {}),
			...(relapseOf ? { relapse_of: relapseOf } : {}),
			...(quantity !== null && kind.unit !== 'piece' ? { quantity_target: quantity } : {})
		};
		if (siteId) {
			const { geometry = null, attributes = {} } = this.#case;
			this.#story.tell(by.reporter, `site:${siteId}`, {
				action: 'create',
				campaign,
				layer,
				area_code: area,
				title,
				geometry,
				attributes,
				is_generated: true,
				task
			});
		} else {
			const { id: _id, ...rest } = task;
			this.#story.tell(by.reporter, `task:${taskId}`, { action: 'create', campaign, area_code: area, title, is_generated: true, ...rest });
		}
		if (kind.evidence?.before) this.#attach(by.reporter, 'before');
		this.#stopAt('reported');
	}

	#selfHandle(): void {
		const { by, quantity, limitHours } = this.#case;
		this.#story.wait(limitHours * 0.25 * this.#course.used);
		this.#attach(by.reporter, 'after');
		this.#do(by.reporter, 'self_handle', quantity === null ? {} : { quantity }, 0.2);
		this.#stopAt('submitted');
		this.#do(by.inspector, 'close', {}, limitHours * 0.6 * this.#course.used);
	}

	#handle(): void {
		const { by, limitHours: limit } = this.#case;
		const { turn, used } = this.#course;
		const random = this.#story.random;
		this.#do(by.filer, 'file', {}, random.between(0.3, 3));
		const filed = this.#story.ruler;
		const mark = (share: number): void => this.#story.waitUntil(filed + limit * share);
		this.#stopAt('filed');
		if (turn === 'void') {
			mark(0.3);
			this.#do(by.dispatcher, 'void', { reason: this.#reason('void') });
			return;
		}
		mark(Math.min(0.15 * used, 8 / limit));
		this.#do(by.dispatcher, 'assign', { owner: by.owner.id });
		this.#stopAt('assigned');
		let owner = by.owner;
		if (turn === 'return') {
			mark(0.25 * used);
			this.#do(owner, 'return', { reason: this.#reason('return') });
			mark(0.35 * used);
			owner = by.other;
			this.#do(by.dispatcher, 'assign', { owner: owner.id });
		}
		mark(Math.min(0.3, random.between(0.2, 0.3)) * used);
		this.#do(owner, 'start');
		this.#stopAt('in_progress');
		this.#steps(owner, mark);
		if (turn === 'supervised') this.#supervise(owner, mark);
		if (turn === 'extension' || turn === 'refused') this.#extension(owner, mark, turn === 'extension');
		if (turn === 'deferral') {
			this.#deferral(owner, mark);
			this.#finish(owner, filed, 1);
			return;
		}
		const tries = turn === 'rework' ? 1 : turn === 'twice' ? 2 : 0;
		for (let round = 0; round < tries; round++) {
			mark(used * (0.5 + 0.18 * round));
			this.#submit(owner);
			this.#stopAt('submitted');
			this.#do(by.inspector, 'rework', { reason: this.#reason('rework') }, limit * 0.05);
			this.#stopAt('rework');
			this.#do(owner, 'start', {}, limit * 0.04);
		}
		this.#finish(owner, filed, used);
		if (turn !== 'reopen') return;
		this.#story.wait(this.#course.reopenAfterH ?? random.between(60, 220));
		this.#do(by.filer, 'reopen', { reason: this.#reason('reopen') });
		this.#stopAt('reopened');
		const reopened = this.#story.ruler;
		this.#do(owner, 'start', {}, limit * 0.15);
		this.#finish(owner, reopened, Math.min(used, 0.9));
	}

	#finish(owner: Person, from: number, used: number): void {
		const limit = this.#case.limitHours;
		this.#story.waitUntil(from + limit * used * 0.82);
		this.#submit(owner);
		this.#stopAt('submitted');
		this.#story.waitUntil(from + limit * used);
		this.#do(this.#case.by.inspector, 'close');
	}

	#submit(owner: Person): void {
		this.#attach(owner, 'after');
		this.#do(owner, 'submit', this.#case.quantity === null ? {} : { quantity: this.#case.quantity }, 0.15);
	}

	#steps(owner: Person, mark: (share: number) => void): void {
		const steps = this.#case.kind.steps ?? [];
		const used = this.#course.used;
		steps.slice(0, this.#story.random.chance(0.3) ? 3 : 2).forEach((step, index) => {
			mark(used * (0.34 + 0.05 * index));
			this.#do(owner, 'step', { step: step.id });
		});
	}

	#supervise(owner: Person, mark: (share: number) => void): void {
		mark(this.#course.used * 0.5);
		this.#do(this.#case.by.leader, 'supervise', { message: this.#reason('supervise'), reply_by: this.#story.dayAfter(2) });
		this.#stopAt('ordered');
		this.#do(owner, 'reply', { message: this.#reason('reply') }, 5);
	}

	#extension(owner: Person, mark: (share: number) => void, isGranted: boolean): void {
		mark(this.#course.used * 0.52);
		const amount = Math.max(1, Math.ceil(this.#case.kind.limit.amount * 0.5));
		this.#do(owner, 'ask_extension', { amount, reason: this.#reason('ask_extension') });
		this.#stopAt('asked_extension');
		if (isGranted) this.#do(this.#case.by.dispatcher, 'grant_extension', { amount }, 3);
		else this.#do(this.#case.by.dispatcher, 'refuse_extension', { reason: this.#reason('refuse_extension') }, 3);
	}

	#deferral(owner: Person, mark: (share: number) => void): void {
		const { dispatcher } = this.#case.by;
		mark(0.45);
		const days = this.#course.deferDays ?? this.#story.random.int(25, 70);
		this.#do(owner, 'ask_deferral', { review_on: this.#story.dayAfter(days), reason: this.#reason('ask_deferral') });
		this.#stopAt('asked_deferral');
		this.#do(dispatcher, 'grant_deferral', {}, 4);
		this.#stopAt('deferred');
		this.#story.wait(days * 7.5);
		this.#do(dispatcher, 'resume');
		this.#stopAt('assigned');
		this.#do(owner, 'start', {}, 4);
		// What was left of the limit runs on from here.
		this.#story.wait(this.#case.limitHours * 0.1);
	}

	#attach(actor: Person, phase: 'before' | 'after'): void {
		if (this.#hasStopped || (phase === 'after' && this.#case.kind.evidence?.after === false)) return;
		const id = this.#story.random.uuid();
		this.#story.wait(0.05);
		const isTold = this.#story.tell(actor, `task:${this.#case.taskId}`, {
			action: 'attach',
			evidence_id: id,
			phase,
			taken_at: new Date(this.#story.at.getTime() - 60_000).toISOString(),
			is_generated: true
		});
		const { area, taskId, layer, kind, scene } = this.#case;
		if (isTold) this.#story.pictures.push({ id, area, taskId, layer, kind: kind.id, phase, scene });
	}

	#do(actor: Person, action: string, patch: Record<string, unknown> = {}, after = 0): void {
		if (this.#hasStopped) return;
		this.#story.wait(after);
		this.#story.tell(actor, `task:${this.#case.taskId}`, { action, ...patch });
	}

	#reason(action: string): string {
		return this.#story.random.pick(reasonsFor(action, this.#case.layer));
	}

	#stopAt(stage: NonNullable<Course['stop']>): void {
		if (this.#course.stop === stage) this.#hasStopped = true;
	}
}
