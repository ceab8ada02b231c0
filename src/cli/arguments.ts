import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './report.ts';

/** Reads a command's options; a mistake is answered with the usage line. */
export function readArguments<Options extends ParseArgsOptionsConfig>(args: string[], usage: string, options: Options) {
	try {
		return parseArgs({ args, options, allowPositionals: true, strict: true });
	} catch (error) {
		// Node goes on about what else the words could have meant.
		throw new UsageError(`${(error as Error).message.split('. ')[0]}.\n${usage}`);
	}
}

/** The value of an option that a command cannot do without. */
export function needed(value: string | undefined, option: string, usage: string): string {
	if (!value) throw new UsageError(`${option} is missing.\n${usage}`);
	return value;
}
