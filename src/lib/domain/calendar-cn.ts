import chineseDays from 'chinese-days';
import type { CalendarDocument } from './calendar.ts';

const FIRST_YEAR = 2015;
const LAST_YEAR = 2032;
const DAY_MS = 86_400_000;

/**
 * The working calendar of mainland China: national holidays and make-up days as the State Council
 * announced them (package chinese-days), Monday to Friday beyond the last announced year. Stored in
 * the database and editable there; this is only where it comes from.
 */
export function chineseCalendar(): CalendarDocument {
	const days: CalendarDocument['days'] = {};
	const end = Date.UTC(LAST_YEAR, 11, 31);
	for (let at = Date.UTC(FIRST_YEAR, 0, 1); at <= end; at += DAY_MS) {
		const day = new Date(at).toISOString().slice(0, 10);
		const detail = chineseDays.getDayDetail(day);
		const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
		// Names of holidays look like "National Day,国庆节,3"; ordinary days carry their weekday.
		const [, note] = detail.name.split(',');
		if (note) days[day] = { working: detail.work, note: detail.work ? `${note}调休` : note };
		else if (detail.work === isWeekend) days[day] = { working: detail.work };
	}
	return {
		id: 'cn',
		name: { 'zh-CN': '全国工作日历', en: 'Working calendar of mainland China' },
		timezone: 'Asia/Shanghai',
		periods: [
			['08:30', '12:00'],
			['13:00', '17:00']
		],
		weekdays: [1, 2, 3, 4, 5],
		from: `${FIRST_YEAR}-01-01`,
		to: `${LAST_YEAR}-12-31`,
		days
	};
}
