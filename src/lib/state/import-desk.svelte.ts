import type { AreaCode } from '#lib/domain/area.ts';
import { paths } from '#lib/domain/paths.ts';
import type { AppError, Result } from '#lib/domain/result.ts';
import type { Campaign } from '#lib/domain/template.ts';
import { exportProfiles } from '#lib/ledger/export-columns.ts';
import type { PlanChoice, Preview, SurveySummary } from '#lib/ledger/import-session.ts';
import { LedgerWorker, WorkerFailure } from '#lib/ledger/ledger-worker.ts';
import type { Place } from '#lib/ledger/places.ts';
import type { Plan } from '#lib/ledger/plan.ts';
import type { Profile } from '#lib/ledger/profile.ts';
import { SHIPPED_PROFILES } from '#lib/ledger/profiles/index.ts';
import type { LayoutChoice } from '#lib/ledger/records.ts';
import type { ImportOutcome } from '#lib/ledger/run-import.ts';

/** Files up to here are read through at every change of the mapping; longer ones when somebody asks. */
const READILY_READ = 30_000;

export interface Running {
	what: 'open' | 'preview' | 'import';
	step: 'reading' | 'checking' | 'storing';
	share: number;
	rows: number;
}

export type Ended = ImportOutcome & { batch: string; rejects: Blob | null; rejectsName: string };

/** One file on its way into a campaign, as the page shows it: opened, mapped, looked at, imported. */
export class ImportDesk {
	campaign: Campaign;
	area = $state.raw<AreaCode>('');
	layer = $state.raw<string | null>(null);
	/** auto, or a system that somebody named. */
	crs = $state.raw('auto');
	layout = $state.raw<LayoutChoice>({});
	file = $state.raw<File | null>(null);
	survey = $state.raw<SurveySummary | null>(null);
	places = $state.raw<Place[]>([]);
	plan = $state.raw<Plan | null>(null);
	/** Set once somebody has chosen or changed one; until then the plan's own holds. */
	profile = $state.raw<Profile | null>(null);
	preview = $state.raw<Preview | null>(null);
	running = $state.raw<Running | null>(null);
	/** Code of a file that cannot be read. */
	fileProblem = $state.raw<string | null>(null);
	error = $state.raw<AppError | null>(null);
	ended = $state.raw<Ended | null>(null);
	isSkipping = $state.raw(false);
	readonly remembered: Profile[];
	readonly #timezone: string;
	#worker: LedgerWorker | null = null;
	/** A newer question makes the answers to older ones worthless. */
	#turn = 0;

	constructor(campaign: Campaign, timezone: string, remembered: Profile[]) {
		this.campaign = campaign;
		this.area = campaign.areaCode;
		this.remembered = remembered;
		this.#timezone = timezone;
	}

	/** Profiles to choose from; a file that one of them fits is read by it without being asked. */
	get known(): Profile[] {
		return [...this.remembered, ...exportProfiles(this.campaign.template), ...SHIPPED_PROFILES];
	}

	/** The profile as it stands, chosen or not. */
	get current(): Profile | null {
		return this.profile ?? this.plan?.profile ?? null;
	}

	get isBusy(): boolean {
		return this.running !== null;
	}

	async choose(file: File): Promise<void> {
		this.file = file;
		this.layout = {};
		this.profile = null;
		this.crs = 'auto';
		await this.open();
	}

	/** Opens the file, again when encoding or delimiter were named. */
	async open(layout: LayoutChoice = this.layout): Promise<void> {
		const { file } = this;
		if (!file) return;
		this.layout = layout;
		this.survey = null;
		this.plan = null;
		this.preview = null;
		this.ended = null;
		this.fileProblem = null;
		this.error = null;
		await this.#work('open', async (worker) => {
			if (!(await this.#loadPlaces())) return;
			this.survey = await worker.ask<'open'>({ type: 'open', file, choice: layout });
		});
		if (this.survey) await this.replan();
	}

	async setArea(area: AreaCode): Promise<void> {
		this.error = area.startsWith(this.campaign.areaCode) ? null : { code: 'other_area', info: area };
		if (this.error) return;
		this.area = area;
		await this.replan(true);
	}

	async setLayer(layer: string | null): Promise<void> {
		this.layer = layer;
		// What was guessed for one layer does not fit another.
		if (this.plan?.origin === 'guessed') this.profile = null;
		await this.replan();
	}

	async setCrs(crs: string): Promise<void> {
		this.crs = crs;
		await this.replan();
	}

	/** Null lets the file be recognised or guessed at again. */
	async setProfile(profile: Profile | null): Promise<void> {
		this.profile = profile;
		await this.replan();
	}

	async replan(isNewTarget = false): Promise<void> {
		if (!this.survey) return;
		const turn = ++this.#turn;
		this.preview = null;
		this.ended = null;
		const worker = this.#open();
		if (isNewTarget || !this.plan) await this.#tellTarget(worker);
		const plan = await worker.ask<'plan'>({ type: 'plan', choice: this.#choice() });
		if (turn !== this.#turn) return;
		this.plan = plan;
		if (plan.obstacles.length === 0 && this.survey.rows <= READILY_READ) await this.look();
	}

	/** Reads the whole file as an import would. */
	async look(): Promise<void> {
		const turn = this.#turn;
		await this.#work('preview', async (worker) => {
			const preview = await worker.ask<'preview'>({ type: 'preview' });
			if (turn === this.#turn) this.preview = preview;
		});
	}

	/** `phrases` says what is wrong with rows that are left out. */
	async run(phrases: Record<string, string>): Promise<void> {
		const batch = crypto.randomUUID();
		this.error = null;
		await this.#work('import', async (worker) => {
			const choice = { batch, campaign: this.campaign.id, isSkipping: this.isSkipping, phrases };
			const answer = await worker.ask<'run'>({ type: 'run', choice });
			if (answer.ok) this.ended = { ...answer.value, batch };
			else this.error = answer.error;
		});
	}

	/** Remembers the mapping under a name. */
	async remember(id: string, name: string): Promise<Result<null>> {
		const document = { ...this.current, id, name: { 'zh-CN': name, en: name } };
		const answered = await fetch(paths.adminImportProfiles(), {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(document)
		}).catch(() => null);
		const answer = (await answered?.json().catch(() => null)) as { error?: AppError } | null;
		if (answered?.ok) return { ok: true, value: null };
		return { ok: false, error: answer?.error ?? { code: 'unreachable' } };
	}

	close(): void {
		this.#worker?.close();
		this.#worker = null;
	}

	#choice(): PlanChoice {
		return { profile: $state.snapshot(this.profile), known: this.known, layer: this.layer, crs: this.crs === 'auto' ? null : this.crs };
	}

	#open(): LedgerWorker {
		this.#worker ??= new LedgerWorker();
		return this.#worker;
	}

	async #tellTarget(worker: LedgerWorker): Promise<void> {
		const { template } = this.campaign;
		await worker.ask<'target'>({ type: 'target', target: { template, places: this.places, timezone: this.#timezone, area: this.area } });
	}

	/** False when they did not come; the page then says so. */
	async #loadPlaces(): Promise<boolean> {
		if (this.places.length > 0) return true;
		const answered = await fetch(paths.adminImportPlaces(this.campaign.id)).catch(() => null);
		if (answered?.ok) this.places = (await answered.json()) as Place[];
		else this.error = { code: 'unreachable' };
		return answered?.ok ?? false;
	}

	async #work(what: Running['what'], work: (worker: LedgerWorker) => Promise<void>): Promise<void> {
		const worker = this.#open();
		this.running = { what, step: 'reading', share: 0, rows: 0 };
		worker.onProgress = (step, share, rows) => (this.running = { what, step, share, rows });
		try {
			await work(worker);
		} catch (failure) {
			if (failure instanceof WorkerFailure && failure.code) this.fileProblem = failure.code;
			else this.error = { code: 'page_failed', info: failure instanceof Error ? failure.message : undefined };
		} finally {
			this.running = null;
		}
	}
}
