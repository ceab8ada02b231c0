import type { AppError } from './result.ts';
import type { Attribute } from './template.ts';

/** What a form holds of a site's attributes, as it was typed. */
export type AttributeValues = Readonly<Record<string, string | boolean>>;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The attributes as they are stored, or what is wrong with them by attribute: `needs_value`,
 * `not_a_number`, `not_a_date`. What was left empty is left out; `kept` holds what the template does
 * not know (an import's own columns), which an edit must not lose.
 */
export function readAttributes(
	definitions: readonly Attribute[],
	values: AttributeValues,
	kept: Readonly<Record<string, unknown>> = {}
): { attributes: Record<string, unknown>; errors: Record<string, AppError> } {
	const known = new Set(definitions.map(({ id }) => id));
	const attributes: Record<string, unknown> = Object.fromEntries(Object.entries(kept).filter(([id]) => !known.has(id)));
	const errors: Record<string, AppError> = {};
	for (const definition of definitions) {
		const { id } = definition;
		const value = readValue(definition, values[id]);
		if (value === undefined) {
			if (definition.required) errors[id] = { code: 'needs_value', field: id };
		} else if (typeof value === 'object') errors[id] = { ...value, field: id };
		else attributes[id] = value;
	}
	return { attributes, errors };
}

function readValue({ type, choices }: Attribute, given: string | boolean | undefined): string | number | boolean | AppError | undefined {
	if (typeof given === 'boolean') return given;
	const written = given?.trim() ?? '';
	if (!written) return undefined;
	switch (type) {
		case 'number': {
			const number = Number(written.replaceAll(',', ''));
			return Number.isFinite(number) ? number : { code: 'not_a_number', info: written };
		}
		case 'date':
			return DAY.test(written) && !Number.isNaN(Date.parse(written)) ? written : { code: 'not_a_date', info: written };
		case 'choice':
			return !choices?.length || choices.some((choice) => choice.id === written) ? written : undefined;
		case 'boolean':
			return written === 'true';
		case 'text':
			return written;
	}
}

/** What a form shows of attributes that are stored. */
export function attributeValues(
	definitions: readonly Attribute[],
	attributes: Readonly<Record<string, unknown>>
): Record<string, string | boolean> {
	return Object.fromEntries(
		definitions.map(({ id, type }) => {
			const value = attributes[id];
			if (type === 'boolean') return [id, value === true];
			return [id, value === undefined || value === null ? '' : String(value)];
		})
	);
}
