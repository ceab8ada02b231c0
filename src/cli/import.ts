import { randomUUID } from 'node:crypto';
import { ENCODINGS, type Encoding } from '#lib/ledger/encoding.ts';
import { exportProfiles } from '#lib/ledger/export-columns.ts';
import { UnreadableFile } from '#lib/ledger/file.ts';
import type { Target } from '#lib/ledger/mapper.ts';
import { planImport, type Plan } from '#lib/ledger/plan.ts';
import { SHIPPED_PROFILES } from '#lib/ledger/profiles/index.ts';
import type { Layout } from '#lib/ledger/records.ts';
import { runImport, type ImportOutcome } from '#lib/ledger/run-import.ts';
import { surveyFile, type Survey } from '#lib/ledger/survey.ts';
import { needed, readArguments } from './arguments.ts';
import { loadTarget, portTo } from './import-context.ts';
import { findProfile } from './import-profile.ts';
import { planLines, summaryLines } from './import-report.ts';
import { Words } from './ledger-words.ts';
import { localFile } from './local-file.ts';
import { callerOf, refusal, withBackend } from './opened.ts';
import { ProgressBar } from './progress-bar.ts';
import { RejectFile } from './reject-file.ts';
import { UsageError } from './report.ts';

const USAGE =
	'npm run import -- FILE --campaign C [--layer L] [--area A] [--profile P] [--crs auto|WGS84|CGCS2000|GCJ02|BD09|EPSG:n] [--encoding E] [--skip-bad] [--dry-run] [--json] [--as EMAIL]';
const OPTIONS = {
	campaign: { type: 'string' },
	layer: { type: 'string' },
	area: { type: 'string' },
	profile: { type: 'string' },
	crs: { type: 'string' },
	encoding: { type: 'string' },
	as: { type: 'string' },
	'skip-bad': { type: 'boolean' },
	'dry-run': { type: 'boolean' },
	json: { type: 'boolean' }
} as const;
/** Rows that are looked at before the first is stored. */
const SURVEYED_ROWS = 20_000;
const ENDINGS = { stored: 'Stored', could: 'Nothing was stored; the file could be', refused: 'Refused; nothing was stored' };

/**
 * import: a CSV or GeoJSON file into a campaign's ledger. What it says goes to stderr, so that with
 * --json stdout is one line. Exit code 0 only when the batch is stored, or with --dry-run could be.
 */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, OPTIONS);
	const file = localFile(needed(positionals[0], 'FILE', USAGE));
	const campaign = needed(values.campaign, '--campaign', USAGE);
	const encoding = values.encoding ? readEncoding(values.encoding) : undefined;
	const bar = new ProgressBar();
	const words = new Words();
	return withBackend(
		(line) => bar.line(line),
		async (backend) => {
			const caller = await callerOf(backend, values.as);
			const client = await caller();
			const target = await loadTarget(client, { campaign, area: values.area, layer: values.layer });
			const profile = values.profile ? await findProfile(values.profile, client) : null;
			const survey = await surveyFile(file, { choice: { encoding }, mostRows: SURVEYED_ROWS }).catch((error: unknown) => {
				throw error instanceof UnreadableFile ? new UsageError(`${file.path}: ${words.say('file', error.code)}`) : error;
			});
			const plan = planImport(survey, {
				target,
				profile,
				known: [...exportProfiles(target.template), ...SHIPPED_PROFILES],
				layer: values.layer ?? null,
				crs: values.crs ?? null
			});
			for (const line of planLines(survey.layout, plan, words)) bar.line(line);
			if (plan.obstacles.length > 0) return finish(1, values.json, survey.layout, plan, null);
			const outcome = await send({ file, campaign, survey, plan, target, port: portTo(caller), values, bar, words });
			return finish(outcome.state === 'refused' ? 1 : 0, values.json, survey.layout, plan, outcome);
		}
	);
}

interface Sending {
	file: ReturnType<typeof localFile>;
	campaign: string;
	survey: Survey;
	plan: Plan;
	target: Target;
	port: ReturnType<typeof portTo>;
	values: { 'skip-bad'?: boolean; 'dry-run'?: boolean };
	bar: ProgressBar;
	words: Words;
}

async function send({ file, campaign, survey, plan, target, port, values, bar, words }: Sending): Promise<ImportOutcome> {
	const { layout } = survey;
	const rejects = new RejectFile(file.path, layout, ({ field, value, code }) => `${field}: ${words.say('refused', code, value)}`);
	const started = Date.now();
	const answer = await runImport({
		file,
		layout,
		plan,
		target,
		batch: randomUUID(),
		campaign,
		port,
		isSkipping: values['skip-bad'] ?? false,
		isDry: values['dry-run'] ?? false,
		onProgress: (step, bytes, rows) => bar.show(bytes / file.size, `${step} ${rows.toLocaleString('en')} rows`),
		...(values['skip-bad'] ? { onReject: (record, issues) => rejects.add(record, issues) } : {})
	});
	bar.clear();
	rejects.close();
	if (!answer.ok) throw refusal(answer.error, words);
	const { state, imported, summary } = answer.value;
	for (const line of summaryLines(summary, target.template, words)) bar.line(line);
	if (rejects.path) bar.line(`Left out   ${rejects.path}`);
	const seconds = (Date.now() - started) / 1000;
	bar.line(`${ENDINGS[state]} (${imported.toLocaleString('en')} rows, ${seconds.toFixed(1)} s)`);
	if (state === 'refused') bar.line('Mend the file, or leave its bad rows out with --skip-bad.');
	return answer.value;
}

/** With --json the last thing said: one line. */
function finish(code: number, isJson: boolean | undefined, layout: Layout, plan: Plan, outcome: ImportOutcome | null): number {
	if (!isJson) return code;
	const isOpen = plan.obstacles.some((obstacle) => obstacle.code.startsWith('crs_'));
	const candidates = plan.diagnosis.candidates.map(({ system, isSwapped, inside, of }) => ({ crs: system, isSwapped, inside, of }));
	const line = {
		read: outcome?.summary.read ?? 0,
		imported: outcome && outcome.state !== 'refused' ? outcome.imported : 0,
		rejected: outcome?.summary.rejected ?? 0,
		crs: plan.reading?.system ?? null,
		encoding: layout.encoding,
		notes: outcome?.summary.notes ?? {},
		...(plan.obstacles.length > 0 ? { obstacles: plan.obstacles } : {}),
		...(isOpen ? { candidates } : {}),
		issues: outcome?.summary.issues ?? []
	};
	console.log(JSON.stringify(line));
	return code;
}

function readEncoding(name: string): Encoding {
	const found = ENCODINGS.find((one) => one === name.toUpperCase());
	if (!found) throw new UsageError(`--encoding ${name} is none of ${ENCODINGS.join(', ')}.`);
	return found;
}
