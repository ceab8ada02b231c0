import { ok, type AppError, type Result } from '#lib/domain/result.ts';
import { digestOf } from './digest.ts';
import type { Draft, RowIssue } from './draft.ts';
import type { LedgerFile } from './file.ts';
import { Mapper, type Target } from './mapper.ts';
import type { Plan } from './plan.ts';
import { fieldName } from './cells.ts';
import { readRecords, type Layout, type SourceRecord } from './records.ts';
import { Tally, type Summary } from './tally.ts';

export interface BatchHead {
	id: string;
	campaign_id: string;
	file_name: string;
	file_digest: string;
	profile: string;
	encoding: string;
	crs: string;
	source: string;
}

/** Where rows go: the database by way of lib/data, from a command directly and from the page through its server. */
export interface ImportPort {
	begin(batch: BatchHead): Promise<Result<unknown>>;
	stage(batch: string, rows: Draft[]): Promise<Result<unknown>>;
	/** What the database would refuse, in the order of the rows, a page of it. */
	check(batch: string): Promise<Result<RowIssue[]>>;
	/** Drops rows, or with null the batch. */
	discard(batch: string, rows: number[] | null): Promise<Result<unknown>>;
	commit(batch: string, summary: { read: number; rejected: number; notes: Summary['notes'] }): Promise<Result<{ imported: number }>>;
}

export interface ImportRun {
	file: LedgerFile;
	layout: Layout;
	plan: Plan;
	target: Target;
	/** Id of the batch that it becomes. */
	batch: string;
	campaign: string;
	port: ImportPort;
	/** Leaves bad rows out instead of refusing the file. */
	isSkipping: boolean;
	/** Everything but the storing. */
	isDry: boolean;
	onProgress?: (step: 'reading' | 'checking' | 'storing', bytes: number, rows: number) => void;
	/** A row that is left out, with what is wrong with it. */
	onReject?: (record: SourceRecord, issues: RowIssue[]) => Promise<void> | void;
}

export interface ImportOutcome {
	/** `could`: a dry run would have stored it. */
	state: 'stored' | 'could' | 'refused';
	imported: number;
	summary: Summary;
}

const MOST_ROWS = 2000;
const MOST_CHARACTERS = 1_500_000;

/**
 * Sends a file into the ledger: rows are mapped and staged piece by piece while the next are read, the
 * database checks them all, and one call stores them. Whatever goes wrong, nothing is half stored.
 */
export async function runImport(run: ImportRun): Promise<Result<ImportOutcome>> {
	const { port, batch } = run;
	const begun = await port.begin(await headOf(run));
	if (!begun.ok) return begun;
	const answer = await send(run).catch(async (error: unknown) => {
		await port.discard(batch, null);
		throw error;
	});
	if (!answer.ok || answer.value.state !== 'stored') await port.discard(batch, null);
	return answer;
}

/** What the ledger remembers of the file that a batch came from. */
async function headOf({ batch, campaign, file, layout, plan }: ImportRun): Promise<BatchHead> {
	return {
		id: batch,
		campaign_id: campaign,
		file_name: file.name,
		file_digest: await digestOf(file),
		profile: plan.profile.id,
		encoding: layout.encoding,
		crs: plan.reading?.system ?? 'WGS84',
		source: plan.profile.source ?? file.name
	};
}

async function send(run: ImportRun): Promise<Result<ImportOutcome>> {
	const { batch, port, isSkipping } = run;
	const tally = new Tally();
	const failed = await stageAll(run, tally);
	if (failed) return { ok: false, error: failed };
	const { summary } = tally;
	if (summary.rejected > 0 && !isSkipping) return ok({ state: 'refused', imported: 0, summary });
	run.onProgress?.('checking', run.file.size, summary.read);
	const checked = await checkAll(run, tally);
	if (checked) return { ok: false, error: checked };
	if ((summary.rejected > 0 && !isSkipping) || summary.rejected === summary.read) return ok({ state: 'refused', imported: 0, summary });
	if (run.isDry) return ok({ state: 'could', imported: summary.read - summary.rejected, summary });
	run.onProgress?.('storing', run.file.size, summary.read);
	const stored = await port.commit(batch, { read: summary.read, rejected: summary.rejected, notes: summary.notes });
	return stored.ok ? ok({ state: 'stored', imported: stored.value.imported, summary }) : stored;
}

/** Reads, maps and stages the whole file. Once a row is bad and none may be left out, the rest is only read. */
async function stageAll(run: ImportRun, tally: Tally): Promise<AppError | null> {
	const mapper = mapperOf(run);
	let bytes = 0;
	let waiting: Draft[] = [];
	let characters = 0;
	let sent: Promise<Result<unknown>> = Promise.resolve(ok(null));
	const flush = async (): Promise<AppError | null> => {
		const before = await sent;
		if (!before.ok) return before.error;
		if (waiting.length > 0) sent = run.port.stage(run.batch, waiting);
		waiting = [];
		characters = 0;
		return null;
	};
	for await (const records of readRecords(run.file, run.layout, (read) => (bytes += read))) {
		for (const record of records) {
			const mapped = mapper.map(record);
			tally.add(mapped);
			if (!mapped.draft) await run.onReject?.(record, mapped.issues);
			else if (run.isSkipping || tally.summary.rejected === 0) {
				waiting.push(mapped.draft);
				characters += weight(record);
			}
			if (waiting.length >= MOST_ROWS || characters >= MOST_CHARACTERS) {
				const failed = await flush();
				if (failed) return failed;
			}
		}
		run.onProgress?.('reading', bytes, tally.summary.read);
	}
	const failed = await flush();
	if (failed) return failed;
	const last = await sent;
	return last.ok ? null : last.error;
}

/** Asks the database; with skipping, leaves out what it names until nothing is left to name. */
async function checkAll(run: ImportRun, tally: Tally): Promise<AppError | null> {
	const records = rowsAgain(run);
	for (;;) {
		const checked = await run.port.check(run.batch);
		if (!checked.ok) return checked.error;
		if (checked.value.length === 0) return null;
		const byRow = Map.groupBy(
			checked.value.map((issue) => ({ ...issue, value: issue.value ?? '', field: headingOf(run, issue.field) })),
			(issue) => issue.row
		);
		for (const [row, issues] of byRow) {
			tally.reject(issues);
			if (!run.isSkipping || !run.onReject) continue;
			const record = await records.find(row);
			if (record) await run.onReject(record, issues);
		}
		if (!run.isSkipping) return null;
		const dropped = await run.port.discard(run.batch, [...byRow.keys()]);
		if (!dropped.ok) return dropped.error;
	}
}

/** A second pass over the file for the rows that the database named, which come in the file's order. */
function rowsAgain(run: ImportRun): { find(row: number): Promise<SourceRecord | null> } {
	let records: AsyncGenerator<SourceRecord[]> | null = null;
	let piece: SourceRecord[] = [];
	return {
		async find(row) {
			records ??= readRecords(run.file, run.layout);
			for (;;) {
				const found = piece.find((record) => record.row === row);
				if (found) return found;
				if (piece.length > 0 && (piece.at(-1)?.row ?? 0) > row) return null;
				const next = await records.next();
				if (next.done) return null;
				piece = next.value;
			}
		}
	};
}

export function mapperOf({ plan, layout, target }: Pick<ImportRun, 'plan' | 'layout' | 'target'>): Mapper {
	const mapper = new Mapper(plan.profile, layout, target);
	if (plan.reading) mapper.understand(plan.reading);
	return mapper;
}

/** The database speaks of our fields, people of their own headings. */
function headingOf({ plan: { profile } }: ImportRun, field: string): string {
	if (field === 'area') return profile.area?.columns.join(' + ') ?? field;
	return field === 'ref' || field === 'title' ? fieldName(profile.columns[field], field) : field;
}

/** About how many characters a row has on its way. */
function weight({ cells, geometry }: SourceRecord): number {
	const vertices = geometry && geometry.type !== 'GeometryCollection' ? JSON.stringify(geometry.coordinates).length : 0;
	return cells.reduce((sum, cell) => sum + cell.length + 20, 500) + vertices;
}
