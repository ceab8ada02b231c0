import { expect, test } from 'vitest';
import type { MapSite } from '#lib/domain/site.ts';
import { countLayers, GridReferences, matchesFilter, sortSites, tabsOf } from './site-rows.ts';

const NOW = new Date('2026-11-24T02:00:00Z');

function aSite(over: Partial<MapSite> = {}): MapSite {
	return {
		id: 'a',
		number: 7,
		layer: 'trash_site',
		area: '220602003003001',
		title: '5号楼西侧彩钢棚',
		geometry: { type: 'Point', coordinates: [126.432, 41.942] },
		version: 1,
		task: 't',
		taskNumber: '220602003003001-007',
		taskVersion: 1,
		kind: 'piled_rubbish',
		stage: 'in_progress',
		outcome: null,
		owner: 'wang',
		dueAt: '2026-11-25T09:00:00Z',
		warnAt: '2026-11-24T09:00:00Z',
		limitAmount: 2,
		limitUnit: 'working_days',
		reviewOn: null,
		stageSince: '2026-11-20T00:00:00Z',
		isUrgent: false,
		rework: 0,
		isSupervised: false,
		hasRequest: false,
		quantityTarget: null,
		quantityDone: null,
		unit: null,
		closedAt: null,
		lookAgainOn: null,
		...over
	};
}

const context = { now: NOW, owners: { wang: '王建国' }, internal: new Set(['camera']) };

test('text finds by title, number and owner', () => {
	for (const text of ['彩钢', '-007', '7', '王建']) expect(matchesFilter(aSite(), { text }, context)).toBe(true);
	expect(matchesFilter(aSite(), { text: '李明' }, context)).toBe(false);
});

test('overdue is past its due moment and still running', () => {
	const late = aSite({ dueAt: '2026-11-23T00:00:00Z' });
	expect(matchesFilter(late, { light: 'overdue' }, context)).toBe(true);
	expect(matchesFilter({ ...late, stage: 'deferred' }, { light: 'overdue' }, context)).toBe(false);
	expect(matchesFilter(aSite(), { light: 'overdue' }, context)).toBe(false);
});

test('cameras are hidden until their layer is asked for', () => {
	const camera = aSite({ layer: 'camera' });
	expect(matchesFilter(camera, {}, context)).toBe(false);
	expect(matchesFilter(camera, { layers: ['camera'] }, context)).toBe(true);
});

test('a site without a position is found as 未定位', () => {
	expect(matchesFilter(aSite({ geometry: null }), { unlocated: true }, context)).toBe(true);
	expect(matchesFilter(aSite(), { unlocated: true }, context)).toBe(false);
});

test('a closed site enters 回头看 two weeks before its day', () => {
	const closed = aSite({ stage: 'closed', closedAt: '2026-11-01T00:00:00Z', dueAt: null });
	expect(tabsOf({ ...closed, lookAgainOn: '2026-12-08' }, '2026-11-24')).toEqual(['closed', 'again']);
	expect(tabsOf({ ...closed, lookAgainOn: '2026-12-09' }, '2026-11-24')).toEqual(['closed']);
	expect(tabsOf(aSite({ stage: 'void' }), '2026-11-24')).toEqual([]);
});

test('what is due first stands first; what stands still comes last', () => {
	const sites = [
		aSite({ id: 'deferred', stage: 'deferred', number: 1 }),
		aSite({ id: 'none', dueAt: null, number: 2 }),
		aSite({ id: 'soon', number: 4 }),
		aSite({ id: 'late', dueAt: '2026-11-23T00:00:00Z', number: 3 })
	];
	expect(sortSites(sites, 'due', 'open').map((site) => site.id)).toEqual(['late', 'soon', 'none', 'deferred']);
	expect(sortSites(sites, 'number', 'open').map((site) => site.number)).toEqual([1, 2, 3, 4]);
});

test('what was closed last stands first', () => {
	const closed = ['2026-11-01T00:00:00Z', '2026-11-20T00:00:00Z'].map((closedAt) => aSite({ id: closedAt, stage: 'closed', closedAt }));
	expect(sortSites(closed, 'due', 'closed').map((site) => site.id)).toEqual(['2026-11-20T00:00:00Z', '2026-11-01T00:00:00Z']);
});

test('layers count open ones of all, without those that were not filed', () => {
	const sites = [aSite(), aSite({ stage: 'closed' }), aSite({ stage: 'rejected' })];
	expect(countLayers(sites).get('trash_site')).toEqual({ open: 1, total: 2 });
});

test('a grid reference is that of the compound, whatever page shows the site', () => {
	const sheet = { origin: [126.43, 41.944] as [number, number], cellM: 60, columns: 6, rows: 6, bearing: 0 };
	const compound = new GridReferences([{ code: '220602003003001', sheet }]);
	const community = new GridReferences([
		{ code: '220602003003', sheet: null },
		{ code: '220602003003001', sheet }
	]);
	expect(compound.of(aSite())).toBe('C4');
	expect(community.of(aSite())).toBe('C4');
	expect(community.of(aSite({ geometry: null }))).toBeNull();
});
