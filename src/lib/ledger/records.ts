import { parseSystem, type FileSystem } from '#lib/geo/systems.ts';
import { detectCsvLayout } from './csv-layout.ts';
import { CsvReader } from './csv-reader.ts';
import { detectEncoding, openText, type Encoding } from './encoding.ts';
import { piecesOf, UnreadableFile, type LedgerFile } from './file.ts';
import { GeoJsonReader, type SourceFeature } from './geojson-reader.ts';

/** How a file is written. */
export interface Layout {
	format: 'csv' | 'geojson';
	encoding: Encoding;
	isCompressed: boolean;
	/** Of a CSV file. */
	delimiter: string;
	/** Row of the headings; 0 where there are none, and of GeoJSON. */
	headerRow: number;
	columns: string[];
	/** The system that a GeoJSON file says it is in. */
	declared: FileSystem | null;
}

/** One row of a file or feature of a collection. `cells` stand in the order of the layout's columns. */
export interface SourceRecord {
	/** As a spreadsheet counts rows, the headings being one; features from 1. */
	row: number;
	cells: string[];
	/** Of a feature. */
	geometry?: GeoJSON.Geometry | null;
	properties?: Record<string, unknown>;
}

export interface LayoutChoice {
	encoding?: Encoding;
	delimiter?: string;
}

const HEAD_LENGTH = 1 << 18;
const HEAD_FEATURES = 2000;

/** Finds out how a file is written; what somebody chose by hand is taken as given. */
export async function detectLayout(file: LedgerFile, choice: LayoutChoice = {}): Promise<Layout> {
	const found = await detectEncoding(file).catch((error: unknown) => {
		if (choice.encoding && error instanceof UnreadableFile && error.code === 'unknown_encoding') return null;
		throw error;
	});
	const encoding = choice.encoding ?? found?.encoding ?? 'UTF-8';
	const isCompressed = found?.isCompressed ?? false;
	const head = await readText(file, encoding);
	if (head.trimStart().startsWith('{')) return geoJsonLayout(file, encoding, isCompressed);
	if (head.trim() === '') throw new UnreadableFile('empty_file');
	return { format: 'csv', encoding, isCompressed, declared: null, ...detectCsvLayout(head, choice.delimiter) };
}

/** The file's rows, a piece of the file at a time. Blank rows are left out, but counted. */
export async function* readRecords(file: LedgerFile, layout: Layout, onBytes?: (bytes: number) => void): AsyncGenerator<SourceRecord[]> {
	const read = layout.format === 'csv' ? csvRecords(layout) : featureRecords(layout);
	for await (const piece of piecesOf(await openText(file, layout.encoding, onBytes))) yield read.push(piece);
	yield read.end();
}

interface RecordReader {
	push(piece: string): SourceRecord[];
	end(): SourceRecord[];
}

function csvRecords({ delimiter, headerRow }: Layout): RecordReader {
	const reader = new CsvReader(delimiter);
	let row = 0;
	const numbered = (records: string[][]): SourceRecord[] => {
		const found: SourceRecord[] = [];
		for (const cells of records) {
			row++;
			if (row > headerRow && cells.some((cell) => cell !== '')) found.push({ row, cells });
		}
		return found;
	};
	return { push: (piece) => numbered(reader.push(piece)), end: () => numbered(reader.end()) };
}

function featureRecords({ columns }: Layout): RecordReader {
	const reader = new GeoJsonReader();
	let row = 0;
	const numbered = (features: SourceFeature[]): SourceRecord[] =>
		features.map(({ geometry, properties }) => ({
			row: ++row,
			cells: columns.map((column) => cellText(properties[column])),
			geometry,
			properties
		}));
	return { push: (piece) => numbered(reader.push(piece)), end: () => numbered(reader.end()) };
}

async function geoJsonLayout(file: LedgerFile, encoding: Encoding, isCompressed: boolean): Promise<Layout> {
	const reader = new GeoJsonReader();
	const columns = new Set<string>();
	let seen = 0;
	for await (const piece of piecesOf(await openText(file, encoding))) {
		for (const { properties } of reader.push(piece)) {
			seen++;
			for (const name of Object.keys(properties)) columns.add(name);
		}
		if (seen >= HEAD_FEATURES) break;
	}
	if (seen === 0) {
		// A cut or foreign file says so itself.
		reader.end();
		throw new UnreadableFile('no_rows');
	}
	return {
		format: 'geojson',
		encoding,
		isCompressed,
		delimiter: '',
		headerRow: 0,
		columns: [...columns],
		declared: reader.declared ? parseUrn(reader.declared) : null
	};
}

/** urn:ogc:def:crs:OGC:1.3:CRS84, urn:ogc:def:crs:EPSG::4551, EPSG:4551. */
function parseUrn(name: string): FileSystem | null {
	const last = name.split(':').at(-1) ?? '';
	return parseSystem(last);
}

function cellText(value: unknown): string {
	if (value === null || value === undefined) return '';
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function readText(file: LedgerFile, encoding: Encoding): Promise<string> {
	let head = '';
	for await (const piece of piecesOf(await openText(file, encoding))) {
		head += piece;
		if (head.length >= HEAD_LENGTH) break;
	}
	return head;
}
