import { randomUUID } from 'node:crypto';
import type { WorkCalendar } from '#lib/domain/calendar.ts';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Session } from '#lib/domain/person.ts';
import type { Need, Transition } from '#lib/domain/template.ts';
import { isWithin } from '#lib/domain/area.ts';
import { legalMoves, needsOf, nextSteps, whyNot, type CaseState } from '#lib/domain/workflow.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { kindOf, newCase, play, type CaseModel } from './case-model.ts';
import type { TaskRow } from './rows.ts';
import { CAMPAIGN, COMPOUND, TEMPLATE, type Somebody } from './world.ts';

/** One random step: who, what, how complete, and how much time passes before it. */
export interface Step {
	who: number;
	which: number;
	/** Among the moves that this person may make, when there are any; else among all. */
	isGuided: boolean;
	/** One thing that the move needs is left out. */
	isIncomplete: boolean;
	hours: number;
	pick: number;
}

export interface Player {
	who: Somebody;
	session: Session;
}

interface Row {
	stage: string;
	version: number;
	handlers: string[];
	closed_by: string | null;
	row: TaskRow;
}

const PHASES = ['before', 'during', 'after', 'inspection'];

/** Walks one case through the database as many people, beside a model of what must come of it. */
export class Walker {
	readonly #sql: Sql;
	readonly #calendar: WorkCalendar;
	readonly #players: Player[];
	readonly #area = COMPOUND;
	readonly taskId = randomUUID();
	readonly siteId = randomUUID();
	#at: number;
	#model: CaseModel | null = null;
	#version = 1;
	#asked: { amount?: number; review_on?: string } = {};
	/** When a picture of each phase was last taken, and when the case last came back. */
	#pictures = new Map<string, number>();
	#returnedAt = -Infinity;
	readonly trail: string[] = [];

	constructor(sql: Sql, calendar: WorkCalendar, players: Player[], startsAt: number) {
		this.#sql = sql;
		this.#calendar = calendar;
		this.#players = players;
		this.#at = startsAt;
	}

	get model(): CaseModel {
		if (!this.#model) throw new Error('begin first');
		return this.#model;
	}

	async begin(reporter: Somebody, kindId: string): Promise<void> {
		const kind = kindOf(TEMPLATE, kindId);
		const answer = await this.#apply(reporter, `site:${this.siteId}`, null, {
			action: 'create',
			campaign: CAMPAIGN,
			layer: kind.layer,
			area_code: this.#area,
			title: '随机案件',
			geometry: null,
			task: { id: this.taskId, kind: kindId }
		});
		if (answer.status !== 'applied') throw new Error(JSON.stringify(answer));
		this.#model = newCase(TEMPLATE, this.#calendar, kind, this.#at);
	}

	/** Makes the step and answers what the database said and what it should have said. */
	async step(step: Step): Promise<{ said: string; expected: string }> {
		this.#at += Math.round(step.hours * 3_600_000) + 1000;
		const anybody = at(this.#players, step.who);
		if (step.which % 9 === 0) return this.#takePicture(anybody, at(PHASES, step.pick));
		const { player, move } = step.isGuided
			? this.#somebodysMove(step, anybody)
			: { player: anybody, move: at(TEMPLATE.workflow.transitions, step.which) };
		if (step.isGuided && move.needs?.includes('evidence_after') && step.pick % 3 > 0) {
			const taken = await this.#takePicture(player, 'after');
			if (taken.said !== taken.expected) return taken;
		}
		const legal = legalMoves(TEMPLATE, this.#state(), player.session);
		const { patch, missing } = this.#patch(move, step);
		const expected = this.#expect(move, player, legal.includes(move), missing);
		const answer = await this.#apply(player.who, `task:${this.taskId}`, this.#version, { action: move.action, ...patch });
		const said = answer.status === 'refused' ? answer.code : answer.status;
		this.trail.push(`${player.who.role} ${move.action}: ${said}`);
		if (said === 'applied') {
			this.#model = play(TEMPLATE, this.#calendar, this.model, {
				move,
				actor: player.who.personId,
				patch,
				at: this.#at,
				asked: this.#asked
			});
			this.#version++;
			if (move.effect === 'ask_extension' || move.effect === 'ask_deferral') this.#asked = patch;
			if (move.effect === 'rework' || move.effect === 'reopen') this.#returnedAt = this.#at;
		}
		return { said, expected };
	}

	/** The row as the database has it, in the words of the model. */
	async stored(): Promise<{ model: CaseModel; row: Row }> {
		const [row] = await this.#sql.query<Row>(
			'select t.stage, t.version, t.handlers, t.closed_by, to_jsonb(t) as row from public.tasks t where t.id = $1',
			[this.taskId]
		);
		if (!row) throw new Error('the case is gone');
		const t = row.row;
		const time = (text: string | null): number | null => (text === null ? null : Date.parse(text));
		return {
			row,
			model: {
				stage: t.stage,
				kind: t.kind_id,
				code: t.code,
				department: t.department,
				ownerId: t.owner_id,
				handlers: t.handlers,
				request: t.request?.type ?? null,
				isSupervised: t.supervision !== null,
				outcome: t.outcome,
				isFiled: t.filed_at !== null,
				isUrgent: t.is_urgent,
				limit: t.limit_amount === null ? null : { amount: t.limit_amount, unit: t.limit_unit },
				extended: t.limit_extended,
				dueAt: time(t.due_at),
				hoursLeft: t.hours_left,
				reviewOn: t.review_on,
				rework: t.rework_count,
				extensions: t.extension_count,
				reopened: t.reopen_count,
				stepsDone: t.steps_done,
				quantityDone: t.quantity_done,
				closedBy: t.closed_by,
				duplicateOf: t.duplicate_of
			}
		};
	}

	/** A move that somebody may make now; the ends of the road are taken seldom, or no walk would be long. */
	#somebodysMove(step: Step, anybody: Player): { player: Player; move: Transition } {
		const open = this.#players.flatMap((player) => legalMoves(TEMPLATE, this.#state(), player.session).map((move) => ({ player, move })));
		const onward = open.filter(({ move }) => !['reject', 'duplicate', 'void'].includes(move.effect));
		const choice = step.pick % 8 === 0 || onward.length === 0 ? open : onward;
		return choice.length > 0
			? at(choice, step.who * 7 + step.which)
			: { player: anybody, move: at(TEMPLATE.workflow.transitions, step.which) };
	}

	#state(): CaseState {
		const { stage, kind, ownerId, handlers, request, isSupervised, stepsDone } = this.model;
		return { stage, area: this.#area, kind, ownerId, handlers, request: request && { type: request }, isSupervised, stepsDone };
	}

	#expect(move: Transition, player: Player, isLegal: boolean, missing: Need | null): string {
		if (!player.session.posts.some((post) => post.role !== 'rider' && isWithin(this.#area, post.areaCode))) return 'unknown_target';
		const verdict = whyNot(this.#state(), move, player.session);
		if (verdict) return verdict;
		if (!isLegal && move.effect === 'self_handle') return 'illegal_move';
		return missing ? `needs_${missing}` : isLegal ? 'applied' : 'unknown_step';
	}

	/** Everything that the move needs, or all but one thing. Pictures are there or they are not. */
	#patch(move: Transition, step: Step): { patch: Record<string, unknown>; missing: Need | null } {
		const kind = kindOf(TEMPLATE, this.model.kind);
		const needs = needsOf(move, kind);
		const left = step.isIncomplete && needs.length > 0 ? at(needs, step.pick) : null;
		const day = (days: number): string => this.#calendar.localDay(new Date(this.#at + days * 86_400_000));
		const owners = this.#players.filter(({ session }) =>
			session.posts.some((post) => ['cadre', 'dispatcher', 'inspector'].includes(post.role) && isWithin(this.#area, post.areaCode))
		);
		const values: Partial<Record<Need, unknown>> = {
			reason: '原因',
			message: '请尽快',
			quantity: (step.pick % 50) / 4,
			amount: 1 + (step.pick % 5),
			review_on: day(1 + (step.pick % 40)),
			reply_by: day(step.pick % 5),
			owner: at(owners, step.pick).who.personId,
			original: this.#original,
			step: nextSteps(kind, this.model.stepsDone)[0]?.id ?? 'no_such_step'
		};
		const patch = Object.fromEntries(needs.filter((need) => need !== left && need in values).map((need) => [need, values[need]]));
		// Grants without an answer of their own give what was asked; a deferral asked for may lie behind by now.
		if (move.effect === 'defer') patch.review_on = day(3);
		if (move.effect === 'extend' && step.pick % 2) patch.amount = 2;
		if (move.effect === 'file' && step.pick % 3 === 0) patch.urgent = true;
		const picture = (need: Need): boolean =>
			need === 'evidence_after' && (this.#pictures.get('after') ?? -Infinity) > this.#returnedAt
				? true
				: need === 'evidence_before' && this.#pictures.has('before');
		const missing = needs.find((need) => (need.startsWith('evidence') ? !picture(need) : need === left)) ?? null;
		return { patch, missing };
	}

	#original: string = randomUUID();
	set original(taskId: string) {
		this.#original = taskId;
	}

	async #takePicture(player: Player, phase: string): Promise<{ said: string; expected: string }> {
		const evidenceId = randomUUID();
		await this.#sql.query("insert into storage.objects (id, bucket_id, name, version) values ($1, 'evidence', $2, '1')", [
			randomUUID(),
			`${this.#area}/${this.taskId}/${evidenceId}.jpg`
		]);
		const answer = await this.#apply(player.who, `task:${this.taskId}`, null, { action: 'attach', evidence_id: evidenceId, phase });
		const posts = player.session.posts.filter((post) => isWithin(this.#area, post.areaCode));
		const sees = posts.some((post) => post.role !== 'rider');
		const may = posts.some((post) => ['cadre', 'dispatcher', 'inspector'].includes(post.role));
		const said = answer.status === 'refused' ? answer.code : answer.status;
		this.trail.push(`${player.who.role} attach ${phase}: ${said}`);
		if (said === 'applied') {
			this.#pictures.set(phase, this.#at);
			const { handlers, closedBy } = this.model;
			const { personId } = player.who;
			const showsWork = phase === 'during' || phase === 'after';
			if (showsWork && !handlers.includes(personId) && closedBy !== personId) handlers.push(personId);
		}
		return { said, expected: !sees ? 'unknown_target' : may ? 'applied' : 'not_allowed' };
	}

	async #apply(who: Somebody, target: string, base: number | null, patch: Record<string, unknown>): Promise<ChangeAnswer> {
		const [row] = await this.#sql.query<{ answer: ChangeAnswer }>('select private.apply_change($1, $2, $3, $4, $5::jsonb, $6) as answer', [
			who.personId,
			randomUUID(),
			target,
			base,
			JSON.stringify(patch),
			new Date(this.#at).toISOString()
		]);
		if (!row) throw new Error('no answer');
		return row.answer;
	}
}

function at<Item>(items: readonly Item[], index: number): Item {
	return items[index % items.length] as Item;
}
