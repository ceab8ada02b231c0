import type { Phase } from '#lib/domain/task.ts';
import { browserPhotoDevice } from '#lib/offline/browser-photo.ts';
import { attachEntry, takenPicture } from '#lib/offline/photo-entry.ts';
import { preparePhoto, type PreparedPhoto } from '#lib/offline/photo.ts';
import { m } from '#lib/paraglide/messages.js';
import type { Outbox } from './outbox.svelte.ts';
import type { Toasts } from './toasts.svelte.ts';

/** Which case a picture belongs to, and what a card says of it. */
export interface PictureSubject {
	task: string;
	title: string;
	phase: Phase;
	/** Change id of the case's own creation, while that may not have arrived. */
	needs?: string;
}

const PHASES: Record<Phase, () => string> = {
	before: m.phase_before,
	during: m.phase_during,
	after: m.phase_after,
	inspection: m.phase_inspection
};

/** "拍整治后", as the outbox calls it. */
export const pictureAct = (phase: Phase): string => m.case_evidence_take({ phase: PHASES[phase]() });

/** Takes pictures: prepares them one after the other and hands them to the door, each with its `attach`. */
export class PictureDesk {
	/** How many are being prepared. */
	preparing = $state.raw(0);
	readonly #outbox: Outbox;
	readonly #toasts: Toasts;

	constructor(outbox: Outbox, toasts: Toasts) {
		this.#outbox = outbox;
		this.#toasts = toasts;
	}

	async take(files: File[], subject: PictureSubject): Promise<void> {
		this.preparing += files.length;
		for (const file of files) {
			const photo = await this.prepare(file);
			if (photo) await this.send(photo, subject);
			this.preparing -= 1;
		}
	}

	/** Null, with the reason in a toast, when the file is no picture that can be used. */
	async prepare(file: File): Promise<PreparedPhoto | null> {
		const prepared = await preparePhoto(file, browserPhotoDevice, file.lastModified);
		if (prepared.ok) return prepared.value;
		this.#toasts.show(prepared.error.code === 'picture_heic' ? m.refused_picture_heic() : m.refused_not_a_picture(), { tone: 'bad' });
		return null;
	}

	/** Keeps the picture on the device; it goes by itself. False, with a toast, when there is no room. */
	async send(photo: PreparedPhoto, { task, title, phase, needs }: PictureSubject): Promise<boolean> {
		const entry = attachEntry(takenPicture(photo), { task, title, phase, act: pictureAct(phase), needs }, new Date());
		const isKept = await this.#outbox.keep(entry);
		if (!isKept) this.#toasts.show(m.refused_not_kept(), { tone: 'bad' });
		return isKept;
	}
}
