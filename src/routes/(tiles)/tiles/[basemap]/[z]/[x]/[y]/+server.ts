import type { RequestHandler } from '@sveltejs/kit';
import { log } from '#lib/server/backend/log.ts';
import { basemapFor, refuse } from '#lib/server/tiles/gate.ts';
import { TileService, readPlace } from '#lib/server/tiles/tile-service.ts';

const tiles = new TileService();
/** A service that is down fails forty times a second; one line a minute says so. */
const SAID_MS = 60_000;
const said = new Map<string, number>();

/** One tile of a basemap, fetched by the server with the key that stays there. `?of=` names a source of a style. */
export const GET: RequestHandler = async (event) => {
	const { params, url } = event;
	const place = readPlace(params.z, params.x, params.y);
	if (!place) return refuse({ code: 'not_found' });
	const basemap = await basemapFor(event);
	if (!basemap.ok) return refuse(basemap.error);
	const { id, isPublic } = basemap.value;
	const fetched = await tiles.tile(basemap.value, url.searchParams.get('of'), place);
	if (!fetched.ok) {
		const { code, info } = fetched.error;
		const last = said.get(`${id} ${code}`) ?? 0;
		if (code !== 'tile_not_there' && Date.now() - last > SAID_MS) {
			said.set(`${id} ${code}`, Date.now());
			log('warn', 'tile', { basemap: id, code, status: typeof info === 'number' ? info : null });
		}
		return refuse(fetched.error);
	}
	return new Response(new Uint8Array(fetched.value.body), {
		headers: {
			'content-type': fetched.value.type,
			'cache-control': `${isPublic ? 'public' : 'private'}, max-age=86400`,
			'content-security-policy': "default-src 'none'; sandbox"
		}
	});
};
