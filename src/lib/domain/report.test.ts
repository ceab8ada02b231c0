import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Session } from './person.ts';
import {
	emptyReport,
	isWritten,
	reportErrors,
	reportFromPatch,
	readQuantity,
	reportPatch,
	selfHandling,
	type ReportDraft
} from './report.ts';
import type { LayerDefinition, Template } from './template.ts';

const template = JSON.parse(readFileSync('supabase/seed/templates/sancheng.json', 'utf8')) as Template;
const AREA = '220602003003001';

let serial = 0;
const makeId = (): string => `id-${++serial}`;
const aDraft = (over: Partial<ReportDraft> = {}): ReportDraft => ({
	...emptyReport('sancheng', makeId),
	area: AREA,
	layer: 'trash_site',
	kind: 'exposed_rubbish',
	title: '5号楼北侧暴露垃圾',
	position: [126.43, 41.94],
	...over
});
const partsOf = (draft: ReportDraft, session = aSession()): Parameters<typeof reportErrors>[1] => {
	const kind = template.kinds.find((one) => one.id === draft.kind);
	return {
		kind,
		layer: template.layers.find((one) => one.id === draft.layer),
		handling: selfHandling(template, kind, session, draft.area)
	};
};
function aSession(role: 'cadre' | 'dispatcher' = 'cadre'): Session {
	const post = { id: 'p', role, title: '', areaCode: AREA.slice(0, 12), areaName: '铁路社区', level: 'community' as const };
	return { person: { id: 'x', name: '陈静', organisation: null }, posts: [post] };
}

describe('a report is complete', () => {
	test('with an area, a kind and a title; a position, a picture and a quantity are asked for, not demanded', () => {
		const draft = aDraft({ position: null });
		expect(reportErrors(draft, partsOf(draft), { after: 0 })).toEqual({});
		const empty = emptyReport('sancheng', makeId);
		expect(reportErrors(empty, partsOf(empty), { after: 0 })).toEqual({
			place: { code: 'needs_area', field: 'place' },
			kind: { code: 'needs_kind', field: 'kind' }
		});
		expect(reportErrors(aDraft({ title: ' ' }), partsOf(aDraft()), { after: 0 })).toMatchObject({ title: { code: 'needs_title' } });
		expect(reportErrors(aDraft({ quantity: '很多' }), partsOf(aDraft()), { after: 0 })).toMatchObject({
			quantity: { code: 'not_a_number' }
		});
	});

	test('handled on the spot only with its proof and how much it was', () => {
		const draft = aDraft({ isHandled: true });
		expect(reportErrors(draft, partsOf(draft), { after: 0 })).toMatchObject({
			quantity: { code: 'needs_quantity' },
			after: { code: 'needs_evidence_after' }
		});
		expect(reportErrors(aDraft({ isHandled: true, quantity: '0.5' }), partsOf(draft), { after: 1 })).toEqual({});
	});

	test('handling on the spot is for the kinds and the people that the template names', () => {
		const kinds = Object.fromEntries(template.kinds.map((kind) => [kind.id, kind]));
		expect(selfHandling(template, kinds.exposed_rubbish, aSession(), AREA)?.action).toBe('self_handle');
		expect(selfHandling(template, kinds.piled_rubbish, aSession(), AREA)).toBeNull();
		expect(selfHandling(template, kinds.exposed_rubbish, aSession('dispatcher'), AREA)).toBeNull();
		expect(selfHandling(template, kinds.exposed_rubbish, aSession(), '220605001001001')).toBeNull();
	});
});

test('what is sent creates the site with its case, and can be taken up again to be mended', () => {
	const draft = aDraft({
		quantity: '1,200',
		description: ' 靠近配电箱 ',
		attributes: { volume_m3: '3.5', composition: '' },
		isUrgent: true
	});
	const layer = template.layers.find((one) => one.id === 'trash_site') as LayerDefinition;
	const patch = reportPatch(draft, layer);
	expect(patch).toEqual({
		action: 'create',
		campaign: 'sancheng',
		layer: 'trash_site',
		area_code: AREA,
		title: '5号楼北侧暴露垃圾',
		geometry: { type: 'Point', coordinates: [126.43, 41.94] },
		attributes: { volume_m3: 3.5 },
		task: { id: draft.taskId, kind: 'exposed_rubbish', urgent: true, description: '靠近配电箱', quantity_target: 1200 }
	});
	const again = reportFromPatch(patch, template, makeId);
	expect(again).toMatchObject({ area: AREA, kind: 'exposed_rubbish', quantity: '1200', attributes: { volume_m3: '3.5' }, isUrgent: true });
	expect(again.changeId).not.toBe(draft.changeId);
	expect({ ...reportPatch(again, layer), task: null }).toEqual({ ...patch, task: null });
});

test('an untouched form is no draft', () => {
	expect(isWritten(emptyReport('sancheng', makeId), 0)).toBe(false);
	expect(isWritten(emptyReport('sancheng', makeId), 1)).toBe(true);
	expect(isWritten({ ...emptyReport('sancheng', makeId), description: 'x' }, 0)).toBe(true);
});

test('a quantity is read as people write it', () => {
	expect(['', 'x', '0', ' 1,200.5', '2，500', '-1'].map(readQuantity)).toEqual([null, null, 0, 1200.5, 2500, null]);
});
