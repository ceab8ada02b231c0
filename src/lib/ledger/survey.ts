import type { LedgerFile } from './file.ts';
import { detectLayout, readRecords, type Layout, type LayoutChoice, type SourceRecord } from './records.ts';

/** What is in a column. */
export interface ColumnSeen {
	name: string;
	filled: number;
	/** Some of what stands there, as it stands there. */
	samples: string[];
	/** Every value with its count, or null where there are too many to be a list to choose from. */
	values: Map<string, number> | null;
}

export interface Survey {
	layout: Layout;
	columns: ColumnSeen[];
	/** Records looked at, from all over the part that was read. */
	sample: SourceRecord[];
	/** Records read. */
	rows: number;
	/** Whether the whole file was read. */
	isWhole: boolean;
}

export interface SurveyOptions {
	choice?: LayoutChoice;
	/** Stop after so many rows; the whole file when left out. */
	mostRows?: number;
	onBytes?: (bytes: number) => void;
}

const KEPT_SAMPLES = 6;
const KEPT_RECORDS = 4000;
const MOST_VALUES = 300;
const LONGEST_VALUE = 80;

/** Reads a file once and says how it is written and what its columns hold. Memory does not grow with the file. */
export async function surveyFile(file: LedgerFile, options: SurveyOptions = {}): Promise<Survey> {
	const layout = await detectLayout(file, options.choice);
	const columns = layout.columns.map((name): ColumnSeen => ({ name, filled: 0, samples: [], values: new Map() }));
	const sample = new Sampler();
	let rows = 0;
	let isWhole = true;
	for await (const records of readRecords(file, layout, options.onBytes)) {
		for (const record of records) {
			rows++;
			sample.add(record);
			columns.forEach((column, index) => look(column, record.cells[index] ?? ''));
		}
		if (options.mostRows && rows >= options.mostRows) {
			isWhole = false;
			break;
		}
	}
	return { layout, columns, sample: sample.records, rows, isWhole };
}

function look(column: ColumnSeen, cell: string): void {
	if (cell === '') return;
	column.filled++;
	if (column.samples.length < KEPT_SAMPLES && !column.samples.includes(cell)) column.samples.push(cell);
	if (!column.values) return;
	if (cell.length > LONGEST_VALUE) column.values = null;
	else {
		column.values.set(cell, (column.values.get(cell) ?? 0) + 1);
		if (column.values.size > MOST_VALUES) column.values = null;
	}
}

/** Keeps records evenly from all over: every n-th, n doubling whenever there are too many. */
class Sampler {
	records: SourceRecord[] = [];
	#step = 1;
	#seen = 0;

	add(record: SourceRecord): void {
		if (this.#seen++ % this.#step !== 0) return;
		this.records.push(record);
		if (this.records.length < KEPT_RECORDS) return;
		this.records = this.records.filter((_, index) => index % 2 === 0);
		this.#step *= 2;
	}
}
