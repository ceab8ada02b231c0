import { BYTE_ORDER_MARK, csvLine } from './csv-writer.ts';
import type { RowIssue } from './draft.ts';
import { guard } from './formula-guard.ts';
import type { Layout, SourceRecord } from './records.ts';

/** Writes the rows that were left out, as they came, each with its reasons: to be mended and imported again. */
export class RejectWriter {
	readonly #layout: Layout;
	readonly #explain: (issue: RowIssue) => string;
	#isEmpty = true;

	/** `explain` says in a sentence what is wrong. */
	constructor(layout: Layout, explain: (issue: RowIssue) => string) {
		this.#layout = layout;
		this.#explain = explain;
	}

	/** How the file of left-out rows is called that belongs to a file. */
	static nameFor(fileName: string, { format }: Layout): string {
		const stem = fileName.replace(/(\.gz)?$/i, '').replace(/\.(csv|tsv|txt|json|geojson)$/i, '');
		return `${stem}.rejected.${format === 'csv' ? 'csv' : 'geojson'}`;
	}

	get extension(): 'csv' | 'geojson' {
		return this.#layout.format;
	}

	row(record: SourceRecord, issues: RowIssue[]): string {
		const reasons = issues.map((issue) => this.#explain(issue)).join('; ');
		const text = this.#layout.format === 'csv' ? this.#line(record, reasons) : this.#feature(record, reasons);
		this.#isEmpty = false;
		return text;
	}

	end(): string {
		if (this.#layout.format === 'csv') return '';
		return this.#isEmpty ? '{"type":"FeatureCollection","features":[]}\n' : '\n]}\n';
	}

	#line({ row, cells }: SourceRecord, reasons: string): string {
		const { columns, delimiter } = this.#layout;
		const head = this.#isEmpty ? BYTE_ORDER_MARK + csvLine([...columns, 'row', 'problem'], delimiter) : '';
		// The reasons repeat values of the row, which nobody here has checked.
		const whole = columns.map((_, index) => guard(cells[index] ?? ''));
		return head + csvLine([...whole, String(row), guard(reasons)], delimiter);
	}

	#feature({ row, geometry, properties }: SourceRecord, reasons: string): string {
		const feature = { type: 'Feature', properties: { ...properties, row, problem: reasons }, geometry: geometry ?? null };
		return `${this.#isEmpty ? '{"type":"FeatureCollection","features":[\n' : ',\n'}${JSON.stringify(feature)}`;
	}
}
