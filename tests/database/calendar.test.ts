import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import { WorkCalendar, type CalendarDocument } from '#lib/domain/calendar.ts';
import type { LimitUnit } from '#lib/domain/template.ts';
import type { Sql } from '#lib/server/backend/sql.ts';
import { actAsOperator, actAsOwner, openTestDatabase, rolledBack } from '../support/database.ts';

let sql: Sql;
beforeAll(async () => {
	sql = await openTestDatabase();
});
afterAll(() => sql.close());

async function save(calendar: CalendarDocument): Promise<void> {
	await actAsOperator(sql);
	await sql.query('select public.save_calendar($1::jsonb)', [JSON.stringify(calendar)]);
	await actAsOwner(sql);
}

interface Question {
	start: Date;
	end: Date;
	amount: number;
	unit: LimitUnit;
	mark: number;
}

/** Every ruler function of the database at once, for many questions. */
async function askDatabase(id: string, questions: Question[]): Promise<unknown[]> {
	return sql.query(
		`select
			private.ruler_at($2, q.start)::double precision as "rulerAt",
			round(extract(epoch from private.ruler_moment($2, q.mark)) * 1000)::double precision as "rulerMoment",
			round(extract(epoch from private.due_after($2, q.start, q.amount, q.unit)) * 1000)::double precision as "dueAfter",
			private.hours_left($2, q.start, q.end, q.unit)::double precision as "hoursLeft",
			round(extract(epoch from private.before_due($2, q.end, q.mark, q.unit)) * 1000)::double precision as "beforeDue"
		from jsonb_array_elements($1::jsonb) with ordinality e (value, nth)
		cross join lateral (select (e.value ->> 'start')::timestamptz as start, (e.value ->> 'end')::timestamptz as "end",
			(e.value ->> 'amount')::numeric as amount, e.value ->> 'unit' as unit, (e.value ->> 'mark')::numeric as mark) q
		order by e.nth`,
		[JSON.stringify(questions), id]
	);
}

function askDevice(calendar: WorkCalendar, { start, end, amount, unit, mark }: Question): Record<string, number> {
	return {
		rulerAt: calendar.rulerAt(start),
		rulerMoment: calendar.rulerMoment(mark).getTime(),
		dueAfter: calendar.dueAfter(start, { amount, unit }).getTime(),
		hoursLeft: calendar.hoursLeft(start, end, unit),
		beforeDue: calendar.beforeDue(end, mark, unit).getTime()
	};
}

function expectSame(device: Record<string, number>, database: unknown, question: Question): void {
	for (const [name, value] of Object.entries(device)) {
		const other = (database as Record<string, number>)[name] ?? NaN;
		const tolerance = name === 'rulerAt' || name === 'hoursLeft' ? 1e-6 : 1;
		if (!(Math.abs(value - other) <= tolerance)) throw new Error(JSON.stringify({ question, name, value, other }));
	}
}

const clock = fc.integer({ min: 0, max: 95 }).map((quarter) => quarter * 15);
const text = (minutes: number): string => `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
/** Periods of a day: ascending, not touching; night shifts and thirds of an hour included. */
const periods = fc.uniqueArray(fc.oneof(clock, fc.constantFrom(500, 700, 1000)), { minLength: 2, maxLength: 6 }).map((marks) => {
	const sorted = [...marks].sort((a, b) => a - b);
	const pairs: [string, string][] = [];
	for (let i = 0; i + 1 < sorted.length; i += 2) pairs.push([text(sorted[i] ?? 0), text(sorted[i + 1] ?? 0)]);
	return pairs;
});
const day = fc.integer({ min: 0, max: 364 * 2 }).map((n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
const calendar: fc.Arbitrary<CalendarDocument> = fc.record({
	id: fc.constant('any'),
	name: fc.constant({ 'zh-CN': '日历', en: 'Calendar' }),
	timezone: fc.constantFrom('Asia/Shanghai', 'America/New_York', 'Europe/Berlin', 'Australia/Lord_Howe', 'UTC'),
	periods: fc.oneof(periods, fc.constant<[string, string][]>([['00:00', '24:00']])),
	weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
	from: fc.constant('2025-01-01'),
	to: fc.constant('2026-12-31'),
	days: fc.dictionary(day, fc.record({ working: fc.boolean() }), { maxKeys: 30 })
});
/** Anywhere, around clock changes, and outside the calendar. */
const moment = fc.oneof(
	{ weight: 6, arbitrary: fc.integer({ min: Date.UTC(2024, 11, 25), max: Date.UTC(2027, 0, 5) }) },
	{ weight: 3, arbitrary: fc.integer({ min: Date.UTC(2025, 2, 8), max: Date.UTC(2025, 2, 10) }) },
	{ weight: 3, arbitrary: fc.integer({ min: Date.UTC(2025, 10, 1), max: Date.UTC(2025, 10, 3) }) },
	{ weight: 1, arbitrary: fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) }) }
);
const questions: fc.Arbitrary<Question[]> = fc.array(
	fc.record({
		start: moment.map((ms) => new Date(ms)),
		end: moment.map((ms) => new Date(ms)),
		amount: fc.oneof(
			fc.integer({ min: 1, max: 60 }),
			fc.integer({ min: 1, max: 4000 }).map((n) => n / 100)
		),
		unit: fc.constantFrom<LimitUnit>('working_hours', 'working_days', 'hours'),
		mark: fc.oneof(
			fc.integer({ min: 0, max: 4000 }),
			fc.double({ min: 0, max: 5000, noNaN: true }).map((n) => Math.round(n * 1e6) / 1e6)
		)
	}),
	{ minLength: 100, maxLength: 100, size: 'max' }
);

test('the device and the database read every ruler alike: any hours, any holidays, with and without clock changes', async () => {
	await fc.assert(
		fc.asyncProperty(calendar, questions, (document, asked) =>
			rolledBack(sql, async () => {
				await save(document);
				const device = new WorkCalendar(document);
				const told = await askDatabase(document.id, asked);
				asked.forEach((question, nth) => expectSame(askDevice(device, question), told[nth], question));
			})
		),
		{ numRuns: process.env.FULL ? 400 : 20, endOnFailure: true }
	);
});

describe('the Chinese calendar as it is stored', () => {
	test('answers as the device does, on the ten thousand moments that matter', () =>
		rolledBack(sql, async () => {
			await save(chineseCalendar());
			const device = new WorkCalendar(chineseCalendar());
			const asked = fc.sample(questions, process.env.FULL ? 100 : 10).flat();
			const told = await askDatabase('cn', asked);
			asked.forEach((question, nth) => expectSame(askDevice(device, question), told[nth], question));
		}));

	test('comes back as it went in', () =>
		rolledBack(sql, async () => {
			await save(chineseCalendar());
			const [row] = await sql.query<{ document: CalendarDocument }>("select public.calendar_document('cn') as document");
			if (!row) throw new Error('no calendar');
			const { days, ...rest } = row.document;
			const { days: given, ...other } = chineseCalendar();
			expect(rest).toEqual(other);
			expect(Object.entries(days).map(([key, { working, note }]) => [key, working, note ?? null])).toEqual(
				Object.entries(given).map(([key, { working, note }]) => [key, working, note ?? null])
			);
		}));

	test('between two days it is a part of itself, in which every limit ends at the same moment', () =>
		rolledBack(sql, async () => {
			const whole = chineseCalendar();
			await save(whole);
			const [row] = await sql.query<{ document: CalendarDocument }>(
				"select public.calendar_document('cn', '2025-06-01', '2027-06-01') as document"
			);
			if (!row) throw new Error('no calendar');
			expect([row.document.from, row.document.to]).toEqual(['2025-06-01', '2027-06-01']);
			const named = Object.keys(whole.days).filter((day) => day >= '2025-06-01' && day <= '2027-06-01');
			expect(Object.keys(row.document.days)).toEqual(named);
			const [narrow, wide] = [new WorkCalendar(row.document), new WorkCalendar(whole)];
			const near = fc.date({ min: new Date('2025-07-01'), max: new Date('2026-12-31'), noInvalidDate: true });
			const limit = fc.record({
				amount: fc.integer({ min: 1, max: 40 }),
				unit: fc.constantFrom('working_hours' as const, 'working_days' as const)
			});
			fc.assert(
				fc.property(near, limit, (start, given) => {
					expect(narrow.dueAfter(start, given)).toEqual(wide.dueAfter(start, given));
				})
			);
		}));

	test.each([
		['2099-01-01', '2102-01-01', 'to'],
		['1970-01-01', '1973-01-01', 'from']
	] as const)('asked about %s to %s, where it does not reach, it is its nearest day, and clocks stand', (first, last, nearest) =>
		rolledBack(sql, async () => {
			const whole = chineseCalendar();
			await save(whole);
			const [row] = await sql.query<{ document: CalendarDocument }>(
				"select public.calendar_document('cn', $1::date, $2::date) as document",
				[first, last]
			);
			if (!row) throw new Error('no calendar');
			expect([row.document.from, row.document.to]).toEqual([whole[nearest], whole[nearest]]);
			const calendar = new WorkCalendar(row.document);
			expect(calendar.rulerAt(new Date(`${first}T10:00:00Z`))).toBe(calendar.rulerAt(new Date(`${last}T10:00:00Z`)));
		})
	);

	test('lays its ruler anew when a day is edited', () =>
		rolledBack(sql, async () => {
			const document = chineseCalendar();
			await save(document);
			const ask = async (): Promise<string> => {
				const [row] = await sql.query<{ due: string }>(
					"select to_char(private.due_after('cn', '2026-11-20 10:00+08', 2, 'working_days') at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') as due"
				);
				return row?.due ?? '';
			};
			expect(await ask()).toBe('11-24 17:00');
			await save({ ...document, days: { ...document.days, '2026-11-23': { working: false, note: '停电' } } });
			expect(await ask()).toBe('11-25 17:00');
			const [row] = await sql.query<{ hours: number }>(
				`select (private.ruler_at('cn', '2026-11-25 00:00+08') - private.ruler_at('cn', '2026-11-20 00:00+08'))::double precision as hours`
			);
			expect(row?.hours).toBe(15);
		}));
});

describe('a calendar on which no clock could be read is refused', () => {
	const good = chineseCalendar();
	test.each<[string, Record<string, unknown>, string]>([
		[
			'hours that overlap',
			{
				periods: [
					['08:00', '12:00'],
					['11:00', '17:00']
				]
			},
			'bad_calendar'
		],
		[
			'hours that touch',
			{
				periods: [
					['08:00', '12:00'],
					['12:00', '17:00']
				]
			},
			'bad_calendar'
		],
		['hours that end before they begin', { periods: [['17:00', '08:00']] }, 'bad_calendar'],
		['no hours', { periods: [] }, 'bad_calendar'],
		['hours that are none', { periods: [['8', '12']] }, 'bad_calendar'],
		['an unknown zone', { timezone: 'Mars/Olympus' }, 'unknown_timezone'],
		['no working day', { weekdays: [], days: {} }, 'bad_calendar'],
		['an eighth weekday', { weekdays: [8] }, 'bad_calendar'],
		['a span that ends before it begins', { from: '2027-01-01', to: '2026-01-01' }, 'date_not_ahead'],
		['a span of a thousand years', { from: '2000-01-01', to: '3000-01-01' }, 'bad_calendar'],
		['days of another shape', { days: { '2026-10-01': true } }, 'bad_calendar'],
		['a day that is none', { days: { National: { working: false } } }, 'bad_calendar']
	])('%s', (_name, over, code) =>
		rolledBack(sql, async () => {
			await actAsOperator(sql);
			await expect(sql.query('select public.save_calendar($1::jsonb)', [JSON.stringify({ ...good, ...over })])).rejects.toThrow(code);
		})
	);
});
