import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NO_LAYER, readMapView, SORTS, TABS, writeMapView, type MapView } from './map-view.ts';

const views: fc.Arbitrary<MapView> = fc.record({
	task: fc.option(fc.uuid()),
	tab: fc.constantFrom(...TABS),
	sort: fc.constantFrom(...SORTS),
	filter: fc.record(
		{
			stages: fc.uniqueArray(fc.constantFrom('filed', 'assigned', 'closed'), { minLength: 1 }),
			layers: fc.uniqueArray(fc.constantFrom('trash_site', 'camera'), { minLength: 1 }),
			light: fc.constant('overdue' as const),
			owner: fc.uuid(),
			text: fc.string({ minLength: 1, maxLength: 12 }).filter((text) => text.trim() === text),
			unlocated: fc.constant(true)
		},
		{ requiredKeys: [] }
	),
	opacity: fc.dictionary(fc.constantFrom('trash_site', 'small_ad'), fc.integer({ min: 0, max: 99 }), { noNullPrototype: true }),
	basemap: fc.option(fc.constantFrom('plan', 'overview', 'tianditu-vec')),
	camera: fc.option(
		fc.record({
			center: fc.constant([126.43, 41.94] as [number, number]),
			zoom: fc.constantFrom(16, 17.25),
			bearing: fc.constantFrom(0, 30, -90)
		})
	)
});

test('any view survives its link, and the campaign in the link stays', () => {
	fc.assert(
		fc.property(views, (view) => {
			const query = writeMapView(view, new URLSearchParams('campaign=sancheng&text=before'));
			expect(query.get('campaign')).toBe('sancheng');
			expect(readMapView(new URLSearchParams(query.toString()))).toEqual(view);
		})
	);
});

test('a plain view leaves a plain link', () => {
	const plain = readMapView(new URLSearchParams());
	expect(writeMapView(plain, new URLSearchParams()).toString()).toBe('');
});

test('all layers switched off is another view than none chosen', () => {
	const none = { ...readMapView(new URLSearchParams()), filter: { layers: [NO_LAYER] } };
	expect(readMapView(writeMapView(none, new URLSearchParams())).filter.layers).toEqual([NO_LAYER]);
});

test('nonsense in a link is left out', () => {
	const view = readMapView(new URLSearchParams('tab=x&sort=y&opacity=a:b,trash_site:140,%3Cscript%3E:20&at=1,2&light=overdue'));
	expect(view).toMatchObject({ tab: 'open', sort: 'due', opacity: {}, camera: null, filter: { light: 'overdue' } });
});
