import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ExportedCase } from '#lib/data/exports.ts';
import { isOpen, OUTCOMES, STAGES } from '#lib/domain/stage.ts';
import { baishanTarget, fileOf } from '../../../tests/support/ledger.ts';
import { TEMPLATE } from '../../../tests/support/world.ts';
import type { Draft } from './draft.ts';
import { exportProfiles, type ExportContext } from './export-columns.ts';
import { exportCsv, exportGeoJson } from './export.ts';
import { planImport } from './plan.ts';
import { readRecords } from './records.ts';
import { mapperOf } from './run-import.ts';
import { surveyFile } from './survey.ts';

const text = fc
	.string({ unit: fc.constantFrom(...'=+-@＝－\'"，,;\t\n 白山1aÀ𠮷'), minLength: 1, maxLength: 12 })
	.filter((one) => one.trim() !== '');
const moment = fc
	.tuple(fc.date({ min: new Date('2015-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }), fc.integer({ min: 0, max: 999 }))
	.map(([at, micros]) => at.toISOString().replace('Z', `${String(micros).padStart(3, '0')}+00:00`));
/** Whole millionths: sums of degrees would not be what was written. */
const millionths = (...pair: number[]): number[] => pair.map((value) => value / 1e6);
const corner = fc.tuple(fc.integer({ min: 126_000_000, max: 127_000_000 }), fc.integer({ min: 41_500_000, max: 42_500_000 }));
const geometry = fc.oneof(
	fc.constant(null),
	corner.map(([x, y]): GeoJSON.Geometry => ({ type: 'Point', coordinates: millionths(x, y) })),
	corner.map(([x, y]): GeoJSON.Geometry => ({
		type: 'Polygon',
		coordinates: [[millionths(x, y), millionths(x + 1000, y), millionths(x, y + 1000), millionths(x, y)]]
	}))
);
const exported: fc.Arbitrary<ExportedCase> = fc
	.record({
		title: text,
		description: fc.option(text),
		kind: fc.constantFrom(...TEMPLATE.kinds.filter((kind) => kind.layer !== 'camera')),
		area: fc.constantFrom('2206', '220602', '220602003003', '220605002001'),
		stage: fc.constantFrom(...STAGES),
		outcome: fc.option(fc.constantFrom(...OUTCOMES)),
		code: fc.option(fc.constantFrom('06011', '01050')),
		department: fc.option(text),
		reportedAt: moment,
		filedAt: fc.option(moment),
		dueAt: fc.option(moment),
		closedAt: fc.option(moment),
		quantityTarget: fc.option(fc.integer({ min: 0, max: 9999 }).map((value) => value / 8)),
		quantityDone: fc.option(fc.nat(9999)),
		attributes: fc.dictionary(fc.constantFrom('volume_m3', 'composition', 'note'), fc.oneof(text, fc.integer(), fc.boolean())),
		geometry,
		ref: text,
		photos: fc.array(fc.record({ phase: fc.constantFrom('before' as const, 'after' as const), url: fc.webUrl() }), { maxLength: 3 })
	})
	.map(({ kind, closedAt, photos, ...row }) => ({
		...row,
		kind: kind.id,
		layer: kind.layer,
		closedAt: isOpen(row.stage) ? null : closedAt,
		photos: photos.toSorted((a, b) => b.phase.localeCompare(a.phase)),
		number: '',
		areaName: '白山市',
		standardRef: 'GB/T 47678.5-2026',
		ownerName: '=王建国',
		limitAmount: 2,
		limitUnit: 'working_days' as const,
		reworkCount: 0,
		unit: kind.unit ?? null,
		source: 'app'
	}));
const ledger = fc
	.array(exported, { minLength: 1, maxLength: 12 })
	.map((rows) => rows.map((row, index) => ({ ...row, number: `2206-${String(index + 1).padStart(3, '0')}` })));

const target = baishanTarget();
const SLOW_MS = 60_000;

/** Pages of three, as the database hands them out. */
const pagesOf = (rows: ExportedCase[]) => async (after: string) => rows.filter(({ number }) => number > after).slice(0, 3);

async function textOf(pieces: AsyncGenerator<string>): Promise<string> {
	let whole = '';
	for await (const piece of pieces) whole += piece;
	return whole;
}

async function readBack(name: string, content: string): Promise<{ origin: string; drafts: Draft[] }> {
	const file = fileOf(name, content, 997);
	const survey = await surveyFile(file);
	const plan = planImport(survey, { target, profile: null, known: exportProfiles(TEMPLATE), layer: null, crs: null });
	expect(plan.obstacles).toEqual([]);
	const mapper = mapperOf({ plan, layout: survey.layout, target });
	const drafts: Draft[] = [];
	for await (const records of readRecords(file, survey.layout)) {
		for (const record of records) {
			const { draft, issues } = mapper.map(record);
			expect(issues).toEqual([]);
			if (draft) drafts.push(draft);
		}
	}
	return { origin: plan.origin, drafts };
}

/** What an import takes of a case. Moments are compared as moments. */
const kept = (row: ExportedCase) => ({
	ref: row.ref,
	title: row.title,
	description: row.description,
	layer: row.layer,
	kind: row.kind,
	area: row.area,
	stage: row.stage,
	outcome: row.outcome,
	code: row.code,
	department: row.department,
	moments: [row.reportedAt, row.filedAt, row.dueAt, row.closedAt].map(exactly),
	quantities: [row.quantityTarget, row.quantityDone],
	attributes: row.attributes,
	geometry: row.geometry,
	photos: row.photos
});
const back = (draft: Draft) => ({
	...kept({
		...draft,
		reportedAt: '',
		filedAt: null,
		dueAt: null,
		closedAt: null,
		quantityTarget: null,
		quantityDone: null
	} as unknown as ExportedCase),
	moments: [draft.reported_at, draft.filed_at, draft.due_at, draft.closed_at].map(exactly),
	quantities: [draft.quantity_target, draft.quantity_done]
});
/** Seconds and their fraction: a Date would drop the microseconds. */
const exactly = (at: string | null): string | null =>
	at && `${Math.floor(Date.parse(at) / 1000)}.${(/\.(\d+)/.exec(at)?.[1] ?? '').padEnd(6, '0')}`;

test.each(['zh-CN', 'en'] as const)(
	'CSV (%s) is read back unchanged, whatever the cells hold, and nothing in it runs',
	(locale) =>
		fc.assert(
			fc.asyncProperty(
				ledger,
				fc.constantFrom('Asia/Shanghai', 'America/New_York'),
				fc.constantFrom(null, 'trash_site'),
				async (rows, timezone, layer) => {
					const context: ExportContext = { template: TEMPLATE, locale, timezone, layer };
					const content = await textOf(exportCsv(pagesOf(rows), context));
					expect(content.startsWith('\ufeff')).toBe(true);
					const { origin, drafts } = await readBack('a.csv', content);
					expect(origin).toBe('recognised');
					expect(drafts.map(back)).toEqual(rows.map(kept));
				}
			),
			{ numRuns: 30 }
		),
	SLOW_MS
);

test(
	'GeoJSON is read back unchanged',
	() =>
		fc.assert(
			fc.asyncProperty(ledger, async (rows) => {
				const context: ExportContext = { template: TEMPLATE, locale: 'zh-CN', timezone: 'Asia/Shanghai', layer: null };
				const content = await textOf(exportGeoJson(pagesOf(rows), context, { campaign: 'sancheng' }));
				expect(JSON.parse(content)).toMatchObject({ type: 'FeatureCollection', zhantu: { campaign: 'sancheng' } });
				const { origin, drafts } = await readBack('a.geojson', content);
				expect(origin).toBe('recognised');
				expect(drafts.map(back)).toEqual(rows.map(kept));
			}),
			{ numRuns: 30 }
		),
	SLOW_MS
);

test('an empty ledger is an empty table', async () => {
	const context: ExportContext = { template: TEMPLATE, locale: 'zh-CN', timezone: 'Asia/Shanghai', layer: 'trash_site' };
	const content = await textOf(exportCsv(async () => [], context));
	expect(content.trim().split('\r\n')).toHaveLength(1);
	expect(content).toContain('体积');
	expect(JSON.parse(await textOf(exportGeoJson(async () => [], context, {})))).toMatchObject({ features: [] });
});
