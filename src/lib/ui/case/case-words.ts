import type { Level } from '#lib/domain/area.ts';
import type { Holder } from '#lib/domain/holder.ts';
import type { Phase, Task, TaskDetail, TaskEvent } from '#lib/domain/task.ts';
import { label, type Need, type Template, type Transition } from '#lib/domain/template.ts';
import { needsOf } from '#lib/domain/workflow.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import { formatNumber, formatQuantity } from '../format.ts';
import { roleName } from '../role-names.ts';

const LEVEL_NAMES: Record<Level, () => string> = {
	city: m.level_city,
	district: m.level_district,
	subdistrict: m.level_subdistrict,
	community: m.level_community,
	grid: m.level_grid,
	compound: m.level_compound,
	building: m.level_building,
	unit: m.level_unit
};

const PHASE_NAMES: Record<Phase, () => string> = {
	before: m.phase_before,
	during: m.phase_during,
	after: m.phase_after,
	inspection: m.phase_inspection
};

export const levelName = (level: Level): string => LEVEL_NAMES[level]();
export const phaseName = (phase: Phase): string => PHASE_NAMES[phase]();

/** The move in the campaign's own words; an action that the template no longer has, by its id. */
export function actionName(template: Template, action: string): string {
	const move = template.workflow.transitions.find((one) => one.action === action);
	return move ? label(move.name, getLocale()) : action;
}

const NEED_NAMES: Record<Need, () => string> = {
	reason: m.case_need_reason,
	message: m.case_need_message,
	quantity: m.case_need_quantity,
	amount: m.case_need_amount,
	review_on: m.case_need_review_on,
	reply_by: m.case_need_reply_by,
	owner: m.case_need_owner,
	original: m.case_need_original,
	step: m.case_need_step,
	evidence_before: m.case_need_evidence_before,
	evidence_after: m.case_need_evidence_after
};

/** What a move asks, in one line: "需要：整治后影像、数量"; empty where a press is enough. */
export function needsText(move: Transition, template: Template, task: Task): string {
	const needs = needsOf(
		move,
		template.kinds.find((one) => one.id === task.kind)
	);
	if (needs.length === 0) return '';
	return m.case_needs({ what: needs.map((need) => NEED_NAMES[need]()).join(getLocale() === 'en' ? ', ' : '、') });
}

/** Entries of the ledger that are not moves of the workflow. */
const OTHER_ACTS: Record<string, () => string> = {
	report: m.case_act_report,
	import: m.case_act_import,
	edit: m.case_act_edit,
	site_reshape: m.case_act_site_reshape,
	site_edit: m.case_act_site_edit,
	site_reassign: m.case_act_site_reassign,
	site_remove: m.case_act_site_remove,
	site_restore: m.case_act_site_restore,
	publication_propose: m.case_act_publication_propose,
	publication_approve: m.case_act_publication_approve,
	publication_reject: m.case_act_publication_reject,
	publication_withdraw: m.case_act_publication_withdraw
};

/** What happened, as a short sentence without its subject: "派遣给 王建国", "上传整治后影像". */
export function eventText(event: TaskEvent, template: Template, detail: TaskDetail): string {
	const { action, payload } = event;
	if (action === 'attach') return m.case_act_attach({ phase: phaseName(payload.phase as Phase) });
	const other = OTHER_ACTS[action];
	if (other) return other();
	const extra = extraOf(event, template, detail);
	return extra ? m.case_act_with({ act: actionName(template, action), extra }) : actionName(template, action);
}

function extraOf({ payload }: TaskEvent, template: Template, { task, owners }: TaskDetail): string {
	const kind = template.kinds.find((one) => one.id === task.kind);
	if (typeof payload.owner === 'string') {
		return owners.find((one) => one.id === payload.owner)?.name ?? (payload.owner === task.ownerId ? (task.ownerName ?? '') : '');
	}
	if (typeof payload.step === 'string') {
		const step = kind?.steps?.find((one) => one.id === payload.step);
		return step ? label(step.name, getLocale()) : payload.step;
	}
	if (typeof payload.quantity === 'number' && task.unit) return formatQuantity(payload.quantity, task.unit);
	if (typeof payload.amount === 'number') {
		const amount = formatNumber(payload.amount, 1);
		return task.limitUnit === 'working_days' ? m.limit_working_days({ amount }) : m.limit_hours({ amount });
	}
	return typeof payload.review_on === 'string' ? payload.review_on : '';
}

/** The words that somebody wrote: a reason, a message of an order or its reply. */
export function eventQuote({ payload }: TaskEvent): string | null {
	const said = payload.reason ?? payload.message;
	return typeof said === 'string' && said ? said : null;
}

/** How long something has lain: hours up to two days, then days. */
export function formatSince(since: string, now: Date): string {
	const hours = Math.max(0, (now.getTime() - Date.parse(since)) / 3_600_000);
	if (hours < 1) return m.case_since_minutes({ amount: Math.max(1, Math.round(hours * 60)) });
	return hours < 48 ? m.case_since_hours({ amount: Math.round(hours) }) : m.case_since_days({ amount: Math.round(hours / 24) });
}

/** Who holds the ball, in words: "社区 陈静" where it is one person, "社区核查员" where it is a role. */
export function holderText(holder: Holder, { task, owners }: TaskDetail): string {
	const level = holder.level ? levelName(holder.level) : '';
	if (holder.personId) {
		const name = owners.find((one) => one.id === holder.personId)?.name ?? task.ownerName ?? '';
		return level ? m.case_ball_level_person({ level, name }) : name;
	}
	const role = holder.roles.map(roleName).join(' / ');
	return level ? m.case_ball_level_role({ level, role }) : role;
}
