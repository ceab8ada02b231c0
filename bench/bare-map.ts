import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';

/** The least that a page can be which draws these points with MapLibre: a circle each, no names, no list. */
const PAGE = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/maplibre-gl.css">
<style>html,body,#map{margin:0;height:100%}</style><div id="map"></div>
<script type="module">
import { Map, setWorkerUrl } from '/maplibre-gl.mjs';
setWorkerUrl('/maplibre-gl-worker.mjs');
const map = new Map({
	container: 'map', attributionControl: false,
	style: { version: 8, sources: { sites: { type: 'geojson', data: '/sites.geojson' } }, layers: [
		{ id: 'ground', type: 'background', paint: { 'background-color': '#edefea' } },
		{ id: 'sites', type: 'circle', source: 'sites', paint: { 'circle-radius': 9, 'circle-color': '#2472b5' } }
	] },
	center: CENTER, zoom: ZOOM
});
map.once('idle', () => document.body.dataset.mapReady = 'true');
</script>`;

export interface BareMap {
	url: string;
	close: () => void;
}

/** Serves a bare MapLibre page over the GeoJSON, compressed as the application's answers are. */
export async function serveBareMap(sites: GeoJSON.FeatureCollection, center: [number, number], zoom: number): Promise<BareMap> {
	const dist = dirname(fileURLToPath(import.meta.resolve('maplibre-gl')));
	const files: Record<string, [type: string, body: Buffer]> = {
		'/': ['text/html', Buffer.from(PAGE.replace('CENTER', JSON.stringify(center)).replace('ZOOM', String(zoom)))],
		'/sites.geojson': ['application/json', Buffer.from(JSON.stringify(sites))]
	};
	for (const name of ['maplibre-gl.mjs', 'maplibre-gl-shared.mjs', 'maplibre-gl-worker.mjs', 'maplibre-gl.css']) {
		files[`/${name}`] = [name.endsWith('.css') ? 'text/css' : 'text/javascript', readFileSync(join(dist, name))];
	}
	const packed = new Map(
		Object.entries(files).map(([path, [type, body]]) => {
			const quality = { [constants.BROTLI_PARAM_QUALITY]: path.endsWith('.geojson') ? 4 : 11 };
			return [path, { type, body: brotliCompressSync(body, { params: quality }) }];
		})
	);
	const server = createServer((request, response) => {
		const file = packed.get(new URL(request.url ?? '/', 'http://localhost').pathname);
		if (!file) return response.writeHead(404).end();
		return response.writeHead(200, { 'content-type': file.type, 'content-encoding': 'br' }).end(file.body);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() };
}
