import { error } from '@sveltejs/kit';
import { getPublishedArea, listPairs } from '#lib/data/published.ts';
import type { Client } from '#lib/data/client.ts';
import type { Publication, PublishedArea } from '#lib/domain/publication.ts';
import { published } from '#lib/server/remembered.ts';
import { orThrow } from '#lib/server/staff.ts';

/** Pairs that one page carries; the newest, should there ever be more. */
const MOST_PAIRS = 200;

/** A published compound with its pairs; 404 for every code that nobody published, existing or not. */
export async function readCompound(client: Client, code: string): Promise<{ area: PublishedArea; pairs: Publication[] }> {
	if (!/^[0-9A-Z]{2,24}$/.test(code)) error(404, { message: 'unknown_area', code: 'unknown_area' });
	const [area, pairs] = await Promise.all([
		published.of(`area ${code}`, () => getPublishedArea(client, code)).then(orThrow),
		published.of(`pairs ${code}`, () => listPairs(client, { area: code }, MOST_PAIRS)).then(orThrow)
	]);
	if (!area) error(404, { message: 'unknown_area', code: 'unknown_area' });
	return { area, pairs };
}
