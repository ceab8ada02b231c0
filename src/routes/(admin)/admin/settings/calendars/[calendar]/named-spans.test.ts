import { expect, test } from 'vitest';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import { namedSpans } from './named-spans.ts';

test('a holiday of many days is one line, its make-up days lines of their own', () => {
	const spans = namedSpans(chineseCalendar(), 2026).filter(({ note }) => note?.startsWith('国庆节'));
	expect(spans).toEqual([
		{ from: '2026-09-20', to: '2026-09-20', working: true, note: '国庆节调休' },
		{ from: '2026-10-01', to: '2026-10-07', working: false, note: '国庆节' },
		{ from: '2026-10-10', to: '2026-10-10', working: true, note: '国庆节调休' }
	]);
});
