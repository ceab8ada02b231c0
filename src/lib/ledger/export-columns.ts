import type { ExportedCase } from '#lib/data/exports.ts';
import { OUTCOMES, STAGES } from '#lib/domain/stage.ts';
import type { Phase } from '#lib/domain/task.ts';
import type { Template } from '#lib/domain/template.ts';
import { LocalClock } from './local-clock.ts';
import type { Profile } from './profile.ts';
import { OUTCOME_WORDS, STAGE_WORDS } from './words.ts';

export type ExportLocale = 'zh-CN' | 'en';

/** What the cells of an export are written with. */
export interface ExportContext {
	template: Template;
	locale: ExportLocale;
	/** Zone of the moments; each carries its offset. */
	timezone: string;
	/** The one layer that is exported; its attributes get columns of their own. */
	layer: string | null;
}

export interface ExportColumn {
	/** Name in GeoJSON. */
	key: string;
	/** Heading in CSV. */
	heading: string;
	value(row: ExportedCase): string | number | null;
}

type Headings = readonly [zh: string, en: string];
const HEADINGS = {
	number: ['案件编号', 'Case number'],
	title: ['标题', 'Title'],
	layerName: ['图层', 'Layer'],
	kindName: ['类别', 'Kind'],
	stageName: ['阶段', 'Stage'],
	outcomeName: ['结果', 'Outcome'],
	areaName: ['辖区', 'Area'],
	area: ['区划代码', 'Area code'],
	description: ['描述', 'Description'],
	code: ['事项代码', 'Matter code'],
	standardRef: ['标准', 'Standard'],
	department: ['责任部门', 'Department'],
	ownerName: ['处置人', 'Owner'],
	limitAmount: ['时限', 'Limit'],
	limitUnit: ['时限单位', 'Limit unit'],
	reportedAt: ['上报时间', 'Reported'],
	filedAt: ['立案时间', 'Filed'],
	dueAt: ['截止时间', 'Due'],
	closedAt: ['结案时间', 'Closed'],
	reworkCount: ['返工次数', 'Sent back'],
	quantityTarget: ['计划数量', 'Quantity planned'],
	quantityDone: ['完成数量', 'Quantity done'],
	unit: ['单位', 'Unit'],
	lng: ['经度', 'Longitude'],
	lat: ['纬度', 'Latitude'],
	photosBefore: ['处置前照片', 'Pictures before'],
	photosDuring: ['处置中照片', 'Pictures during'],
	photosAfter: ['处置后照片', 'Pictures after'],
	photosInspection: ['核查照片', 'Pictures of inspection'],
	source: ['来源', 'Source'],
	ref: ['来源编号', 'Source reference']
} as const satisfies Record<string, Headings>;
type Key = keyof typeof HEADINGS;

/** Behind what people read stands what reads back without loss, under the same names in every language. */
const MACHINE = {
	layer: 'layer_id',
	kind: 'kind_id',
	stage: 'stage_id',
	outcome: 'outcome_id',
	geometry: 'geometry_json',
	attributes: 'attributes_json'
};
const PHOTOS: readonly [Key, Phase][] = [
	['photosBefore', 'before'],
	['photosDuring', 'during'],
	['photosAfter', 'after'],
	['photosInspection', 'inspection']
];

/** The columns of an export, in their order. Coordinates are WGS-84. */
export function exportColumns({ template, locale, timezone, layer }: ExportContext): ExportColumn[] {
	const clock = new LocalClock(timezone);
	const heading = (key: Key): string => headingOf(key, locale);
	const named = (key: Key, value: ExportColumn['value']): ExportColumn => ({ key, heading: heading(key), value });
	const plain = (key: Key & keyof ExportedCase): ExportColumn => named(key, (row) => row[key] as string | number | null);
	const moment = (key: 'reportedAt' | 'filedAt' | 'dueAt' | 'closedAt'): ExportColumn => named(key, (row) => momentText(row[key], clock));
	const point = (row: ExportedCase): GeoJSON.Position | null => (row.geometry?.type === 'Point' ? row.geometry.coordinates : null);
	const word = (words: string[] | undefined): string | null => words?.[locale === 'en' ? 1 : 0] ?? null;
	const layers = new Map(template.layers.map(({ id, name }) => [id, name[locale]]));
	const kinds = new Map(template.kinds.map(({ id, name }) => [id, name[locale]]));
	const attributes = template.layers.find(({ id }) => id === layer)?.attributes ?? [];
	return [
		plain('number'),
		plain('title'),
		named('layerName', (row) => layers.get(row.layer) ?? row.layer),
		named('kindName', (row) => kinds.get(row.kind) ?? row.kind),
		named('stageName', (row) => word(STAGE_WORDS[row.stage])),
		named('outcomeName', (row) => (row.outcome ? word(OUTCOME_WORDS[row.outcome]) : null)),
		...(['areaName', 'area', 'description', 'code', 'standardRef', 'department', 'ownerName', 'limitAmount', 'limitUnit'] as const).map(
			plain
		),
		...(['reportedAt', 'filedAt', 'dueAt', 'closedAt'] as const).map(moment),
		...(['reworkCount', 'quantityTarget', 'quantityDone', 'unit'] as const).map(plain),
		named('lng', (row) => point(row)?.[0] ?? null),
		named('lat', (row) => point(row)?.[1] ?? null),
		...PHOTOS.map(([key, phase]) =>
			named(key, ({ photos }) =>
				photos
					.filter((one) => one.phase === phase)
					.map(({ url }) => url)
					.join(' ')
			)
		),
		...attributes.map(({ id, name }) => ({
			key: `attribute_${id}`,
			heading: name[locale],
			value: (row: ExportedCase) => cellOf(row.attributes[id])
		})),
		plain('source'),
		plain('ref'),
		...(['layer', 'kind', 'stage', 'outcome'] as const).map((key) => ({
			key: MACHINE[key],
			heading: MACHINE[key],
			value: (row: ExportedCase) => row[key]
		})),
		{
			key: MACHINE.geometry,
			heading: MACHINE.geometry,
			value: (row) => (row.geometry && !point(row) ? JSON.stringify(row.geometry) : null)
		},
		{
			key: MACHINE.attributes,
			heading: MACHINE.attributes,
			value: (row) => (Object.keys(row.attributes).length > 0 ? JSON.stringify(row.attributes) : null)
		}
	];
}

/** Profiles that read our own exports of a campaign back: CSV in both languages, and GeoJSON. */
export function exportProfiles(template: Template): Profile[] {
	return [
		{ ...backProfile('zhantu-export-zh', template, (key) => headingOf(key, 'zh-CN'), true), name: BACK_NAMES.zh },
		{ ...backProfile('zhantu-export-en', template, (key) => headingOf(key, 'en'), true), name: BACK_NAMES.en },
		{ ...backProfile('zhantu-export-geojson', template, (key) => key, false), name: BACK_NAMES.geojson }
	];
}

const BACK_NAMES = {
	zh: { 'zh-CN': '本系统导出的 CSV', en: 'CSV exported in Chinese' },
	en: { 'zh-CN': '本系统导出的英文 CSV', en: 'CSV exported in English' },
	geojson: { 'zh-CN': '本系统导出的 GeoJSON', en: 'GeoJSON exported here' }
};

function backProfile(id: string, template: Template, name: (key: Key) => string, isCsv: boolean): Profile {
	const same = (ids: readonly string[]): Record<string, string> => Object.fromEntries(ids.map((one) => [one, one]));
	return {
		format: 'zhantu-import/1',
		id,
		crs: 'WGS84',
		isExact: true,
		...(isCsv ? { isGuarded: true } : {}),
		limits: 'asGiven',
		area: { columns: [name('area')] },
		columns: {
			ref: name('ref'),
			title: name('title'),
			description: name('description'),
			...(isCsv ? { east: name('lng'), north: name('lat'), geometry: MACHINE.geometry } : {}),
			reportedAt: name('reportedAt'),
			filedAt: name('filedAt'),
			dueAt: name('dueAt'),
			closedAt: name('closedAt'),
			code: name('code'),
			department: name('department'),
			quantityTarget: name('quantityTarget'),
			quantityDone: name('quantityDone')
		},
		layer: { from: [{ column: MACHINE.layer, is: same(template.layers.map((layer) => layer.id)) }] },
		kind: { from: [{ column: MACHINE.kind, is: same(template.kinds.map((kind) => kind.id)) }] },
		stage: { from: [{ column: MACHINE.stage, is: same(STAGES) }] },
		outcome: { from: [{ column: MACHINE.outcome, is: same(OUTCOMES) }] },
		moreAttributes: MACHINE.attributes,
		photos: PHOTOS.map(([key, phase]) => ({ column: name(key), phase }))
	};
}

function headingOf(key: Key, locale: ExportLocale): string {
	return HEADINGS[key][locale === 'en' ? 1 : 0];
}

/** Local time with its offset, and every digit of the second that the database keeps. */
function momentText(moment: string | null, clock: LocalClock): string | null {
	if (!moment) return null;
	const at = new Date(moment);
	const fraction = /\.(\d{1,9})/.exec(moment)?.[1]?.replace(/0{1,9}$/, '') ?? '';
	const whole = clock.text(new Date(Math.floor(at.getTime() / 1000) * 1000));
	return fraction ? whole.replace(/(:\d\d)([+-]\d\d:\d\d)$/, `$1.${fraction}$2`) : whole;
}

function cellOf(value: unknown): string | number | null {
	if (value === null || value === undefined) return null;
	return typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
}
