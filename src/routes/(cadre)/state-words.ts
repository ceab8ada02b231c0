import { shortReceipt } from '#lib/domain/change.ts';
import { waitsFor, type Delay, type OutboxItem } from '#lib/offline/outbox-item.ts';
import { m } from '#lib/paraglide/messages.js';
import { formatMoment, formatTime } from '#lib/ui/format.ts';
import { refusalText } from '#lib/ui/refusals.ts';

const DELAYS: Record<Delay, () => string> = {
	unreachable: m.outbox_unreachable,
	busy: m.outbox_busy,
	signed_out: m.outbox_signed_out,
	other_person: m.outbox_other_person
};

export interface QueueView {
	items: readonly OutboxItem[];
	/** Id of the item on the wire. */
	sending: string | null;
	timezone: string;
}

/** Where an item stands, in one sentence. */
export function stateWords(item: OutboxItem, { items, sending, timezone }: QueueView): string {
	const { answer } = item;
	if (answer?.status === 'applied') {
		return m.outbox_stored({ receipt: shortReceipt(answer.receipt), time: formatMoment(item.settledAt ?? item.madeAt, timezone) });
	}
	if (answer?.status === 'refused') {
		return m.outbox_refused({ reason: refusalText({ code: answer.code, field: answer.field, info: answer.info }) });
	}
	if (answer?.status === 'conflict') return m.conflict_title();
	if (item.id === sending) return m.outbox_sending();
	const first = waitsFor(items, item);
	if (first) return first.state === 'queued' ? m.outbox_behind() : m.outbox_behind_refused();
	if (!item.delay) return m.outbox_queued();
	const words = DELAYS[item.delay]();
	const waitsForTime = item.delay === 'unreachable' || item.delay === 'busy';
	return waitsForTime
		? `${words} · ${m.outbox_next_try({ time: formatTime(new Date(item.notBefore), timezone) })} · ${m.outbox_tries({ count: item.attempts })}`
		: words;
}

const NEW_PICTURE = new Set(['picture_broken', 'picture_too_large', 'not_a_picture', 'picture_heic', 'too_large', 'picture_missing']);

/** What somebody can do about a refusal. */
export function adviceFor(code: string): { text: string; canSendAgain: boolean } {
	if (NEW_PICTURE.has(code)) return { text: m.outbox_refused_picture(), canSendAgain: false };
	if (code === 'not_allowed' || code === 'unknown_target') return { text: m.outbox_refused_right(), canSendAgain: true };
	return { text: m.outbox_refused_again(), canSendAgain: true };
}
