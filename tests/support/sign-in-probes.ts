import { randomUUID } from 'node:crypto';
import type { Probe, Question } from './probes.ts';

/** Who ends sessions and resets factors of others, and that nobody calls what the web server calls for somebody it has recognised. */
export const SIGN_IN_PROBES: Record<string, Probe> = {
	'sessions end': ({ asker, ground }) => asker.may('end_sessions_of', { person: ground.personId }),
	'second_factors reset': ({ asker, ground }) => asker.may('reset_second_factor', { person: ground.personId }, 'no_factor'),
	'security_events list': async ({ asker, operator, ground }) => {
		await operator.call('note_security_event', { event: 'password_reset', person: ground.personId });
		return asker.finds('list_security_events', { person: ground.personId }, ground.personId);
	},
	'sign_in serve': (question) =>
		any(question, {
			begin_sign_in: { account: 'a', address: 'b', email: 'c' },
			open_session: { session: randomUUID(), account: 'a', device: '' },
			touch_session: { session: randomUUID() },
			note_security_event: { event: 'sign_in_failed' }
		}),
	'second_factors serve': (question) => {
		const { personId: person } = question.ground;
		const session = randomUUID();
		return any(question, {
			second_factor: { person },
			begin_second_factor: { person, secret: 's'.repeat(20) },
			confirm_second_factor: { person, session, step: 1, hashes: [] },
			try_second_factor: { person },
			pass_second_factor: { person, session, step: 1 },
			pass_recovery_code: { person, session, hash: 'h' },
			renew_recovery_codes: { person, step: 1, hashes: [] },
			remove_second_factor: { person, step: 1 }
		});
	}
};

/** Whether any of these functions is the caller's to call. */
async function any({ asker }: Question, functions: Record<string, Record<string, unknown>>): Promise<boolean> {
	for (const [name, args] of Object.entries(functions)) if (await asker.may(name, args)) return true;
	return false;
}
