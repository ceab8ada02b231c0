import bcrypt from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { SignIn } from './sign-in.ts';

const PASSWORD = 'the right password';

/** A handler with these accounts, which compares as the real one does: nothing at all for an unknown one. */
function aGate(
	accounts: Record<string, { hash: string; isShut?: boolean }>,
	compare = bcrypt.compare
): (email: string, password?: string) => Promise<Response> {
	const tries = new Map<string, number>();
	const signIn = new SignIn(
		{
			admit: (email) => {
				const before = tries.get(email) ?? 0;
				tries.set(email, before + 1);
				const account = accounts[email];
				const check = { answer: 'check', isKnown: account !== undefined, isShut: account?.isShut ?? false } as const;
				return Promise.resolve(before < 5 ? check : { answer: 'locked' });
			},
			succeeded: (email) => Promise.resolve(void tries.delete(email)),
			failed: () => Promise.resolve()
		},
		compare
	);
	return (email, password = PASSWORD) =>
		signIn.answer({
			address: '',
			body: new TextEncoder().encode(JSON.stringify({ email, password })),
			ask: async () => {
				const account = accounts[email];
				const isRight = account ? await bcrypt.compare(password, account.hash) : false;
				return Response.json({ said: 'by the handler' }, { status: isRight ? 200 : 400 });
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
		const gate = aGate({ a: { hash }, banned: { hash, isShut: true } });
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
