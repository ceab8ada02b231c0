import type { Phase } from '#lib/domain/task.ts';
import { createChange, makeId, type Entry } from './door.ts';
import type { PreparedPhoto } from './photo.ts';

/** A prepared picture under the ids by which it becomes evidence: once, however often it is sent. */
export type TakenPicture = Omit<PreparedPhoto, 'width' | 'height'> & { evidence: string; change: string };

export function takenPicture({ blob, sha256, takenAt, position, accuracyM, heading }: PreparedPhoto): TakenPicture {
	return { evidence: makeId(), change: makeId(), blob, sha256, takenAt, position, accuracyM, heading };
}

/** The change that attaches a picture to a case, with the picture. */
export function attachEntry(
	picture: TakenPicture,
	of: { task: string; title: string; phase: Phase; act: string; needs?: string },
	at: Date
): Entry {
	const { evidence, blob, sha256 } = picture;
	const patch = {
		action: 'attach',
		evidence_id: evidence,
		phase: of.phase,
		taken_at: picture.takenAt,
		position: picture.position,
		accuracy_m: picture.accuracyM,
		heading: picture.heading
	};
	return {
		change: createChange(`task:${of.task}`, null, patch, { id: picture.change, at }),
		about: { title: of.title, act: of.act, task: of.task },
		upload: { task: of.task, evidence, phase: of.phase, blob, sha256 },
		needs: of.needs
	};
}
