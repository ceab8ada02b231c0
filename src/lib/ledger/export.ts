import type { ExportedCase } from '#lib/data/exports.ts';
import { BYTE_ORDER_MARK, csvLine } from './csv-writer.ts';
import { exportColumns, type ExportColumn, type ExportContext } from './export-columns.ts';
import { guard } from './formula-guard.ts';

/** The next cases after a number; empty at the end. Throws what ends the export. */
export type NextPage = (after: string) => Promise<ExportedCase[]>;

/** Cases as CSV that spreadsheets open and nothing in it runs. Piece by piece: memory does not grow with the ledger. */
export async function* exportCsv(next: NextPage, context: ExportContext): AsyncGenerator<string> {
	const columns = exportColumns(context);
	yield BYTE_ORDER_MARK + csvLine(columns.map(({ heading }) => heading));
	for await (const rows of pages(next)) yield rows.map((row) => csvLine(columns.map((column) => cell(column, row)))).join('');
}

/** Cases as GeoJSON, those without a position with a geometry of null. `about` says what the file is. */
export async function* exportGeoJson(next: NextPage, context: ExportContext, about: Record<string, unknown>): AsyncGenerator<string> {
	const columns = exportColumns(context).filter(({ key }) => !['lng', 'lat', 'geometry_json', 'attributes_json'].includes(key));
	yield `{"type":"FeatureCollection","zhantu":${JSON.stringify(about)},"features":[\n`;
	let isFirst = true;
	for await (const rows of pages(next)) {
		const features = rows.map((row) => JSON.stringify(feature(columns, row)));
		yield `${isFirst ? '' : ',\n'}${features.join(',\n')}`;
		isFirst = false;
	}
	yield '\n]}\n';
}

async function* pages(next: NextPage): AsyncGenerator<ExportedCase[]> {
	let after = '';
	for (;;) {
		const rows = await next(after);
		if (rows.length === 0) return;
		yield rows;
		after = rows.at(-1)?.number ?? '';
	}
}

/** Numbers stay numbers; every text is guarded. */
function cell(column: ExportColumn, row: ExportedCase): string {
	const value = column.value(row);
	if (value === null) return '';
	return typeof value === 'number' ? String(value) : guard(value);
}

function feature(columns: ExportColumn[], row: ExportedCase): GeoJSON.Feature<GeoJSON.Geometry | null> {
	const properties = Object.fromEntries(columns.map((column) => [column.key, column.value(row)]));
	return { type: 'Feature', properties: { ...properties, attributes_json: row.attributes }, geometry: row.geometry };
}
