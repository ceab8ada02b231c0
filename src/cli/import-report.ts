import type { Template } from '#lib/domain/template.ts';
import type { Candidate } from '#lib/geo/doctor.ts';
import type { Plan } from '#lib/ledger/plan.ts';
import { columnsOf } from '#lib/ledger/profile.ts';
import type { Layout } from '#lib/ledger/records.ts';
import type { Counts, Summary } from '#lib/ledger/tally.ts';
import type { Words } from './ledger-words.ts';

const SHOWN_CANDIDATES = 6;
const SHOWN_ISSUES = 20;
const DELIMITERS: Record<string, string> = { '\t': 'tab', ' ': 'space' };

/** What was found out about a file before anything is stored. */
export function planLines(layout: Layout, plan: Plan, words: Words): string[] {
	const { profile, diagnosis } = plan;
	const written =
		layout.format === 'csv'
			? `CSV, ${layout.encoding}, delimiter ${DELIMITERS[layout.delimiter] ?? layout.delimiter}, headings in row ${layout.headerRow}`
			: `GeoJSON, ${layout.encoding}`;
	const lines = [`File       ${written}${layout.isCompressed ? ', gzip' : ''}, ${layout.columns.length} columns`];
	lines.push(`Profile    ${plan.origin === 'guessed' ? 'none; guessed from the headings' : `${profile.id} (${plan.origin})`}`);
	if (plan.origin === 'guessed') {
		const fields = Object.entries(profile.columns).map(([field, columns]) => `${field} ← ${columnsOf(columns).join(' + ')}`);
		const choices = (['kind', 'stage', 'outcome'] as const).flatMap((field) => {
			const from = profile[field]?.from?.map(({ column }) => column) ?? [];
			const fallback = profile[field]?.default;
			return from.length || fallback ? [`${field} ← ${[...from, ...(fallback ? [`else ${fallback}`] : [])].join(', ')}`] : [];
		});
		const area = profile.area ? [`area ← ${profile.area.columns.join(' + ')}`] : [];
		const attributes = Object.entries(profile.attributes ?? {}).map(([id, column]) => `${id} ← ${column}`);
		for (const line of [...area, ...fields, ...choices, ...attributes]) lines.push(`           ${line}`);
	}
	lines.push(`Positions  ${verdictText(plan)}`);
	for (const candidate of diagnosis.candidates.slice(0, SHOWN_CANDIDATES)) lines.push(`           ${candidateText(candidate)}`);
	for (const { point, count } of plan.suspects) {
		lines.push(
			`           ${point.join(', ')} stands in ${count} rows of the sample: a default rather than a place? (defaultPoints in a profile)`
		);
	}
	for (const obstacle of plan.obstacles) {
		const value = 'columns' in obstacle ? obstacle.columns.join(', ') : 'crs' in obstacle ? obstacle.crs : '';
		lines.push(`Refused    ${words.say('obstacle', obstacle.code, value)}`);
	}
	return lines;
}

/** What became of the rows. */
export function summaryLines(summary: Summary, template: Template, words: Words): string[] {
	const layerName = (id: string): string => template.layers.find((layer) => layer.id === id)?.name[words.locale] ?? id;
	const lines = [`Rows       ${count(summary.read)} read, ${count(summary.read - summary.rejected)} good, ${count(summary.rejected)} bad`];
	lines.push(`Layers     ${listed(summary.layers, layerName)}`);
	lines.push(`Stages     ${listed(summary.stages, (id) => words.say('stage', id))}`);
	lines.push(`Areas      ${Object.keys(summary.areas).length}; without a position: ${count(summary.unlocated)}`);
	const notes = Object.entries(summary.notes).sort(([, a], [, b]) => b - a);
	for (const [note, rows] of notes) lines.push(`Known      ${count(rows).padStart(9)} ${note}: ${words.say('note', note)}`);
	for (const [code, rows] of Object.entries(summary.issueCounts))
		lines.push(`Bad        ${count(rows).padStart(9)} ${code}: ${words.say('refused', code, '…')}`);
	for (const { row, field, value, code } of summary.issues.slice(0, SHOWN_ISSUES)) {
		lines.push(`           row ${row}${field ? `, ${field} = ${value}` : ''}: ${words.say('refused', code, value)}`);
	}
	if (summary.issues.length > SHOWN_ISSUES) lines.push(`           … and ${count(summary.issues.length - SHOWN_ISSUES)} more`);
	return lines;
}

function verdictText({ diagnosis, reading }: Plan): string {
	if (diagnosis.verdict === 'nothing') return 'none in the file';
	if (!reading)
		return diagnosis.verdict === 'nowhere' ? 'in none of the systems do they lie where the rows say' : 'could be of several systems:';
	return `${reading.system}${reading.isSwapped ? ', axes turned' : ''}${reading.isPacked ? ', degrees packed as D.MMSS' : ''}`;
}

function candidateText({ system, isSwapped, isPacked, inside, of, positions }: Candidate): string {
	const name = `${system}${isSwapped ? ' (turned)' : ''}${isPacked ? ' (D.MMSS)' : ''}`;
	const score = of > 0 ? `${count(inside)} of ${count(of)} points inside the areas that their rows name` : 'no boundary to judge by';
	const first = positions[0]?.map((degrees) => degrees.toFixed(5)).join(', ') ?? '';
	return `${name.padEnd(20)} ${score}; first point ${first}`;
}

function listed(counts: Counts, name: (id: string) => string): string {
	const sorted = Object.entries(counts).sort(([, a], [, b]) => b - a);
	return sorted.map(([id, rows]) => `${name(id)} ${count(rows)}`).join(', ') || 'none';
}

function count(value: number): string {
	return value.toLocaleString('en');
}
