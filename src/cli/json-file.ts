import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { fromCaller } from './folder.ts';
import { UsageError } from './report.ts';

/** A JSON document of somebody's, or a sentence about why it is none. */
export function readJson(path: string): unknown {
	try {
		return JSON.parse(readFileSync(fromCaller(path), 'utf8').replace(/^\ufeff/, ''));
	} catch (error) {
		throw new UsageError(`${path}: ${(error as Error).message}`);
	}
}

/** The document, checked; every mistake with its path and value. */
export function checked<Schema extends v.GenericSchema>(schema: Schema, document: unknown, name: string): v.InferOutput<Schema> {
	const parsed = v.safeParse(schema, document);
	if (parsed.success) return parsed.output;
	const mistakes = parsed.issues.map((issue) => {
		const at = v.getDotPath(issue);
		return `  ${at ? `${at} = ${JSON.stringify(issue.input)?.slice(0, 80)}: ` : ''}${issue.message}`;
	});
	throw new UsageError(`${name} cannot be used:\n${mistakes.join('\n')}`);
}
