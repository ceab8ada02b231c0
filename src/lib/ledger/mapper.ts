import type { AreaCode } from '#lib/domain/area.ts';
import { isOpen, OUTCOMES, STAGES, type Stage } from '#lib/domain/stage.ts';
import type { Attribute, KindDefinition, LayerDefinition, Template } from '#lib/domain/template.ts';
import { padBounds, isInBounds, type Bounds } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { pairReader, type Reading, type Sample } from '#lib/geo/doctor.ts';
import type { ToWgs84 } from '#lib/geo/systems.ts';
import { AreaReader } from './area-reader.ts';
import { parseAttribute, parseNumber } from './attributes.ts';
import { Cells, fieldName } from './cells.ts';
import { ChoiceReader } from './choices.ts';
import { parseMoment, type DateOrder } from './dates.ts';
import type { Draft, MappedRow, Note, RowIssue } from './draft.ts';
import { LocalClock } from './local-clock.ts';
import type { Places } from './places.ts';
import { PositionReader, type Shape } from './positions.ts';
import type { Field, Profile } from './profile.ts';
import type { Layout, SourceRecord } from './records.ts';

/** What rows are mapped into. */
export interface Target {
	template: Template;
	places: Places;
	/** Zone of moments without an offset, where the profile names none. */
	timezone: string;
	/** Where every row lies, when somebody named it. */
	area: AreaCode | null;
}

const LONGEST_TITLE = 200;
const LONGEST_TEXT = 4000;
const LONGEST_REF = 200;
const LONGEST_VALUE = 120;
const DAMAGED_NUMBER = /^\d\.\d+e\+\d+$/i;
/** Links in one cell stand apart by spaces, or by a sign before the next. */
const SEVERAL_LINKS = /\s+|[;；|,](?=https?:\/\/)/;
/** Degrees beyond the campaign's outermost boundary that a point may lie and still be somebody's slip of a metre. */
const STRAY_DEGREES = 0.5;

/** Turns records of a file into drafts, by a profile. Pure: the same record gives the same row. */
export class Mapper {
	readonly #profile: Profile;
	readonly #layout: Layout;
	readonly #cells: Cells;
	readonly #areas: AreaReader;
	readonly #positions: PositionReader;
	readonly #places: Places;
	readonly #kind: ChoiceReader;
	readonly #stage: ChoiceReader;
	readonly #outcome: ChoiceReader;
	readonly #layer: ChoiceReader | null;
	readonly #kinds: Map<string, KindDefinition>;
	readonly #layers: Map<string, LayerDefinition>;
	readonly #clock: LocalClock;
	readonly #order: DateOrder;
	readonly #within: Bounds | null;
	#toWgs84: ToWgs84 = () => null;
	#system = 'WGS84';

	constructor(profile: Profile, layout: Layout, target: Target) {
		this.#profile = profile;
		this.#layout = layout;
		this.#cells = new Cells(layout.columns, profile);
		this.#places = target.places;
		this.#areas = new AreaReader(profile, this.#cells, target.places, target.area);
		this.#positions = new PositionReader(profile, this.#cells);
		this.#layer = profile.layer ? new ChoiceReader(profile.layer, this.#cells) : null;
		this.#kind = new ChoiceReader(profile.kind ?? {}, this.#cells);
		this.#stage = new ChoiceReader(profile.stage ?? { default: 'filed' }, this.#cells);
		this.#outcome = new ChoiceReader(profile.outcome ?? {}, this.#cells);
		this.#kinds = new Map(target.template.kinds.map((kind) => [kind.id, kind]));
		this.#layers = new Map(target.template.layers.map((layer) => [layer.id, layer]));
		this.#clock = new LocalClock(profile.timezone ?? target.timezone);
		this.#order = profile.dates ?? 'YMD';
		const bounds = target.places.bounds;
		this.#within = bounds ? padBounds(bounds, 0, STRAY_DEGREES) : null;
	}

	/** Says what the file's numbers mean. Until then no position can be read. */
	understand(reading: Reading): void {
		this.#toWgs84 = pairReader(reading);
		this.#system = reading.system;
	}

	/** A record as the coordinate doctor wants it; null without a position. */
	sample(record: SourceRecord): Sample | null {
		const pair = this.#positions.pairOf(record);
		return pair ? { east: pair.east, north: pair.north, area: this.#areas.named(record) } : null;
	}

	map(record: SourceRecord): MappedRow {
		const issues: RowIssue[] = [];
		const notes: Note[] = [];
		const refuse = (field: string, value: string, code: string): null => {
			issues.push({ row: record.row, field, value: value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE)}…` : value, code });
			return null;
		};
		const extra = record.cells.slice(this.#layout.columns.length);
		if (extra.some((cell) => cell.trim() !== '')) refuse('', String(record.cells.length), 'wrong_columns');

		const kind = this.#kindOf(record, refuse);
		const layer = kind ? this.#layers.get(kind.layer) : undefined;
		const place = this.#placeOf(record, layer, refuse, notes);
		const anchor = place?.anchor ?? null;
		const area = this.#areas.find(record, anchor);
		if ('problem' in area) refuse(area.field, area.value, area.problem);
		else this.#noteArea(area, anchor, notes);
		const stage = this.#known(this.#stage, 'stage', STAGES, record, refuse) as Stage | null;
		const outcome = this.#known(this.#outcome, 'outcome', OUTCOMES, record, refuse);
		const moments = this.#momentsOf(record, stage, refuse, notes);
		const ref = this.#text(record, 'ref', LONGEST_REF, notes);
		if (ref && DAMAGED_NUMBER.test(ref)) refuse(this.#heading('ref'), ref, 'damaged_code');
		const attributes = this.#attributesOf(record, layer, refuse);
		const address = this.#text(record, 'address', LONGEST_TEXT, notes);
		if (this.#profile.columns.address && !address) notes.push('missing_address');
		const title = this.#text(record, 'title', LONGEST_TITLE, notes) ?? address?.slice(0, LONGEST_TITLE) ?? kind?.name['zh-CN'] ?? '';
		const description = this.#text(record, 'description', LONGEST_TEXT, notes);
		const quantityTarget = this.#quantity(record, 'quantityTarget', refuse);
		const quantityDone = this.#quantity(record, 'quantityDone', refuse);
		if (record.cells.some((cell) => cell.includes('\ufffd'))) notes.push('damaged_text');
		if (issues.length > 0 || !kind || !stage || 'problem' in area) return { draft: null, issues, notes, anchor };
		const draft: Draft = {
			row: record.row,
			ref,
			layer: kind.layer,
			kind: kind.id,
			title,
			description: description ?? (address && !this.#hasAddress(layer) ? address : null),
			area: area.code,
			geometry: place?.shape ?? null,
			stage,
			outcome,
			...moments,
			clock: this.#profile.limits !== 'asGiven',
			reason: this.#text(record, 'reason', LONGEST_TEXT, notes),
			code: this.#text(record, 'code', 40, notes),
			department: this.#text(record, 'department', 120, notes),
			quantity_target: quantityTarget,
			quantity_done: quantityDone,
			attributes: address && this.#hasAddress(layer) ? { address, ...attributes } : attributes,
			raw: this.#raw(record),
			photos: this.#photosOf(record),
			crs: this.#system
		};
		return { draft, issues, notes, anchor };
	}

	#kindOf(record: SourceRecord, refuse: Refuse): KindDefinition | null {
		const layer = this.#layer?.read(record) ?? null;
		if (layer && 'value' in layer) return refuse(layer.field, layer.value, 'unknown_layer');
		const chosen = this.#kind.read(record);
		if ('value' in chosen) return refuse(chosen.field, chosen.value, 'unknown_kind');
		const layerId = layer?.id ?? null;
		if (layerId && !this.#layers.has(layerId)) return refuse('layer', layerId, 'unknown_layer');
		const first = [...this.#kinds.values()].find((kind) => kind.layer === layerId);
		const kind = chosen.id ? this.#kinds.get(chosen.id) : first;
		if (!kind) return refuse('kind', chosen.id ?? '', chosen.id ? 'unknown_kind' : 'missing_kind');
		if (layerId && kind.layer !== layerId) return refuse('kind', kind.id, 'kind_of_other_layer');
		return kind;
	}

	#placeOf(
		record: SourceRecord,
		layer: LayerDefinition | undefined,
		refuse: Refuse,
		notes: Note[]
	): { shape: Shape; anchor: Position } | null {
		const placed = this.#positions.read(record, this.#toWgs84);
		if (placed.type === 'wrong') return refuse(placed.field, placed.value, placed.code);
		if (placed.type === 'none') {
			notes.push(placed.because);
			return null;
		}
		const isPoint = placed.shape.type === 'Point';
		if ((layer?.geometry === 'point' && !isPoint) || (layer?.geometry === 'polygon' && isPoint)) {
			return refuse('geometry', placed.shape.type, 'wrong_geometry');
		}
		if (this.#within && !isInBounds(placed.anchor, this.#within)) {
			return refuse(this.#positionField(), placed.anchor.map((degrees) => degrees.toFixed(5)).join(', '), 'outside_campaign');
		}
		return placed;
	}

	#noteArea(area: { code: AreaCode; isMissing: boolean }, position: Position | null, notes: Note[]): void {
		if (area.isMissing) notes.push('missing_area');
		else if (position && this.#places.contains(area.code, position) === false) notes.push('outside_named_area');
	}

	#momentsOf(
		record: SourceRecord,
		stage: Stage | null,
		refuse: Refuse,
		notes: Note[]
	): Pick<Draft, 'reported_at' | 'filed_at' | 'due_at' | 'closed_at'> {
		const { columns } = this.#profile;
		const read = (field: 'reportedAt' | 'filedAt' | 'dueAt' | 'closedAt'): string | null => {
			const text = this.#cells.joined(record, columns[field]);
			if (!text) return null;
			const moment = parseMoment(text, this.#order, this.#clock, field === 'dueAt' || field === 'closedAt');
			return moment ?? refuse(this.#heading(field), text, 'not_a_date');
		};
		const [reported_at, filed_at, due_at, closed] = [read('reportedAt'), read('filedAt'), read('dueAt'), read('closedAt')];
		if (columns.dueAt && !due_at) notes.push('missing_due');
		const isOver = stage !== null && !isOpen(stage);
		if (columns.closedAt && isOver && !closed) notes.push('missing_closed');
		const opened = filed_at ?? reported_at;
		if (isOver && closed && opened && closed < opened) notes.push('closed_before_reported');
		return { reported_at, filed_at, due_at, closed_at: isOver ? closed : null };
	}

	#attributesOf(record: SourceRecord, layer: LayerDefinition | undefined, refuse: Refuse): Record<string, unknown> {
		const found: Record<string, unknown> = {};
		const more = this.#profile.moreAttributes ? this.#cells.text(record, this.#profile.moreAttributes) : '';
		if (more) Object.assign(found, parseObject(more) ?? refuse(this.#profile.moreAttributes ?? '', more, 'not_an_object'));
		for (const [id, column] of Object.entries(this.#profile.attributes ?? {})) {
			const text = this.#cells.text(record, column);
			const attribute: Attribute | undefined = layer?.attributes.find((one) => one.id === id);
			if (text === '' || !attribute) continue;
			const parsed = parseAttribute(text, attribute, { order: this.#order, clock: this.#clock });
			if (parsed.ok) found[id] = parsed.value;
			else refuse(column, text, parsed.code);
		}
		return found;
	}

	#photosOf(record: SourceRecord): Draft['photos'] {
		return (this.#profile.photos ?? []).flatMap(({ column, phase }) =>
			this.#cells
				.text(record, column)
				.split(this.#profile.isExact ? ' ' : SEVERAL_LINKS)
				.filter((url) => /^https?:\/\/\S{3,1990}$/.test(url))
				.map((url) => ({ phase, url }))
		);
	}

	#known(reader: ChoiceReader, field: string, ids: readonly string[], record: SourceRecord, refuse: Refuse): string | null {
		const chosen = reader.read(record);
		if ('value' in chosen) return refuse(chosen.field, chosen.value, `unknown_${field}`);
		if (chosen.id && !ids.includes(chosen.id)) return refuse(field, chosen.id, `unknown_${field}`);
		return chosen.id ?? (field === 'stage' ? refuse(field, '', 'missing_stage') : null);
	}

	#quantity(record: SourceRecord, field: 'quantityTarget' | 'quantityDone', refuse: Refuse): number | null {
		const text = this.#cells.joined(record, this.#profile.columns[field]);
		if (!text) return null;
		const value = parseNumber(text);
		if (value === null) return refuse(this.#heading(field), text, 'not_a_number');
		return value >= 0 ? value : refuse(this.#heading(field), text, 'negative_quantity');
	}

	#text(record: SourceRecord, field: Field, longest: number, notes: Note[]): string | null {
		const text = this.#cells.joined(record, this.#profile.columns[field]);
		if (text.length <= longest) return text || null;
		notes.push('shortened');
		return text.slice(0, longest);
	}

	#raw({ cells, properties, geometry }: SourceRecord): Record<string, unknown> {
		if (properties) return this.#system === 'WGS84' ? properties : { ...properties, geometry };
		return Object.fromEntries(this.#layout.columns.flatMap((column, index) => (cells[index] ? [[column, cells[index]]] : [])));
	}

	#hasAddress(layer: LayerDefinition | undefined): boolean {
		return layer?.attributes.some(({ id }) => id === 'address') ?? false;
	}

	#heading(field: Field): string {
		return fieldName(this.#profile.columns[field], field);
	}

	#positionField(): string {
		const { geometry, position, east, north } = this.#profile.columns;
		if (east && north) return `${fieldName(east, 'east')} + ${fieldName(north, 'north')}`;
		return fieldName(position ?? geometry, 'geometry');
	}
}

type Refuse = (field: string, value: string, code: string) => null;

function parseObject(text: string): Record<string, unknown> | null {
	try {
		const value: unknown = JSON.parse(text);
		return value && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
	} catch {
		return null;
	}
}
