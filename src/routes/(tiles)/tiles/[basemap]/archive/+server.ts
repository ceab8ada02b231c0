import type { RequestHandler } from '@sveltejs/kit';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { findArchive, readPart } from '#lib/server/tiles/archive.ts';
import { basemapFor, refuse } from '#lib/server/tiles/gate.ts';

/** Parts of a PMTiles file that lies in the data directory. */
export const GET: RequestHandler = async (event) => {
	const basemap = await basemapFor(event);
	if (!basemap.ok) return refuse(basemap.error);
	const file = basemap.value.kind === 'pmtiles' ? await findArchive(dataDir().tiles, basemap.value.source) : null;
	return file ? readPart(file, event.request.headers.get('range')) : refuse({ code: 'not_found' });
};
