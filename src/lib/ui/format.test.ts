import { expect, test } from 'vitest';
import { overwriteGetLocale } from '#lib/paraglide/runtime.js';
import { formatTimeLeft } from './format.ts';

test('time left is told in the unit of its limit; hours of the day and night, when they are many, in days', () => {
	overwriteGetLocale(() => 'zh-CN');
	expect(formatTimeLeft({ amount: 2.6, unit: 'working_days' })).toBe('剩 2.6 工作日');
	expect(formatTimeLeft({ amount: -1.8, unit: 'hours' })).toBe('超 1.8 小时');
	expect(formatTimeLeft({ amount: -95, unit: 'hours' })).toBe('超 95 小时');
	expect(formatTimeLeft({ amount: -104_195, unit: 'hours' })).toBe('超 4,341 天');
	expect(formatTimeLeft({ amount: 120, unit: 'hours' })).toBe('剩 5 天');
	expect(formatTimeLeft({ amount: 120, unit: 'working_hours' })).toBe('剩 120 小时');
});
