import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffScenes, type SceneOperation } from './diff-scenes.ts';
import { EMPTY_SCENE, type Scene, type SceneLayer, type SceneSource } from './scene.ts';

const collections = [0, 1, 2].map((count): GeoJSON.FeatureCollection => ({
	type: 'FeatureCollection',
	features: Array.from({ length: count }, () => ({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: [0, 0] } }))
}));

const sources: fc.Arbitrary<SceneSource> = fc.oneof(
	fc.record({ type: fc.constant('geojson' as const), data: fc.constantFrom(...collections), cluster: fc.boolean() }),
	fc.record({ type: fc.constant('raster' as const), tiles: fc.constantFrom<string[]>(['/a/{z}'], ['/b/{z}']) })
);

const scenes: fc.Arbitrary<Scene> = fc
	.dictionary(fc.constantFrom('s1', 's2', 's3'), sources)
	.chain((known) => {
		const names = Object.keys(known);
		const layer = fc.record({
			id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
			type: fc.constantFrom('fill', 'line', 'background'),
			source: names.length ? fc.constantFrom(...names) : fc.constant(''),
			paint: fc.record({ 'fill-color': fc.constantFrom('#111111', '#222222') }, { requiredKeys: [] }),
			minzoom: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
			filter: fc.option(fc.constantFrom(['==', 'kind', 'a'], ['==', 'kind', 'b']), { nil: undefined })
		});
		return fc.record({
			sources: fc.constant(known),
			layers: fc.uniqueArray(layer, { selector: (one) => one.id, maxLength: names.length ? 6 : 0 })
		});
	})
	.map((scene) => scene as unknown as Scene);

/** A map that knows nothing but the rules: a source must stand before a layer uses it, and so on. */
class ModelMap {
	sources: Record<string, SceneSource> = {};
	layers: SceneLayer[] = [];

	apply(operation: SceneOperation): void {
		switch (operation.type) {
			case 'add_source':
				if (operation.id in this.sources) throw new Error(`source ${operation.id} stands`);
				this.sources[operation.id] = operation.source;
				break;
			case 'remove_source':
				if (this.layers.some((layer) => 'source' in layer && layer.source === operation.id)) throw new Error(`${operation.id} is used`);
				this.sources = Object.fromEntries(Object.entries(this.sources).filter(([id]) => id !== operation.id));
				break;
			case 'set_data':
				this.sources[operation.id] = { ...this.sources[operation.id], data: operation.data } as SceneSource;
				break;
			case 'add_layer': {
				const { layer } = operation;
				if (this.layers.some(({ id }) => id === layer.id)) throw new Error(`${layer.id} stands`);
				if ('source' in layer && !((layer.source as string) in this.sources)) throw new Error(`${layer.id} has no source`);
				this.layers.splice(this.#place(operation.before), 0, layer);
				break;
			}
			case 'remove_layer':
				this.layers.splice(this.#index(operation.id), 1);
				break;
			case 'move_layer': {
				const [moved] = this.layers.splice(this.#index(operation.id), 1);
				if (moved) this.layers.splice(this.#place(operation.before), 0, moved);
				break;
			}
			case 'set_paint':
			case 'set_layout': {
				const part = operation.type === 'set_paint' ? 'paint' : 'layout';
				this.#change(operation.id, (layer) => ({ ...layer, [part]: clean({ ...layer[part], [operation.name]: operation.value }) }));
				break;
			}
			case 'set_filter':
				this.#change(operation.id, (layer) => ({ ...layer, filter: operation.filter ?? undefined }));
				break;
			case 'set_zoom_range':
				this.#change(operation.id, (layer) => ({ ...layer, minzoom: operation.minzoom || undefined }));
		}
	}

	#change(id: string, change: (layer: SceneLayer) => object): void {
		const index = this.#index(id);
		this.layers[index] = change(this.layers[index] as SceneLayer) as SceneLayer;
	}
	#index(id: string): number {
		const index = this.layers.findIndex((layer) => layer.id === id);
		if (index < 0) throw new Error(`no layer ${id}`);
		return index;
	}
	#place(before: string | null): number {
		return before === null ? this.layers.length : this.#index(before);
	}
}

const clean = (value: object): object => JSON.parse(JSON.stringify(value)) as object;
const words = (map: Pick<Scene, 'sources' | 'layers'>): unknown =>
	JSON.parse(
		JSON.stringify({ sources: map.sources, layers: map.layers.map((layer) => ({ ...layer, minzoom: layer.minzoom || undefined })) })
	);

test('the operations lead from any scene to any other, legally at every step', () => {
	fc.assert(
		fc.property(scenes, scenes, (first, second) => {
			const map = new ModelMap();
			for (const operation of diffScenes(EMPTY_SCENE, first)) map.apply(operation);
			expect(words(map)).toEqual(words(first));
			for (const operation of diffScenes(first, second)) map.apply(operation);
			expect(words(map)).toEqual(words(second));
		}),
		{ numRuns: 500 }
	);
});

test('a scene against itself is nothing to do', () => {
	fc.assert(fc.property(scenes, (scene) => void expect(diffScenes(scene, { ...scene, layers: [...scene.layers] })).toEqual([])));
});

const layer = (id: string, paint: object = {}): SceneLayer => ({ id, type: 'fill', source: 's', paint }) as SceneLayer;
const scene = (...layers: SceneLayer[]): Scene => ({
	sources: { s: { type: 'geojson', data: collections[0] as GeoJSON.FeatureCollection } },
	layers
});

test('new data replaces data and touches no layer', () => {
	const data = structuredClone(collections[1]) as GeoJSON.FeatureCollection;
	expect(diffScenes(scene(layer('a')), { ...scene(layer('a')), sources: { s: { type: 'geojson', data } } })).toEqual([
		{ type: 'set_data', id: 's', data }
	]);
});

test('a changed colour is one paint operation', () => {
	expect(diffScenes(scene(layer('a', { 'fill-color': '#111111' })), scene(layer('a', { 'fill-color': '#222222' })))).toEqual([
		{ type: 'set_paint', id: 'a', name: 'fill-color', value: '#222222' }
	]);
});

test('a basemap slips under everything that stands', () => {
	const operations = diffScenes(scene(layer('a'), layer('b')), scene(layer('base'), layer('a'), layer('b')));
	expect(operations).toEqual([{ type: 'add_layer', layer: layer('base'), before: 'a' }]);
});
