import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { describeError, log } from './log.ts';

afterEach(() => {
	vi.restoreAllMocks();
	vi.unstubAllEnvs();
});

function written(write: () => void): string {
	const lines: string[] = [];
	vi.stubEnv('ZHANTU_LOG', 'info');
	vi.spyOn(process.stderr, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
	write();
	return lines.join('');
}

test('a line is an event with plain facts', () => {
	const line = written(() => log('warn', 'backend_restart', { restarts: 3, signal: 'SIGKILL', failure: null, isLast: true }));
	expect(JSON.parse(line)).toMatchObject({
		level: 'warn',
		event: 'backend_restart',
		restarts: 3,
		signal: 'SIGKILL',
		failure: null,
		isLast: true
	});
	expect(line.endsWith('}\n')).toBe(true);
});

test('whoever asks for trouble only is not told the rest', () => {
	const line = written(() => {
		vi.stubEnv('ZHANTU_LOG', 'error');
		log('warn', 'nothing');
		log('error', 'something');
	});
	expect(JSON.parse(line)).toMatchObject({ event: 'something' });
});

const CANARY = { name: '金丝雀', latin: 'Canary Bird', phone: '13899990000', id: '220602199001011234', email: 'canary@example.test' };

test.each([
	['a type error of the database', `invalid input syntax for type uuid: "${CANARY.latin}"`],
	['a unique value', `duplicate key value violates unique constraint "people_name", Key (name)=('${CANARY.latin}')`],
	['a number in plain text', `no account for ${CANARY.phone} or ${CANARY.id}`],
	['a name in plain text', `unknown person ${CANARY.name}`],
	['an address', `mail to ${CANARY.email} failed`],
	['quotes within quotes', `cannot read "{"name": "${CANARY.latin}"}" as JSON`]
])('what is quoted stays out of the log: %s', (_what, message) => {
	const line = written(() => log('error', 'request', describeError(Object.assign(new Error(message), { code: '22P02' }))));
	for (const secret of Object.values(CANARY)) expect(line).not.toContain(secret);
	expect(JSON.parse(line)).toMatchObject({ code: '22P02' });
});

test('a parser’s message is not kept at all', () => {
	let failure: unknown;
	try {
		JSON.parse(`${CANARY.latin} {"phone": ${CANARY.phone}`);
	} catch (error) {
		failure = error;
	}
	expect(describeError(failure)).toEqual({ code: null, message: 'SyntaxError' });
});

test('whatever a fact is, no telephone number, no address and no Chinese name gets through', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(CANARY.name, CANARY.phone, CANARY.id, CANARY.email), (around, secret) => {
			const line = written(() => log('info', 'event', { fact: `${around} ${secret} ${around}` }));
			expect(line).not.toContain(secret);
			vi.restoreAllMocks();
		}),
		{ numRuns: 200 }
	);
});
