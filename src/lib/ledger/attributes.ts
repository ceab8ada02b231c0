import { halfWidth } from '#lib/geo/angles.ts';
import type { Attribute } from '#lib/domain/template.ts';
import { plainValue } from './choices.ts';
import { parseMoment, type DateOrder } from './dates.ts';
import type { LocalClock } from './local-clock.ts';

export type Parsed = { ok: true; value: unknown } | { ok: false; code: string };

const YES = new Set(['true', 'yes', 'y', '1', '是', '有', '√']);
const NO = new Set(['false', 'no', 'n', '0', '否', '无', '×']);

/** A number as tables write it: 1,234.5 and full-width digits; null for anything else. */
export function parseNumber(text: string): number | null {
	const plain = halfWidth(text).trim();
	if (!/^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[+-]?\d{1,2})?$/i.test(plain)) return null;
	return Number(plain.replaceAll(',', ''));
}

/** The value of a layer's attribute out of a cell. */
export function parseAttribute(text: string, attribute: Attribute, dates: { order: DateOrder; clock: LocalClock }): Parsed {
	switch (attribute.type) {
		case 'text':
			return { ok: true, value: text };
		case 'number': {
			const value = parseNumber(text);
			return value === null ? { ok: false, code: 'not_a_number' } : { ok: true, value };
		}
		case 'boolean': {
			const plain = plainValue(text);
			return YES.has(plain) ? { ok: true, value: true } : NO.has(plain) ? { ok: true, value: false } : { ok: false, code: 'not_yes_or_no' };
		}
		case 'date': {
			if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return { ok: true, value: text };
			const moment = parseMoment(text, dates.order, dates.clock);
			return moment ? { ok: true, value: dates.clock.text(new Date(moment)).slice(0, 10) } : { ok: false, code: 'not_a_date' };
		}
		case 'choice': {
			const plain = plainValue(text);
			const found = attribute.choices?.find(({ id, name }) => [id, name['zh-CN'], name.en].some((one) => plainValue(one) === plain));
			return found ? { ok: true, value: found.id } : { ok: false, code: 'unknown_choice' };
		}
	}
}
