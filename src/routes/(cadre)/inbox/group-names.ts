import type { InboxGroup } from '#lib/domain/inbox.ts';
import { m } from '#lib/paraglide/messages.js';

const NAMES: Record<InboxGroup, () => string> = {
	overdue: m.inbox_overdue,
	today: m.inbox_today,
	returned: m.inbox_returned,
	ordered: m.inbox_ordered,
	inspect: m.inbox_inspect,
	decide: m.inbox_decide,
	dispatch: m.inbox_dispatch,
	verify: m.inbox_verify,
	week: m.inbox_week,
	later: m.inbox_later
};

export const groupName = (group: InboxGroup): string => NAMES[group]();
