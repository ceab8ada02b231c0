import type { BasemapKind, BasemapSystem } from '#lib/domain/basemap.ts';
import { m } from '#lib/paraglide/messages.js';

const KINDS: Record<BasemapKind, () => string> = {
	plan: m.basemap_kind_plan,
	raster: m.basemap_kind_raster,
	pmtiles: m.basemap_kind_pmtiles,
	style: m.basemap_kind_style
};
const SYSTEMS: Record<BasemapSystem, () => string> = {
	WGS84: m.basemap_crs_WGS84,
	CGCS2000: m.basemap_crs_CGCS2000,
	GCJ02: m.basemap_crs_GCJ02
};

export const kindName = (kind: BasemapKind): string => KINDS[kind]();
export const crsName = (crs: BasemapSystem): string => SYSTEMS[crs]();
