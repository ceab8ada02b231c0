import type { CompoundSpec } from './compounds.ts';
import { STARTS_ON } from './chronicle.ts';
import { Random } from './random.ts';

export interface IndicatorValue {
	area_code: string;
	indicator_id: 'fee_rate' | 'cameras' | 'camera_cost';
	on_date: string;
	value: number;
	source: string;
}

/** From and to, as the story tells them. */
const TOLD: Record<string, readonly [number, number]> = { 林海新苑: [56, 99], 天池花园一期: [33, 97] };
export const CAMERA_COMPOUND = '林海新苑';
export const CAMERA_COUNT = 72;
export const CAMERA_COST_YUAN = 175_000;

/** Fee-collection rates quarter by quarter, cameras where they were put up. */
export function tellIndicators(compounds: CompoundSpec[], now: Date): IndicatorValue[] {
	const values: IndicatorValue[] = [];
	const quarters = quartersUntil(now);
	for (const spec of compounds) {
		const random = new Random(`fees:${spec.code}`);
		const [from, to] = TOLD[spec.name] ?? [random.between(38, 78), random.between(74, 96)];
		quarters.forEach((day, index) => {
			const share = quarters.length > 1 ? index / (quarters.length - 1) : 1;
			const eased = share * share * (3 - 2 * share);
			const isEnd = index === 0 || index === quarters.length - 1;
			const value = from + (Math.max(from, to) - from) * eased + (isEnd ? 0 : random.between(-2, 2));
			values.push({
				area_code: spec.code,
				indicator_id: 'fee_rate',
				on_date: day,
				value: Math.round(value * (isEnd ? 1 : 10)) / (isEnd ? 1 : 10),
				source: '物业公司季度报表'
			});
		});
		if (spec.name === CAMERA_COMPOUND) {
			values.push(
				{ area_code: spec.code, indicator_id: 'cameras', on_date: STARTS_ON, value: 0, source: '社区台账' },
				{ area_code: spec.code, indicator_id: 'cameras', on_date: '2026-05-29', value: CAMERA_COUNT, source: '竣工验收单' },
				{ area_code: spec.code, indicator_id: 'camera_cost', on_date: '2026-05-29', value: CAMERA_COST_YUAN, source: '物业公司出资凭证' }
			);
		}
	}
	return values;
}

function quartersUntil(now: Date): string[] {
	const days: string[] = [];
	for (let at = new Date(Date.UTC(2025, 5, 30)); at < now; at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 4, 0))) {
		days.push(at.toISOString().slice(0, 10));
	}
	return days;
}
