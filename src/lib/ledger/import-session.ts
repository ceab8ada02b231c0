import type { AreaCode } from '#lib/domain/area.ts';
import type { Template } from '#lib/domain/template.ts';
import { ok, type Result } from '#lib/domain/result.ts';
import type { RowIssue } from './draft.ts';
import type { LedgerFile } from './file.ts';
import type { Target } from './mapper.ts';
import { Places, type Place } from './places.ts';
import { planImport, type Plan } from './plan.ts';
import type { Profile } from './profile.ts';
import { readRecords, type Layout, type LayoutChoice } from './records.ts';
import { RejectWriter } from './rejects.ts';
import { mapperOf, runImport, type ImportOutcome, type ImportPort } from './run-import.ts';
import { surveyFile, type Survey } from './survey.ts';
import { Tally, type Summary } from './tally.ts';

export interface SurveySummary {
	layout: Layout;
	columns: { name: string; filled: number; samples: string[]; values: [value: string, rows: number][] | null }[];
	rows: number;
}

export interface TargetChoice {
	template: Template;
	places: Place[];
	timezone: string;
	area: AreaCode;
}

export interface PlanChoice {
	profile: Profile | null;
	known: Profile[];
	layer: string | null;
	crs: string | null;
}

export interface Preview {
	summary: Summary;
	/** Longitude, latitude and 1 for a good row or 0 for a bad one, of at most a few thousand rows from all over the file. */
	points: Float64Array;
}

export interface RunChoice {
	batch: string;
	campaign: string;
	isSkipping: boolean;
	/** Sentences by code, with {value} where the value goes: what is wrong with rows that are left out. */
	phrases: Record<string, string>;
}

export type Progress = (step: 'reading' | 'checking' | 'storing', share: number, rows: number) => void;

const KEPT_POINTS = 12_000;
const REJECTS_PIECE = 1 << 20;

/** One file on its way in, step by step, as a page takes it. Lives in a worker, so that the page stays alive. */
export class ImportSession {
	#file: LedgerFile | null = null;
	#survey: Survey | null = null;
	#target: Target | null = null;
	#targetChoice: TargetChoice | null = null;
	#plan: Plan | null = null;

	async open(file: LedgerFile, choice: LayoutChoice, progress: Progress): Promise<SurveySummary> {
		let bytes = 0;
		const onBytes = (read: number): void => progress('reading', (bytes += read) / file.size, 0);
		const survey = await surveyFile(file, { choice, onBytes });
		this.#file = file;
		this.#survey = survey;
		this.#plan = null;
		const columns = survey.columns.map(({ values, ...column }) => ({
			...column,
			values: values && [...values].sort(([, a], [, b]) => b - a)
		}));
		return { layout: survey.layout, columns, rows: survey.rows };
	}

	plan(target: TargetChoice, choice: PlanChoice): Plan {
		if (target !== this.#targetChoice) {
			this.#target = { ...target, places: new Places(target.places, target.area) };
			this.#targetChoice = target;
		}
		const { survey } = this.#opened();
		this.#plan = planImport(survey, { ...choice, target: this.#target as Target });
		return this.#plan;
	}

	/** Reads the whole file as an import would, and stores nothing. */
	async preview(progress: Progress): Promise<Preview> {
		const { file, survey, plan, target } = this.#planned();
		const mapper = mapperOf({ plan, layout: survey.layout, target });
		const tally = new Tally();
		const points = new PointSampler();
		let bytes = 0;
		for await (const records of readRecords(file, survey.layout, (read) => (bytes += read))) {
			for (const record of records) {
				const mapped = mapper.map(record);
				tally.add(mapped);
				if (mapped.anchor) points.add(mapped.anchor, mapped.draft !== null);
			}
			progress('reading', bytes / file.size, tally.summary.read);
		}
		return { summary: tally.summary, points: points.array() };
	}

	/** Imports; the rows that were left out come back as a file. */
	async run(
		port: ImportPort,
		choice: RunChoice,
		progress: Progress
	): Promise<Result<ImportOutcome & { rejects: Blob | null; rejectsName: string }>> {
		const { file, survey, plan, target } = this.#planned();
		const { layout } = survey;
		const explain = ({ field, code, value }: RowIssue): string =>
			`${field}: ${(choice.phrases[code] ?? code).replaceAll('{value}', value)}`;
		const writer = new RejectWriter(layout, explain);
		const rejects: Blob[] = [];
		let waiting = '';
		const answer = await runImport({
			file,
			layout,
			plan,
			target,
			port,
			batch: choice.batch,
			campaign: choice.campaign,
			isSkipping: choice.isSkipping,
			isDry: false,
			onProgress: (step, bytes, rows) => progress(step, bytes / file.size, rows),
			onReject: (record, issues) => {
				if (!choice.isSkipping) return;
				waiting += writer.row(record, issues);
				// A blob may lie on disk; text lies in memory.
				if (waiting.length > REJECTS_PIECE) {
					rejects.push(new Blob([waiting]));
					waiting = '';
				}
			}
		});
		if (!answer.ok) return answer;
		const hasRejects = choice.isSkipping && answer.value.summary.rejected > 0;
		const whole = hasRejects ? new Blob([...rejects, waiting, writer.end()], { type: 'text/plain;charset=utf-8' }) : null;
		return ok({ ...answer.value, rejects: whole, rejectsName: RejectWriter.nameFor(file.name, layout) });
	}

	#opened(): { file: LedgerFile; survey: Survey } {
		if (!this.#file || !this.#survey) throw new Error('no file is open');
		return { file: this.#file, survey: this.#survey };
	}

	#planned(): { file: LedgerFile; survey: Survey; plan: Plan; target: Target } {
		if (!this.#plan || !this.#target) throw new Error('nothing is planned');
		return { ...this.#opened(), plan: this.#plan, target: this.#target };
	}
}

/** Keeps points evenly from all over; every bad one counts as much as a good one. */
class PointSampler {
	#points: number[] = [];
	#step = 1;
	#seen = 0;

	add([lng, lat]: [number, number], isGood: boolean): void {
		if (this.#seen++ % this.#step !== 0) return;
		this.#points.push(lng, lat, isGood ? 1 : 0);
		if (this.#points.length < KEPT_POINTS * 3) return;
		this.#points = this.#points.filter((_, index) => Math.floor(index / 3) % 2 === 0);
		this.#step *= 2;
	}

	array(): Float64Array {
		return Float64Array.from(this.#points);
	}
}
