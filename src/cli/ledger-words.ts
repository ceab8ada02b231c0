import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './folder.ts';

const LOCALE: 'zh-CN' | 'en' = /^zh/i.test(process.env.LC_ALL ?? process.env.LANG ?? '') ? 'zh-CN' : 'en';

/**
 * The interface's own sentences, read from the messages: a command runs from the sources, where
 * nothing has compiled them. Chinese where the terminal is.
 */
export class Words {
	readonly locale = LOCALE;
	readonly #messages: Record<string, string> = {};

	constructor() {
		for (const room of ['common', 'ledger']) {
			Object.assign(this.#messages, JSON.parse(readFileSync(join(ROOT, 'messages', LOCALE, `${room}.json`), 'utf8')));
		}
	}

	/** The sentence of `<prefix>_<code>`, or the code where there is none. */
	say(prefix: string, code: string, value = ''): string {
		return this.#messages[`${prefix}_${code}`]?.replaceAll('{value}', value) ?? code;
	}
}
