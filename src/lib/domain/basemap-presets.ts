import type { BasemapInput } from './basemap.ts';

/** What a form begins with: services as they write their addresses, without a key and without a 审图号. */
export interface BasemapPreset extends Pick<
	BasemapInput,
	'id' | 'name' | 'kind' | 'crs' | 'source' | 'attribution' | 'minZoom' | 'maxZoom'
> {
	needsKey: boolean;
}

/** Tianditu draws names apart from the ground, so a map is a style of two sources. Its `_w` sets lie within decimetres of WGS-84. */
function tianditu(ground: string, names: string): string {
	const source = (layer: string) => ({
		type: 'raster',
		tiles: [
			`https://t{s:0-7}.tianditu.gov.cn/${layer}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=${layer}&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={key}`
		],
		tileSize: 256,
		maxzoom: 18
	});
	return JSON.stringify(
		{
			version: 8,
			sources: { ground: source(ground), names: source(names) },
			layers: [
				{ id: 'ground', type: 'raster', source: 'ground' },
				{ id: 'names', type: 'raster', source: 'names' }
			]
		},
		null,
		'\t'
	);
}

export const BASEMAP_PRESETS: readonly BasemapPreset[] = [
	{
		id: 'tianditu',
		name: { 'zh-CN': '天地图矢量', en: 'Tianditu' },
		kind: 'style',
		crs: 'CGCS2000',
		source: tianditu('vec', 'cva'),
		attribution: '国家地理信息公共服务平台（天地图）',
		minZoom: 1,
		maxZoom: 18,
		needsKey: true
	},
	{
		id: 'tianditu-image',
		name: { 'zh-CN': '天地图影像', en: 'Tianditu imagery' },
		kind: 'style',
		crs: 'CGCS2000',
		source: tianditu('img', 'cia'),
		attribution: '国家地理信息公共服务平台（天地图）',
		minZoom: 1,
		maxZoom: 18,
		needsKey: true
	},
	{
		id: 'amap',
		name: { 'zh-CN': '高德', en: 'Amap' },
		kind: 'raster',
		crs: 'GCJ02',
		source: 'https://webrd0{s:1-4}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}',
		attribution: '高德地图',
		minZoom: 3,
		maxZoom: 18,
		needsKey: false
	},
	{
		id: 'tencent',
		name: { 'zh-CN': '腾讯', en: 'Tencent' },
		kind: 'raster',
		crs: 'GCJ02',
		source: 'https://rt{s:0-3}.map.gtimg.com/tile?z={z}&x={x}&y={-y}&styleid=1&scene=0&version=347',
		attribution: '腾讯地图',
		minZoom: 3,
		maxZoom: 18,
		needsKey: false
	}
];
