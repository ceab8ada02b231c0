import { expect, test } from 'vitest';
import { readBasemap } from './basemap-form.ts';
import { BASEMAP_PRESETS } from './basemap-presets.ts';

const FORM = {
	id: 'streets',
	nameZh: '街道',
	nameEn: 'Streets',
	kind: 'raster',
	crs: 'GCJ02',
	source: 'https://tiles.example.com/{z}/{x}/{y}.png?tk={key}',
	file: '',
	attribution: '© 示例',
	approvalNumber: '',
	minZoom: '3',
	maxZoom: '18',
	key: ''
};

test.each(BASEMAP_PRESETS.map((preset) => [preset.id, preset] as const))('the preset %s may be stored as it is', (_id, preset) => {
	const { name, minZoom, maxZoom, needsKey, ...rest } = preset;
	const read = readBasemap(
		{ ...FORM, ...rest, nameZh: name['zh-CN'], nameEn: name.en, minZoom: String(minZoom), maxZoom: String(maxZoom) },
		0
	);
	expect(read.ok).toBe(true);
	expect(preset.source.includes('{key}')).toBe(needsKey);
});

test('the source of a PMTiles basemap is the chosen file, of any other what was typed', () => {
	expect(readBasemap({ ...FORM, kind: 'pmtiles', file: 'baishan.pmtiles' }, 2)).toMatchObject({
		value: { source: 'baishan.pmtiles', position: 2 }
	});
	expect(readBasemap({ ...FORM, kind: 'pmtiles' }, 0)).toMatchObject({ error: { code: 'bad_value', field: 'source' } });
	expect(readBasemap(FORM, 0)).toMatchObject({ value: { source: FORM.source, isPublic: false, isEnabled: false } });
});

test('an empty zoom is no zoom, and a public basemap needs its 审图号', () => {
	expect(readBasemap({ ...FORM, minZoom: '' }, 0)).toMatchObject({ error: { field: 'minZoom' } });
	expect(readBasemap({ ...FORM, isPublic: 'yes' }, 0)).toMatchObject({
		error: { code: 'basemap_needs_approval', field: 'approvalNumber' }
	});
	expect(readBasemap({ ...FORM, isPublic: 'yes', approvalNumber: ' GS(2026)1号 ' }, 0)).toMatchObject({
		value: { approvalNumber: 'GS(2026)1号' }
	});
});
