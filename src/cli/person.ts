import { randomInt, randomUUID } from 'node:crypto';
import { getSettings } from '#lib/data/admin-settings.ts';
import { addPost, linkAccount, savePerson } from '#lib/data/admin-people.ts';
import { ROLES } from '#lib/domain/template.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { needed, readArguments } from './arguments.ts';
import { valueOf, withBackend } from './opened.ts';
import { UsageError } from './report.ts';

const USAGE = `npm run person -- EMAIL --area CODE --role ${ROLES.join('|')} [--title TITLE] [--name NAME] [--organisation ORGANISATION]`;
/** Without what is mistaken for something else on paper: 0 O 1 l I. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 14;

/**
 * person: gives a post to whoever signs in with the address, making person and account when there are
 * none. It is how the first administrator of an installation, or of another city's tree, comes to be:
 * everybody else is added on the page (管理 → 人员).
 */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, {
		area: { type: 'string' },
		role: { type: 'string' },
		title: { type: 'string' },
		name: { type: 'string' },
		organisation: { type: 'string' }
	});
	const email = needed(positionals[0], 'EMAIL', USAGE);
	const area = needed(values.area, '--area', USAGE);
	const role = ROLES.find((one) => one === needed(values.role, '--role', USAGE));
	if (!/^\S+@\S+$/.test(email)) throw new UsageError(`${email} is not an e-mail address.`);
	if (!role) throw new UsageError(`--role ${values.role} is none of ${ROLES.join(', ')}.`);
	return withBackend(
		(line) => console.error(line),
		async (backend) => {
			const operator = backend.operator();
			const { data: areas } = await operator.from('areas').select('code').eq('code', area);
			if (!areas?.length) throw new UsageError(`There is no area ${area}.`);
			const person =
				(await personOf(backend, email)) ?? (await addPerson(backend, email, values.name ?? email.split('@')[0] ?? email, values));
			const { timezone } = valueOf(await getSettings(operator));
			const validFrom = new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(new Date());
			valueOf(await addPost(operator, { personId: person, areaCode: area, role, title: values.title ?? role, validFrom }));
			console.log(`${email} is ${values.title ?? role} (${role}) in ${area}.`);
			return 0;
		}
	);
}

async function personOf({ sql }: Backend, email: string): Promise<string | null> {
	if (!sql) return null;
	const text = 'select p.id from public.people p join auth.users u on u.id = p.user_id where lower(u.email) = lower($1)';
	return (await sql.query<{ id: string }>(text, [email]))[0]?.id ?? null;
}

/** Prints the first password, this once. */
async function addPerson(backend: Backend, email: string, name: string, { organisation }: { organisation?: string }): Promise<string> {
	const operator = backend.operator();
	const id = randomUUID();
	const password = Array.from({ length: PASSWORD_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
	const account = await backend.createAccount(email, password);
	valueOf(await savePerson(operator, { id, name, organisation: organisation ?? '' }));
	valueOf(await linkAccount(operator, id, account));
	console.log(`${email} signs in with the password ${password} (shown this once).`);
	return id;
}
