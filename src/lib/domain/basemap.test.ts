import { expect, test } from 'vitest';
import { checkBasemap, isPmtilesName, parseStyleSource } from './basemap.ts';
import { parseTileTemplate, publicHttpsHost, tileAddress } from './tile-template.ts';

const tianditu = {
	id: 'tianditu-vec',
	name: { 'zh-CN': '天地图矢量', en: 'Tianditu' },
	kind: 'raster',
	crs: 'CGCS2000',
	source: 'https://t{s:0-7}.tianditu.gov.cn/DataServer?T=vec_w&x={x}&y={y}&l={z}&tk={key}',
	attribution: '天地图',
	approvalNumber: 'GS（2025）1508号',
	minZoom: 1,
	maxZoom: 18,
	isPublic: false,
	isEnabled: true,
	position: 1
};

test('the usual services pass', () => {
	expect(checkBasemap(tianditu).ok).toBe(true);
	const amap = 'https://webrd0{s:1-4}.is.autonavi.com/appmaptile?style=8&x={x}&y={y}&z={z}';
	expect(checkBasemap({ ...tianditu, id: 'amap', crs: 'GCJ02', source: amap }).ok).toBe(true);
	const tencent = 'https://rt{s:0-3}.map.gtimg.com/tile?z={z}&x={x}&y={-y}&type=vector';
	expect(checkBasemap({ ...tianditu, id: 'tencent', crs: 'GCJ02', source: tencent }).ok).toBe(true);
});

test('subdomains are spread over the tiles and every one is a known host', () => {
	const parsed = parseTileTemplate(tianditu.source);
	if (!parsed.ok) throw new Error(parsed.error.code);
	expect(parsed.value.hosts).toHaveLength(8);
	expect(tileAddress(parsed.value, { z: 3, x: 6, y: 2 }, 'k/1')).toBe('https://t0.tianditu.gov.cn/DataServer?T=vec_w&x=6&y=2&l=3&tk=k%2F1');
	expect(parsed.value.needsKey).toBe(true);
});

test('rows may count from the south', () => {
	const parsed = parseTileTemplate('https://tiles.example.com/{z}/{x}/{-y}.png');
	if (!parsed.ok) throw new Error(parsed.error.code);
	expect(tileAddress(parsed.value, { z: 3, x: 0, y: 2 }, '')).toBe('https://tiles.example.com/3/0/5.png');
});

test.each([
	['http://tiles.example.com/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://127.0.0.1/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://2130706433/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://0x7f.1/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://[::1]/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://localhost/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://db.internal/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://user:secret@tiles.example.com/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://{key}.example.com/{z}/{x}/{y}', 'basemap_bad_address'],
	['https://tiles.example.com/{z}/{x}', 'basemap_missing_placeholder'],
	['https://tiles.example.com/{z}/{x}/{y}?{token}', 'basemap_unknown_placeholder'],
	['https://{s:0-9999}.example.com/{z}/{x}/{y}', 'basemap_bad_subdomains'],
	['https://{s:a/,b}.example.com/{z}/{x}/{y}', 'basemap_bad_subdomains'],
	['file:///etc/passwd?{z}{x}{y}', 'basemap_bad_address']
])('%s is refused as %s', (source, code) => {
	const checked = checkBasemap({ ...tianditu, source });
	expect(checked.ok ? null : checked.error.code).toBe(code);
});

test('a public basemap shows its approval number, so it must have one', () => {
	const checked = checkBasemap({ ...tianditu, isPublic: true, approvalNumber: null });
	expect(checked.ok ? null : checked.error).toMatchObject({ code: 'basemap_needs_approval', field: 'approvalNumber' });
});

test('the built-in ids stay built in', () => {
	const checked = checkBasemap({ ...tianditu, id: 'overview' });
	expect(checked.ok ? null : checked.error.code).toBe('basemap_id_taken');
});

test('a wrong field is named', () => {
	const checked = checkBasemap({ ...tianditu, name: { 'zh-CN': '', en: 'x' } });
	expect(checked.ok ? null : checked.error).toMatchObject({ code: 'bad_value', field: 'name.zh-CN' });
});

test('PMTiles are bare names in their folder', () => {
	expect(['streets.pmtiles', '白山-2026.pmtiles'].every(isPmtilesName)).toBe(true);
	expect(['../keys.pmtiles', 'a/b.pmtiles', '.pmtiles', 'x.mbtiles', '.hidden.pmtiles', 'a\0.pmtiles'].some(isPmtilesName)).toBe(false);
});

test('a style keeps its layers and its sources by template, and nothing that fetches', () => {
	const style = {
		version: 8,
		glyphs: 'https://fonts.example.com/{fontstack}/{range}.pbf',
		sprite: 'https://example.com/sprite',
		sources: { base: { type: 'vector', tiles: ['https://tiles.example.com/{z}/{x}/{y}.pbf?k={key}'], maxzoom: 14 } },
		layers: [
			{ id: 'ground', type: 'background', paint: { 'background-color': '#fff' } },
			{ id: 'water', type: 'fill', source: 'base', 'source-layer': 'water' }
		]
	};
	const parsed = parseStyleSource(JSON.stringify(style));
	if (!parsed.ok) throw new Error(parsed.error.code);
	expect(parsed.value.sources.base?.template.hosts).toEqual(['tiles.example.com']);
	expect(parsed.value.layers.map((layer) => layer.id)).toEqual(['ground', 'water']);
	const orphan = { ...style, layers: [{ id: 'lost', type: 'fill', source: 'other' }] };
	expect(parseStyleSource(JSON.stringify(orphan)).ok).toBe(false);
	const fetched = { ...style, sources: { base: { type: 'vector', url: 'https://tiles.example.com/tiles.json' } } };
	expect(parseStyleSource(JSON.stringify(fetched)).ok).toBe(false);
});

test('a host is a public name', () => {
	expect(publicHttpsHost('https://a.example.com:8443/x')).toBe('a.example.com:8443');
	expect(publicHttpsHost('https://a.example.com%2f@127.0.0.1/')).toBeNull();
	expect(publicHttpsHost('https:\\\\a.example.com/')).toBeNull();
});
