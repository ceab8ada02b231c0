import { emptyReport, isWritten, type ReportDraft } from '#lib/domain/report.ts';
import type { Phase } from '#lib/domain/task.ts';
import type { Campaign } from '#lib/domain/template.ts';
import { makeId } from '#lib/offline/door.ts';
import { openDraftStore, type DraftStore } from '#lib/offline/draft-store.ts';
import { takenPicture } from '#lib/offline/photo-entry.ts';
import { reportEntries, reportFromItems, type DraftPicture } from '#lib/offline/report.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Outbox } from './outbox.svelte.ts';
import { pictureAct, type PictureDesk } from './pictures.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/**
 * A report on its way from the first touch to the receipt. What is written is kept on the device at
 * once, one draft a person, until it lies in the outbox; there it goes on like every other change.
 */
export class Capture {
	draft = $state.raw<ReportDraft>(emptyReport('', makeId));
	pictures = $state.raw<DraftPicture[]>([]);
	/** False until the device was asked for an unfinished draft. */
	isRead = $state.raw(false);
	/** Whether the form holds something that was written earlier. */
	isResumed = $state.raw(false);
	isSending = $state.raw(false);
	/** The report that was handed to the outbox last. */
	sent = $state.raw<{ changeId: string; task: string; title: string; area: string } | null>(null);
	readonly #campaign: Pick<Campaign, 'id' | 'template'>;
	readonly #outbox: Outbox;
	readonly #desk: PictureDesk;
	readonly #toasts: Toasts;
	#store: Promise<DraftStore | null> | null = null;
	/** Writes go one after the other, so that an older one never lands on a newer. */
	#writing: Promise<unknown> = Promise.resolve();

	constructor(campaign: Pick<Campaign, 'id' | 'template'>, outbox: Outbox, desk: PictureDesk, toasts: Toasts) {
		this.#campaign = campaign;
		this.#outbox = outbox;
		this.#desk = desk;
		this.#toasts = toasts;
		this.draft = emptyReport(campaign.id, makeId);
	}

	/** Takes up what lies unfinished on the device, or a refused report (by its change id). Browser only. */
	async resume(refused?: string): Promise<void> {
		const store = await (this.#store ??= openDraftStore(this.#outbox.personId));
		const items = await this.#outbox.door.list();
		const back = refused ? reportFromItems(items, refused, this.#campaign.template) : null;
		if (back && refused) {
			this.#take(back.draft, back.pictures);
			await store?.clear();
			await store?.write(back.draft);
			for (const picture of back.pictures) await store?.addPicture(picture);
			await this.#outbox.door.discard(refused);
		} else {
			const kept = await store?.read();
			// Killed between handing over and forgetting: it lies in the outbox and is no draft any more.
			if (kept && items.some((item) => item.id === kept.draft.changeId)) await store?.clear();
			else if (kept && kept.draft.campaign === this.#campaign.id && isWritten(kept.draft, kept.pictures.length)) {
				this.#take(kept.draft, kept.pictures);
			}
		}
		this.isRead = true;
	}

	#take(draft: ReportDraft, pictures: DraftPicture[]): void {
		this.draft = draft;
		this.pictures = pictures;
		this.isResumed = true;
	}

	change(part: Partial<ReportDraft>): void {
		this.draft = { ...this.draft, ...part };
		const { draft } = this;
		void this.#write((store) => store.write(draft)).catch(() => this.#isFull());
	}

	async addPictures(phase: Phase, files: File[]): Promise<void> {
		this.#desk.preparing += files.length;
		for (const file of files) {
			const photo = await this.#desk.prepare(file);
			if (photo) await this.#addPicture({ ...takenPicture(photo), phase });
			this.#desk.preparing -= 1;
		}
	}

	async #addPicture(picture: DraftPicture): Promise<void> {
		const { draft } = this;
		try {
			await this.#write(async (store) => {
				await store.write(draft);
				await store.addPicture(picture);
			});
			this.pictures = [...this.pictures, picture];
		} catch {
			this.#isFull();
		}
	}

	removePicture(evidence: string): void {
		this.pictures = this.pictures.filter((picture) => picture.evidence !== evidence);
		void this.#write((store) => store.removePicture(evidence)).catch(() => this.#isFull());
	}

	/** Throws what is written away; the ids with it. */
	discard(): void {
		this.draft = emptyReport(this.#campaign.id, makeId);
		this.pictures = [];
		this.isResumed = false;
		void this.#write((store) => store.clear()).catch(() => this.#isFull());
	}

	/** Hands the report to the outbox, whole or not at all. False, with a toast, when the device is full. */
	async send(parts: Parameters<typeof reportEntries>[1]): Promise<boolean> {
		const { draft, pictures } = this;
		this.isSending = true;
		const words = { report: m.case_act_report(), handled: m.capture_act_handled(), picture: pictureAct };
		const isKept = await this.#outbox.keep(...reportEntries(draft, parts, pictures, words, new Date()));
		this.isSending = false;
		if (!isKept) {
			this.#isFull();
			return false;
		}
		this.sent = { changeId: draft.changeId, task: draft.taskId, title: draft.title.trim(), area: draft.area };
		this.discard();
		return true;
	}

	/** Said aloud; what was written stays on the page. */
	#isFull(): void {
		this.#toasts.show(m.refused_not_kept(), { tone: 'bad' });
	}

	#write(work: (store: DraftStore) => Promise<void>): Promise<void> {
		const written = this.#writing.then(async () => {
			const store = await this.#store;
			if (store) await work(store);
		});
		this.#writing = written.catch(() => {});
		return written;
	}
}
