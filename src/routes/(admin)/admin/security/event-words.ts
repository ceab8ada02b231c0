import type { SecurityEvent } from '#lib/data/security-events.ts';
import { m } from '#lib/paraglide/messages.js';

const NAMES: Record<string, () => string> = {
	sign_in_failed: m.security_event_sign_in_failed,
	sign_in_locked: m.security_event_sign_in_locked,
	sign_in_refused: m.security_event_sign_in_refused,
	sessions_ended: m.security_event_sessions_ended,
	password_changed: m.security_event_password_changed,
	password_reset: m.security_event_password_reset,
	factor_confirmed: m.security_event_factor_confirmed,
	factor_failed: m.security_event_factor_failed,
	factor_locked: m.security_event_factor_locked,
	factor_removed: m.security_event_factor_removed,
	factor_reset: m.security_event_factor_reset,
	recovery_code_used: m.security_event_recovery_code_used,
	recovery_codes_made: m.security_event_recovery_codes_made,
	setting_changed: m.security_event_setting_changed
};

/** An event of a later version is shown by its code. */
export function eventName(event: string): string {
	return NAMES[event]?.() ?? event;
}

/** What the event says beyond its name: a number, or a setting and its value. */
export function eventNote({ info }: SecurityEvent): string {
	if (typeof info === 'number') return ` (${info})`;
	if (typeof info !== 'object' || info === null || !('key' in info) || !('value' in info)) return '';
	return ` (${String(info.key)}: ${String(info.value)})`;
}
