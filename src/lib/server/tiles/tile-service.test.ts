import { expect, test } from 'vitest';
import type { BasemapSource } from '#lib/data/basemaps.ts';
import { TileService, readPlace, styleDetail } from './tile-service.ts';
import type { TilePorts } from './upstream.ts';

const PNG = Buffer.concat([Buffer.from([0x89]), Buffer.from('PNG\r\n\x1a\n'), Buffer.alloc(20)]);

function aBasemap(over: Partial<BasemapSource> = {}): BasemapSource {
	return {
		id: 'tianditu',
		kind: 'raster',
		source: 'https://t{s:0-7}.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk={key}',
		key: 'kept secret/1',
		isPublic: false,
		minZoom: 1,
		maxZoom: 18,
		...over
	};
}

function aNetwork(type = 'image/png', status = 200): { asked: string[]; ports: TilePorts } {
	const asked: string[] = [];
	return {
		asked,
		ports: {
			resolve: async () => ['36.110.166.203'],
			isAllowed: () => true,
			get: async (url) => {
				asked.push(url.href);
				return { status, type, encoding: '', body: type === 'image/png' ? PNG : Buffer.from([0x1a, 0]) };
			}
		}
	};
}

test('the key is put into the question, and nowhere else', async () => {
	const { asked, ports } = aNetwork();
	const fetched = await new TileService(ports).tile(aBasemap(), null, { z: 14, x: 13945, y: 6069 });
	expect(fetched).toMatchObject({ ok: true, value: { type: 'image/png' } });
	expect(asked).toEqual(['https://t6.tianditu.gov.cn/DataServer?T=vec_w&x=13945&y=6069&l=14&tk=kept%20secret%2F1']);
	expect(JSON.stringify(fetched)).not.toContain('secret');
});

test('a tile is asked for once, however often it is looked at', async () => {
	const { asked, ports } = aNetwork();
	const service = new TileService(ports);
	for (let turn = 0; turn < 3; turn++) await service.tile(aBasemap(), null, { z: 3, x: 1, y: 1 });
	expect(asked).toHaveLength(1);
	await service.tile(aBasemap({ source: 'https://other.example.com/{z}/{x}/{y}.png' }), null, { z: 3, x: 1, y: 1 });
	expect(asked).toHaveLength(2);
});

test('a service that refuses is not asked again at once', async () => {
	const { asked, ports } = aNetwork('text/plain', 403);
	const service = new TileService(ports);
	for (let turn = 0; turn < 3; turn++) {
		expect(await service.tile(aBasemap(), null, { z: 3, x: 1, y: 1 })).toMatchObject({
			ok: false,
			error: { code: 'tile_refused', info: 403 }
		});
	}
	expect(asked).toHaveLength(1);
});

test('nothing outside the basemap’s zooms or the world is asked for', async () => {
	const { asked, ports } = aNetwork();
	const service = new TileService(ports);
	for (const place of [
		{ z: 0, x: 0, y: 0 },
		{ z: 19, x: 1, y: 1 },
		{ z: 3, x: 8, y: 0 },
		{ z: 3, x: 0, y: 8 }
	]) {
		expect(await service.tile(aBasemap(), null, place)).toMatchObject({ ok: false, error: { code: 'tile_not_there' } });
	}
	expect(asked).toEqual([]);
	for (const [z, x, y] of [
		['-1', '0', '0'],
		['1e1', '0', '0'],
		['3', '0x1', '0'],
		['3', '1', '1.5'],
		[undefined, '1', '1']
	]) {
		expect(readPlace(z, x, y)).toBeNull();
	}
	expect(readPlace('14', '13945', '6069')).toEqual({ z: 14, x: 13945, y: 6069 });
});

test('a style’s sources are named to the browser by our own paths, and asked by their templates', async () => {
	const style = aBasemap({
		kind: 'style',
		source: JSON.stringify({
			version: 8,
			sources: { streets: { type: 'vector', tiles: ['https://v.example.com/{z}/{x}/{y}.pbf?key={key}'], maxzoom: 14 } },
			layers: [{ id: 'roads', type: 'line', source: 'streets', 'source-layer': 'roads' }]
		})
	});
	const detail = styleDetail(style, (name) => `/tiles/x/{z}/{x}/{y}?of=${name}`);
	expect(detail).toEqual({
		ok: true,
		value: {
			style: {
				sources: { streets: { type: 'vector', maxzoom: 14, tiles: ['/tiles/x/{z}/{x}/{y}?of=streets'] } },
				layers: [{ id: 'roads', type: 'line', source: 'streets', 'source-layer': 'roads' }]
			}
		}
	});
	const { asked, ports } = aNetwork('application/x-protobuf');
	const service = new TileService(ports);
	expect(await service.tile(style, 'streets', { z: 2, x: 1, y: 1 })).toMatchObject({ ok: true });
	expect(asked[0]).toContain('https://v.example.com/2/1/1.pbf');
	for (const of of [null, 'other', '__proto__', 'constructor']) {
		expect(await service.tile(style, of, { z: 2, x: 1, y: 1 })).toMatchObject({ ok: false, error: { code: 'unknown_basemap' } });
	}
});
