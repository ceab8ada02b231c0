import type { RequestHandler } from '@sveltejs/kit';
import { liveStream } from '#lib/server/live.ts';

/** Ticks of an area, for staff. */
export const GET: RequestHandler = ({ url, request }) => liveStream(url.searchParams.get('area') ?? '', request.signal);
