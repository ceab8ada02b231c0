import { expect, test } from 'vitest';
import { undoOf, type SiteBefore } from './site-change.ts';

const BEFORE: SiteBefore = {
	id: 'a2b0c1d2-0000-4000-8000-000000000001',
	version: 3,
	title: '3号楼北侧彩钢棚',
	area: '220602003003001',
	geometry: { type: 'Point', coordinates: [126.431, 41.941] },
	attributes: { area_m2: 26 }
};
const AFTER = { id: BEFORE.id, version: 4 };

test('a change is taken back on the version that it left', () => {
	const undo = undoOf({ action: 'reshape', geometry: { type: 'Point', coordinates: [126.432, 41.942] } }, BEFORE, AFTER, '');
	expect(undo).toEqual({ target: `site:${BEFORE.id}`, baseVersion: 4, patch: { action: 'reshape', geometry: BEFORE.geometry } });
});

test('title, attributes, area and place come back as they were', () => {
	expect(undoOf({ action: 'edit', title: '新名称' }, BEFORE, AFTER, '')?.patch).toEqual({
		action: 'edit',
		title: BEFORE.title,
		attributes: BEFORE.attributes
	});
	expect(undoOf({ action: 'reassign', area_code: '220602003003002' }, BEFORE, AFTER, '')?.patch).toEqual({
		action: 'reassign',
		area_code: BEFORE.area,
		geometry: BEFORE.geometry
	});
});

test('what was added is removed with a reason, what was removed comes back', () => {
	expect(undoOf({ action: 'create' }, null, AFTER, '撤销新增')?.patch).toEqual({ action: 'remove', reason: '撤销新增' });
	expect(undoOf({ action: 'remove', reason: '重复登记' }, BEFORE, AFTER, '')?.patch).toEqual({ action: 'restore' });
});

test('without what was before there is nothing to come back to', () => {
	expect(undoOf({ action: 'reshape', geometry: null }, null, AFTER, '')).toBeNull();
});
