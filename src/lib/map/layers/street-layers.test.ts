import { expect, test } from 'vitest';
import { PALETTES } from '../palette.ts';
import { streetLayers } from './street-layers.ts';

const OPENMAPTILES = ['water', 'landcover', 'transportation', 'transportation_name', 'building', 'boundary', 'place', 'poi'];
const PLAIN = ['roads', 'buildings', 'landuse', 'waterways', 'railways', 'places'];

for (const [schema, present] of Object.entries({ openmaptiles: OPENMAPTILES, plain: PLAIN })) {
	test(`of a ${schema} file roads, buildings, water and names are drawn, each layer once`, () => {
		const layers = streetLayers(PALETTES.light, present);
		const ids = layers.map(({ id }) => id);
		expect(new Set(ids).size).toBe(ids.length);
		const drawn = new Set(layers.flatMap((layer) => ('source-layer' in layer ? [layer['source-layer']] : [])));
		expect([...drawn].every((name) => name !== undefined && present.includes(name))).toBe(true);
		for (const word of [/road|transportation/, /building/, /water/, /place/])
			expect([...drawn].some((name) => word.test(name ?? ''))).toBe(true);
	});
}

test('what it does not know it leaves out', () => {
	expect(streetLayers(PALETTES.dark, ['poi', 'housenumber'])).toEqual([]);
});
