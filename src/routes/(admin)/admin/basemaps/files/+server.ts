import { json } from '@sveltejs/kit';
import { dataDir } from '#lib/server/backend/data-dir.ts';
import { keepPart } from '#lib/server/tiles/keep-archive.ts';
import type { RequestHandler } from './$types';

/** The next part of a PMTiles file: ?name=, ?offset=, ?total=. */
export const POST: RequestHandler = async ({ request, url }) => {
	const number = (name: string): number => Number(/^\d{1,15}$/.exec(url.searchParams.get(name) ?? '')?.[0] ?? Number.NaN);
	const kept = await keepPart(dataDir().tiles, url.searchParams.get('name') ?? '', {
		offset: number('offset'),
		total: number('total'),
		bytes: new Uint8Array(await request.arrayBuffer())
	});
	return kept.ok ? json({ bytes: kept.value }) : json(kept.error, { status: 400 });
};
