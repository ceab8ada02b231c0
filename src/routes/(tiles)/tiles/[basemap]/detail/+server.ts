import { json, type RequestHandler } from '@sveltejs/kit';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { describeError, log } from '#lib/server/backend/log.ts';
import { findArchive, vectorLayers } from '#lib/server/tiles/archive.ts';
import { basemapFor, refuse } from '#lib/server/tiles/gate.ts';
import { styleDetail } from '#lib/server/tiles/tile-service.ts';

/** What a browser asks before it draws a basemap: the layers of a file, a style rewritten to our own origin. */
export const GET: RequestHandler = async (event) => {
	const basemap = await basemapFor(event);
	if (!basemap.ok) return refuse(basemap.error);
	const { id, kind, source } = basemap.value;
	if (kind === 'style') {
		const detail = styleDetail(basemap.value, (name) => `/tiles/${id}/{z}/{x}/{y}?of=${encodeURIComponent(name)}`);
		return detail.ok ? json(detail.value, { headers: { 'cache-control': 'no-store' } }) : refuse(detail.error);
	}
	if (kind !== 'pmtiles') return json({});
	const file = await findArchive(dataDir().tiles, source);
	if (!file) return refuse({ code: 'not_found' });
	try {
		return json({ vectorLayers: await vectorLayers(file) }, { headers: { 'cache-control': 'no-store' } });
	} catch (error) {
		log('warn', 'tile', { basemap: id, ...describeError(error) });
		return refuse({ code: 'basemap_bad_file' });
	}
};
