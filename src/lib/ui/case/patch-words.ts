import { m } from '#lib/paraglide/messages.js';

const LABELS: Record<string, () => string> = {
	title: m.case_conflict_title_field,
	reason: m.case_field_reason,
	message: m.case_field_message,
	quantity: m.case_field_quantity,
	quantity_target: m.case_quantity,
	amount: m.case_field_amount,
	review_on: m.case_field_review_on,
	reply_by: m.case_field_reply_by,
	description: m.case_description
};

/** What a person wrote into a change, named: [原因, 雨天]. Ids and shapes are left out. */
export function patchWords(patch: Record<string, unknown>): [name: string, value: string][] {
	return Object.entries(LABELS).flatMap(([field, name]) => {
		const value = patch[field];
		const isWritten = (typeof value === 'string' && value !== '') || typeof value === 'number';
		return isWritten ? [[name(), String(value)] as [string, string]] : [];
	});
}
