import type { Scene, SceneLayer, SceneSource } from './scene.ts';

/** One step from a scene to the next. `before` names the layer above; null is the top. */
export type SceneOperation =
	| { type: 'remove_layer'; id: string }
	| { type: 'remove_source'; id: string }
	| { type: 'add_source'; id: string; source: SceneSource }
	| { type: 'set_data'; id: string; data: GeoJSON.FeatureCollection }
	| { type: 'add_layer'; layer: SceneLayer; before: string | null }
	| { type: 'move_layer'; id: string; before: string | null }
	| { type: 'set_paint'; id: string; name: string; value: unknown }
	| { type: 'set_layout'; id: string; name: string; value: unknown }
	| { type: 'set_filter'; id: string; filter: unknown }
	| { type: 'set_zoom_range'; id: string; minzoom: number; maxzoom: number };

const LOWEST_ZOOM = 0;
const HIGHEST_ZOOM = 24;

/** The operations that lead from one scene to another, in an order that is legal at every step. */
export function diffScenes(from: Scene, to: Scene): SceneOperation[] {
	const rebuilt = new Set(
		Object.entries(to.sources)
			.filter(([id, source]) => {
				const before = from.sources[id];
				return before !== undefined && !isSameButData(before, source);
			})
			.map(([id]) => id)
	);
	const before = new Map(from.layers.map((layer) => [layer.id, layer]));
	const after = new Map(to.layers.map((layer) => [layer.id, layer]));
	const kept = (layer: SceneLayer): boolean => {
		const twin = before.get(layer.id);
		return twin !== undefined && isSameGround(twin, layer) && !rebuilt.has(sourceOf(layer) ?? '');
	};
	const operations: SceneOperation[] = [];
	const standing: string[] = [];
	for (const layer of from.layers) {
		const twin = after.get(layer.id);
		if (twin && kept(twin)) standing.push(layer.id);
		else operations.push({ type: 'remove_layer', id: layer.id });
	}
	for (const id of Object.keys(from.sources)) {
		if (!(id in to.sources) || rebuilt.has(id)) operations.push({ type: 'remove_source', id });
	}
	for (const [id, source] of Object.entries(to.sources)) {
		const old = from.sources[id];
		if (!old || rebuilt.has(id)) operations.push({ type: 'add_source', id, source });
		else if (isGeoJson(source) && isGeoJson(old) && source.data !== old.data) operations.push({ type: 'set_data', id, data: source.data });
	}
	operations.push(...orderLayers(standing, to.layers, kept));
	for (const layer of to.layers) {
		const twin = before.get(layer.id);
		if (twin && kept(layer)) operations.push(...restyle(twin, layer));
	}
	return operations;
}

/** Adds and moves from the top down, so that `before` always names a layer that stands already. */
function orderLayers(standing: string[], wanted: readonly SceneLayer[], kept: (layer: SceneLayer) => boolean): SceneOperation[] {
	const operations: SceneOperation[] = [];
	const stack = [...standing];
	let above: string | null = null;
	for (const layer of wanted.toReversed()) {
		const place: number = above === null ? stack.length : stack.indexOf(above);
		if (!kept(layer)) {
			operations.push({ type: 'add_layer', layer, before: above });
			stack.splice(place, 0, layer.id);
		} else if (stack[place - 1] !== layer.id) {
			operations.push({ type: 'move_layer', id: layer.id, before: above });
			stack.splice(stack.indexOf(layer.id), 1);
			stack.splice(above === null ? stack.length : stack.indexOf(above), 0, layer.id);
		}
		above = layer.id;
	}
	return operations;
}

function restyle(from: SceneLayer, to: SceneLayer): SceneOperation[] {
	const operations: SceneOperation[] = [];
	for (const [name, value] of changed(from.paint, to.paint)) operations.push({ type: 'set_paint', id: to.id, name, value });
	for (const [name, value] of changed(from.layout, to.layout)) operations.push({ type: 'set_layout', id: to.id, name, value });
	const [oldFilter, newFilter] = [filterOf(from), filterOf(to)];
	if (!isSame(oldFilter, newFilter)) operations.push({ type: 'set_filter', id: to.id, filter: newFilter ?? null });
	if (from.minzoom !== to.minzoom || from.maxzoom !== to.maxzoom) {
		operations.push({ type: 'set_zoom_range', id: to.id, minzoom: to.minzoom ?? LOWEST_ZOOM, maxzoom: to.maxzoom ?? HIGHEST_ZOOM });
	}
	return operations;
}

function* changed(from: object | undefined, to: object | undefined): Generator<[string, unknown]> {
	const before = (from ?? {}) as Record<string, unknown>;
	const after = (to ?? {}) as Record<string, unknown>;
	for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
		if (!isSame(before[name], after[name])) yield [name, after[name]];
	}
}

/** Whether a layer can be restyled in place: its type and where its data comes from stay. */
function isSameGround(a: SceneLayer, b: SceneLayer): boolean {
	return a.type === b.type && sourceOf(a) === sourceOf(b) && sourceLayerOf(a) === sourceLayerOf(b);
}

const sourceOf = (layer: SceneLayer): string | undefined => ('source' in layer ? (layer.source as string) : undefined);
const sourceLayerOf = (layer: SceneLayer): string | undefined => ('source-layer' in layer ? layer['source-layer'] : undefined);
const filterOf = (layer: SceneLayer): unknown => ('filter' in layer ? layer.filter : undefined);
const isGeoJson = (source: SceneSource): source is SceneSource & { data: GeoJSON.FeatureCollection } => source.type === 'geojson';

function isSameButData(a: SceneSource, b: SceneSource): boolean {
	if (!isGeoJson(a) || !isGeoJson(b)) return isSame(a, b);
	return isSame({ ...a, data: null }, { ...b, data: null });
}

/** Style values are plain JSON of a few words. */
function isSame(a: unknown, b: unknown): boolean {
	return a === b || JSON.stringify(a) === JSON.stringify(b);
}
