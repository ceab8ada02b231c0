import bcrypt from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { LoginLimit } from './login-limit.ts';
import { SignIn } from './sign-in.ts';

const PASSWORD = 'the right password';

/** A handler with these accounts, which compares as the real one does: nothing at all for an unknown one. */
function aGate(
	accounts: Record<string, { hash: string; isBanned?: boolean }>,
	compare = bcrypt.compare
): (email: string, password?: string) => Promise<Response> {
	const limit = new LoginLimit();
	const signIn = new SignIn(compare);
	return (email, password = PASSWORD) =>
		signIn.answer({
			limit,
			body: new TextEncoder().encode(JSON.stringify({ email, password })),
			ask: async () => {
				const account = accounts[email];
				const isRight = account ? await bcrypt.compare(password, account.hash) : false;
				return Response.json({ said: 'by the handler' }, { status: isRight ? 200 : 400 });
			},
			sql: {
				query: async <Row>(_text: string, [given]: unknown[] = []) => {
					const account = accounts[given as string];
					return (account ? [{ is_banned: account.isBanned ?? null }] : []) as Row[];
				}
			}
		});
}

const told = async (answered: Response): Promise<unknown> => [answered.status, await answered.json()];
const WRONG = [400, { code: 400, error_code: 'invalid_credentials', msg: 'Invalid login credentials' }];

describe('signing in', () => {
	test('with the right password is the handler’s answer', async () => {
		const gate = aGate({ a: { hash: await bcrypt.hash(PASSWORD, 4) } });
		expect(await told(await gate('a'))).toEqual([200, { said: 'by the handler' }]);
	});

	test('a wrong password, an unknown and a banned account hear the same, in the handler’s words never', async () => {
		const hash = await bcrypt.hash(PASSWORD, 4);
		const gate = aGate({ a: { hash }, banned: { hash, isBanned: true } });
		expect(await told(await gate('a', 'x'))).toEqual(WRONG);
		expect(await told(await gate('nobody'))).toEqual(WRONG);
		expect(await told(await gate('banned'))).toEqual(WRONG);
	});

	test('the sixth try within a quarter of an hour fails whatever it says', async () => {
		const gate = aGate({ a: { hash: await bcrypt.hash(PASSWORD, 4) } });
		for (let turn = 0; turn < 5; turn++) await gate('a', 'x');
		expect(await told(await gate('a'))).toEqual(WRONG);
	});

	test('an unknown account costs what a wrong password costs: one comparison with a hash as strong as the handler’s', async () => {
		const compared: string[] = [];
		const compare = (password: string, hash: string): Promise<boolean> => {
			compared.push(`${password} ${hash.slice(0, 7)}`);
			return bcrypt.compare(password, hash);
		};
		const gate = aGate({ a: { hash: await bcrypt.hash(PASSWORD, 4) } }, compare);
		await gate('a');
		await gate('a', 'x');
		expect(compared).toEqual([]);
		await gate('nobody', 'x');
		expect(compared).toEqual(['x $2b$10$']);
	});
});
