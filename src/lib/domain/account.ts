import * as v from 'valibot';

const PASSWORD_LEAST = 10;
/** bcrypt looks at no more. */
const PASSWORD_MOST_BYTES = 72;
/** From this length on a password of one kind of characters is hard enough. */
const PASSPHRASE = 16;

/** Whether a new password is hard enough to guess: ten characters of two kinds, or a long phrase. */
export function isHardPassword(password: string): boolean {
	const length = [...password].length;
	if (length < PASSWORD_LEAST || new Set(password).size < 5) return false;
	const kinds = [/\p{L}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) => kind.test(password)).length;
	return kinds >= 2 || length >= PASSPHRASE;
}

export const PasswordSchema = v.pipe(
	v.object({
		current: v.pipe(v.string(), v.minLength(1, 'needs_password'), v.maxLength(200, 'too_long')),
		password: v.pipe(
			v.string(),
			v.check((text) => new TextEncoder().encode(text).length <= PASSWORD_MOST_BYTES, 'long_password'),
			// What is too long is refused for that, and not looked at any closer.
			v.check((text) => text.length > PASSWORD_MOST_BYTES || isHardPassword(text), 'weak_password')
		),
		repeated: v.string()
	}),
	v.forward(
		v.partialCheck([['password'], ['repeated']], ({ password, repeated }) => password === repeated, 'passwords_differ'),
		['repeated']
	),
	v.forward(
		v.partialCheck([['current'], ['password']], ({ current, password }) => current !== password, 'same_password'),
		['password']
	)
);

/** A code as it was typed; authenticators show six digits in two groups. */
export const CodeSchema = v.object({
	code: v.pipe(
		v.string(),
		v.maxLength(40, 'wrong_code'),
		v.transform((code) => code.trim().replaceAll(/(?<=\d)\s(?=\d)/g, '')),
		v.minLength(1, 'needs_code')
	)
});

export const TWO_FACTOR_RULES = ['optional', 'required', 'off'] as const;

/** How one signs in at this installation, and for how long. */
export interface SignInRules {
	/** `required` holds for staff; riders may. */
	twoFactor: (typeof TWO_FACTOR_RULES)[number];
	/** A session that rests longer ends. */
	idleMinutes: number;
	/** A session that lasts longer ends. */
	hours: number;
}

const within = (most: number) =>
	v.pipe(
		v.string(),
		v.trim(),
		v.regex(/^\d{1,5}$/, 'not_a_number'),
		v.transform(Number),
		v.minValue(1, 'outside_range'),
		v.maxValue(most, 'outside_range')
	);

export const SignInRulesSchema = v.object({
	twoFactor: v.picklist(TWO_FACTOR_RULES, 'bad_value'),
	idleMinutes: within(10_080),
	hours: within(2160)
});
