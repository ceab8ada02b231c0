import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toWgs84, type Position } from '#lib/geo/coordinates.ts';
import { distanceM } from '#lib/geo/measure.ts';
import { battleScene, sheetGround, type SheetView } from './battle-scene.ts';
import { EMPTY_SCENE, NO_FEATURES } from './scene.ts';
import type { PinCollection, PinProperties } from './site-source.ts';

const properties: PinProperties = { id: 'a', layer: 'trash_site', pin: 'filed:1:', rank: 1, open: 1, overdue: 0, soon: 0, offset: [0, 0] };
const pinsAt = (coordinates: Position): PinCollection => ({
	type: 'FeatureCollection',
	features: [{ type: 'Feature', geometry: { type: 'Point', coordinates }, properties }]
});
const ground = sheetGround({
	area: { code: '220602003003001', level: 'compound', boundary: null, center: null, sheet: null },
	children: [],
	plan: { shapes: NO_FEATURES, labels: NO_FEATURES },
	childText: (code) => ({ name: code })
});
const view = (over: Partial<SheetView>): SheetView => ({
	theme: 'light',
	crs: 'WGS84',
	basemap: EMPTY_SCENE,
	basemapId: 'plan',
	pins: pinsAt([126.43, 41.94]),
	shapes: NO_FEATURES,
	selected: pinsAt([126.43, 41.94]),
	pinPx: 26,
	opacity: {},
	...over
});

function pinOf(scene: ReturnType<typeof battleScene>, source = 'pins'): Position {
	const { data } = scene.sources[source] as unknown as { data: PinCollection };
	return data.features[0]?.geometry.coordinates as Position;
}

describe('on a basemap of another system', () => {
	test('what is drawn is moved onto it, and a click there leads back to where it was', () => {
		fc.assert(
			fc.property(fc.double({ min: 74, max: 134, noNaN: true }), fc.double({ min: 19, max: 53, noNaN: true }), (lng, lat) => {
				const scene = battleScene(ground, view({ crs: 'GCJ02', pins: pinsAt([lng, lat]) }));
				const drawn = pinOf(scene);
				expect(distanceM(drawn, [lng, lat])).toBeGreaterThan(20);
				expect(distanceM(toWgs84(drawn, 'GCJ02'), [lng, lat])).toBeLessThan(0.01);
			})
		);
	});

	test('pins, the chosen one and the ground move together; nothing moves on one of our own system', () => {
		const gcj = battleScene(ground, view({ crs: 'GCJ02' }));
		expect(pinOf(gcj, 'selected')).toEqual(pinOf(gcj));
		expect(pinOf(battleScene(ground, view({ crs: 'CGCS2000' })))).toEqual([126.43, 41.94]);
	});

	test('data that did not change stays the same object, so that nothing is sent to the map again', () => {
		const now = view({ crs: 'GCJ02' });
		const dataOf = (scene: ReturnType<typeof battleScene>): unknown => (scene.sources.pins as unknown as { data: unknown }).data;
		expect(dataOf(battleScene(ground, now))).toBe(dataOf(battleScene(ground, { ...now, theme: 'dark' })));
	});
});

test('every layer has a source, and no layer stands twice', () => {
	for (const basemapId of ['plan', 'overview', 'other']) {
		const { layers, sources } = battleScene(ground, view({ basemapId }));
		expect(new Set(layers.map(({ id }) => id)).size).toBe(layers.length);
		for (const layer of layers) if ('source' in layer) expect(Object.keys(sources)).toContain(layer.source);
	}
});

test('a foreign basemap shows its own streets: the plan is left out, pins and boundary stay on top', () => {
	const ids = battleScene(ground, view({ basemapId: 'tianditu' })).layers.map(({ id }) => id);
	expect(ids.some((id) => id.startsWith('plan-'))).toBe(false);
	expect(ids.indexOf('boundary')).toBeLessThan(ids.indexOf('site-pin'));
});
