import 'fake-indexeddb/auto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { emptyReport, type ReportDraft } from '#lib/domain/report.ts';
import type { Template } from '#lib/domain/template.ts';
import { makeId } from './door.ts';
import { openDraftStore } from './draft-store.ts';
import type { OutboxItem } from './outbox-item.ts';
import { nextToSend } from './outbox-item.ts';
import { takenPicture } from './photo-entry.ts';
import { reportEntries, reportFromItems, type DraftPicture } from './report.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;
const AT = new Date('2026-11-24T01:14:00Z');
const words = { report: '上报', handled: '自处理', picture: (phase: string) => `拍${phase}` };

function aPicture(phase: 'before' | 'after'): DraftPicture {
	const photo = { blob: new Blob([phase]), width: 4, height: 3, takenAt: AT.toISOString(), accuracyM: 9, heading: null, sha256: null };
	return { ...takenPicture({ ...photo, position: [126.43, 41.94] }), phase };
}

function aDraft(over: Partial<ReportDraft> = {}): ReportDraft {
	const chosen = { area: '220602003003001', layer: 'trash_site', kind: 'exposed_rubbish', title: '5号楼北侧暴露垃圾', quantity: '0.4' };
	return { ...emptyReport('sancheng', makeId), ...chosen, ...over };
}

function entriesOf(draft: ReportDraft, pictures: DraftPicture[]): ReturnType<typeof reportEntries> {
	const [kind, layer, handling] = [
		template.kinds.find((one) => one.id === draft.kind),
		template.layers.find((one) => one.id === draft.layer),
		template.workflow.transitions.find((one) => one.effect === 'self_handle') ?? null
	];
	if (!kind || !layer) throw new Error(draft.kind);
	return reportEntries(draft, { kind, layer, handling }, pictures, words, AT);
}

const kept = (draft: ReportDraft, pictures: DraftPicture[]): OutboxItem[] =>
	entriesOf(draft, pictures).map(({ change, about, upload, needs }, index) => ({
		id: change.changeId,
		seq: index + 1,
		change,
		about,
		upload: upload ?? null,
		needs: needs ?? null,
		state: 'queued',
		madeAt: AT.toISOString(),
		attempts: 0,
		notBefore: 0,
		delay: null,
		answer: null,
		settledAt: null
	}));

describe('what a report sends', () => {
	test('goes in its order: the case, its pictures, and that it was handled when the proof has arrived', () => {
		const draft = aDraft({ isHandled: true });
		let items = kept(draft, [aPicture('before'), aPicture('after')]);
		const order: unknown[] = [];
		for (let next = nextToSend(items, 0); next; next = nextToSend(items, 0)) {
			const { id, change } = next;
			order.push([change.patch.action, change.patch.phase, change.baseVersion]);
			items = items.map((item) => (item.id === id ? { ...item, state: 'done' } : item));
		}
		expect(order).toEqual([
			['create', undefined, null],
			['attach', 'before', null],
			['attach', 'after', null],
			['self_handle', undefined, 1]
		]);
		expect(items.at(-1)?.change.patch).toMatchObject({ quantity: 0.4 });
	});

	test('is the same change however often it is made from one draft', () => {
		const [draft, pictures] = [aDraft({ isHandled: true }), [aPicture('after')]];
		expect(entriesOf(draft, pictures)).toEqual(entriesOf(draft, pictures));
	});

	test('comes back as a draft when it was refused, with its pictures and under new ids', () => {
		const draft = aDraft({ isHandled: true });
		const items = kept(draft, [aPicture('before'), aPicture('after')]);
		const back = reportFromItems(items, draft.changeId, template);
		expect(back?.draft).toMatchObject({ title: draft.title, kind: draft.kind, quantity: '0.4', isHandled: true });
		expect(back?.draft.taskId).not.toBe(draft.taskId);
		expect(back?.pictures.map(({ phase, position }) => [phase, position])).toEqual([
			['before', [126.43, 41.94]],
			['after', [126.43, 41.94]]
		]);
		expect(
			reportFromItems(
				items.map((item) => ({ ...item, state: 'done' })),
				draft.changeId,
				template
			)
		).toBeNull();
	});
});

test('a draft survives the page, one a person, and is gone when it is cleared', async () => {
	const person = makeId();
	const first = await openDraftStore(person);
	const draft = aDraft();
	await first?.write(draft);
	await first?.addPicture(aPicture('after'));
	const before = aPicture('before');
	await first?.addPicture(before);
	first?.close();
	const second = await openDraftStore(person);
	expect(await second?.read()).toMatchObject({ draft, pictures: [{ phase: 'after' }, { phase: 'before' }] });
	await second?.removePicture(before.evidence);
	expect((await second?.read())?.pictures).toHaveLength(1);
	expect(await (await openDraftStore(makeId()))?.read()).toBeNull();
	await second?.clear();
	expect(await second?.read()).toBeNull();
});
