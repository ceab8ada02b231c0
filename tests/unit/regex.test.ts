import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { CodeSchema, PasswordSchema, SignInRulesSchema } from '#lib/domain/account.ts';
import { filterQuery, readFilter, safePath } from '#lib/domain/paths.ts';
import { AccountSchema, PersonSchema, PostSchema } from '#lib/domain/person-record.ts';
import { deviceOf } from '#lib/server/access/device.ts';
import { networkOf } from '#lib/server/access/address.ts';
import { stepOf, tidyRecoveryCode } from '#lib/server/access/totp.ts';
import * as v from 'valibot';

const ROOT = join(import.meta.dirname, '../..');
/** What is quadratic is as hopeless at a fifth of a megabyte as at a whole one, which FULL takes. */
const LENGTH = process.env.FULL ? 1_000_000 : 200_000;
/** Of the thread's own time, so that a busy machine changes nothing. */
const MOST_MS = 50;
/** What runs longer than this is ended: an exponential expression would outlive us all. */
const END_MS = 1000;

/** A long run of what expressions repeat, each ending in what none of them ends in. */
const REPEATED = [
	'a',
	'A',
	'0',
	' ',
	'\t',
	'\n',
	'-',
	'.',
	'/',
	'_',
	',',
	':',
	'"',
	'<',
	'%',
	'{',
	'[',
	'@',
	'汉',
	'a ',
	'0.',
	'a-',
	'a,',
	'/a',
	'"a',
	'0-'
];
const WORST = REPEATED.flatMap((part) => [`${part.repeat(LENGTH / part.length)}\u0000`, `x${part.repeat(LENGTH / part.length)}\u0000!`]);

interface Found {
	where: string;
	expression: RegExp;
}

/** Every regular expression written down in the application. */
function findExpressions(): Found[] {
	const files = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile() && /\.(ts|svelte)$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
		.map((entry) => join(entry.parentPath, entry.name))
		.filter((file) => !file.includes('paraglide'));
	return files.flatMap((file) => {
		const text = readFileSync(file, 'utf8');
		const scripts = file.endsWith('.svelte') ? [...text.matchAll(/<script[^>]*>([^]*?)<\/script>/g)].map(([, code]) => code ?? '') : [text];
		return scripts.flatMap((script) => {
			const found: Found[] = [];
			const visit = (node: ts.Node): void => {
				if (ts.isRegularExpressionLiteral(node)) {
					const [, source = '', flags = ''] = /^\/([^]*)\/([a-z]*)$/.exec(node.text) ?? [];
					found.push({ where: `${file.slice(ROOT.length + 1)}: ${node.text}`, expression: new RegExp(source, flags.replace('g', '')) });
				}
				ts.forEachChild(node, visit);
			};
			visit(ts.createSourceFile(file, script, ts.ScriptTarget.Latest, true));
			return found;
		});
	});
}

/** Milliseconds of the thread's time; Infinity for what had to be ended. */
function costOf(work: () => unknown): number {
	const started = process.threadCpuUsage();
	try {
		runInNewContext('work()', { work }, { timeout: END_MS });
	} catch (error) {
		if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return Number.POSITIVE_INFINITY;
		throw error;
	}
	const { user, system } = process.threadCpuUsage(started);
	return (user + system) / 1000;
}

function tooDear(work: (text: string) => unknown): string[] {
	return WORST.flatMap((text) => {
		// A collector that happens to run is not the expression's fault: what was dear once is asked again.
		const cost = (): number => costOf(() => work(text));
		const first = cost();
		const ms = first > MOST_MS ? Math.min(first, cost(), cost()) : first;
		return ms > MOST_MS ? [`${JSON.stringify(text.slice(0, 6))}…: ${ms} ms`] : [];
	});
}

describe('a very long and the worst text', () => {
	const expressions = findExpressions();
	test('is looked through by every regular expression within 50 ms', { timeout: 300_000 }, () => {
		expect(expressions.length).toBeGreaterThan(80);
		const repeating = expressions.filter(({ expression }) => /[*+]|\{\d+,/.test(expression.source));
		expect(
			repeating.flatMap(({ where, expression }) => tooDear((text) => expression.test(text)).map((text) => `${where} on ${text}`))
		).toEqual([]);
	});

	test('would be found out if it took longer', { timeout: 60_000 }, () => {
		for (const [source, part] of [
			['(a+)+$', 'a'],
			['\\s+$', ' ']
		] as const)
			expect(
				costOf(() => new RegExp(source).test(`${part.repeat(LENGTH)}!`)),
				source
			).toBe(Number.POSITIVE_INFINITY);
	});

	const validators: Record<string, (text: string) => unknown> = {
		safePath,
		readFilter: (text) => filterQuery(readFilter(new URLSearchParams({ text, owner: text, filedOn: text, layers: text, batch: text }))),
		PersonSchema: (text) => v.safeParse(PersonSchema, { name: text, organisation: text, phone: text }),
		PostSchema: (text) => v.safeParse(PostSchema, { area: text, role: text, title: text, validFrom: text, validTo: text }),
		AccountSchema: (text) => v.safeParse(AccountSchema, { email: text }),
		'AccountSchema, an address': (text) => v.safeParse(AccountSchema, { email: `${text.slice(0, LENGTH / 2)}@${text}` }),
		PasswordSchema: (text) => v.safeParse(PasswordSchema, { current: text, password: text, repeated: text }),
		CodeSchema: (text) => v.safeParse(CodeSchema, { code: text }),
		SignInRulesSchema: (text) => v.safeParse(SignInRulesSchema, { twoFactor: text, idleMinutes: text, hours: text }),
		deviceOf,
		networkOf,
		tidyRecoveryCode,
		stepOf: (text) => stepOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', text, new Date(0))
	};
	test.each(Object.entries(validators))('is judged by %s within 50 ms', { timeout: 120_000 }, (_, judge) => {
		expect(tooDear(judge)).toEqual([]);
	});
});
