import { describe, expect, it } from 'vitest';
import { keepClicks } from './keep-clicks.ts';

type Map = Parameters<typeof keepClicks>[0];

function aMap() {
	const listeners = new Set<(event: unknown) => void>();
	let shift = 0;
	return {
		map: {
			on: (_type: string, listener: (event: unknown) => void) => listeners.add(listener),
			off: (_type: string, listener: (event: unknown) => void) => listeners.delete(listener),
			project: ({ lng, lat }: { lng: number; lat: number }) => ({ x: lng + shift, y: lat })
		} as unknown as Map,
		click: (lng: number, lat: number) => listeners.forEach((listener) => listener({ lngLat: { lng, lat } })),
		pan: (by: number) => (shift += by)
	};
}

describe('keepClicks', () => {
	it('gives the clicks in their order, where the map shows their places now', () => {
		const { map, click, pan } = aMap();
		const kept = keepClicks(map);
		click(10, 20);
		click(30, 40);
		pan(5);
		expect(kept.take()).toEqual([
			[15, 20],
			[35, 40]
		]);
	});

	it('keeps no more once they were taken', () => {
		const { map, click } = aMap();
		const kept = keepClicks(map);
		expect(kept.take()).toEqual([]);
		click(10, 20);
		expect(kept.take()).toEqual([]);
	});
});
