import { fail, type ActionFailure } from '@sveltejs/kit';
import * as v from 'valibot';
import type { AppError } from '#lib/domain/result.ts';

/** What is wrong with a form, by field; `form` for what is wrong with none of them. */
export type FormErrors = Record<string, AppError>;

export interface FormFailure {
	/** Which of the forms of a page. */
	form: string;
	/** What was typed, to be shown again. */
	values: Record<string, string>;
	errors: FormErrors;
}

export type ReadForm<Value> = { ok: true; value: Value; refuse: Refuse } | { ok: false; failure: ActionFailure<FormFailure> };
/** Answers the form with what the database refused: at its field when it names one. */
type Refuse = (error: AppError, fields?: Record<string, string>) => ActionFailure<FormFailure>;

/**
 * Reads a posted form through a schema of text fields. Its messages are codes of refusals, so that a
 * wrong field reads the same whether the form or the database found it. Files are left aside, and
 * `secrets` (passwords, codes) never come back to the page.
 */
export async function readForm<Schema extends v.GenericSchema<unknown, unknown>>(
	request: Request,
	form: string,
	schema: Schema,
	secrets: readonly string[] = []
): Promise<ReadForm<v.InferOutput<Schema>>> {
	const values: Record<string, string> = {};
	for (const [name, value] of await request.formData()) if (typeof value === 'string') values[name] = value;
	const shown = Object.fromEntries(Object.entries(values).filter(([name]) => !secrets.includes(name)));
	const parsed = v.safeParse(schema, values);
	if (!parsed.success) return { ok: false, failure: fail(400, { form, values: shown, errors: errorsOf(parsed.issues, shown) }) };
	const refuse: Refuse = (error, fields = {}) => {
		const field = error.field ? (fields[error.field] ?? error.field) : 'form';
		return fail(error.code === 'busy' ? 503 : 400, { form, values: shown, errors: { [field in values ? field : 'form']: error } });
	};
	return { ok: true, value: parsed.output, refuse };
}

function errorsOf(issues: readonly v.BaseIssue<unknown>[], values: Record<string, string>): FormErrors {
	const errors: FormErrors = {};
	for (const issue of issues) {
		const field = v.getDotPath(issue) ?? 'form';
		const code = /^[a-z_]+$/.test(issue.message) ? issue.message : 'bad_value';
		errors[field] ??= { code, field, info: code === 'too_long' ? issue.requirement : values[field] };
	}
	return errors;
}
