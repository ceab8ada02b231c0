import { json, type RequestHandler } from '@sveltejs/kit';
import * as v from 'valibot';
import { getSettings } from '#lib/data/admin-settings.ts';
import { listCampaigns } from '#lib/data/campaigns.ts';
import { beginExport, exportPage } from '#lib/data/exports.ts';
import { exportCsv, exportGeoJson, type NextPage } from '#lib/ledger/export.ts';
import { describeError, log } from '#lib/server/backend/log.ts';
import { orThrow } from '#lib/server/staff.ts';

const QuerySchema = v.object({
	campaign: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,40}$/)),
	area: v.pipe(v.string(), v.regex(/^[0-9A-Z]{2,24}$/)),
	layer: v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9_]{1,40}$/))),
	format: v.picklist(['csv', 'geojson'])
});
const TYPES = { csv: 'text/csv; charset=utf-8', geojson: 'application/geo+json' };
const PAGE = 1000;

/**
 * The cases of an area as a file, as the caller may see them: ?campaign=&area=&layer=&format=. It leaves
 * page by page while it is read, and each page is counted in the log; the file's name carries the
 * export's id, so that a file found somewhere leads back to who took it out.
 */
export const GET: RequestHandler = async ({ url, locals }) => {
	const parsed = v.safeParse(QuerySchema, Object.fromEntries(url.searchParams));
	if (!parsed.success) return json({ code: 'bad_request', field: v.getDotPath(parsed.issues[0]) }, { status: 400 });
	const request = parsed.output;
	const { client, session } = locals;
	const campaign = orThrow(await listCampaigns(client)).find(({ id }) => id === request.campaign);
	if (!campaign) return json({ code: 'unknown_campaign' }, { status: 404 });
	const begun = await beginExport(client, request);
	if (!begun.ok) return json({ code: begun.error.code }, { status: begun.error.code === 'not_allowed' ? 403 : 404 });
	const { timezone } = orThrow(await getSettings(client));
	const next: NextPage = async (after) => {
		const page = await exportPage(client, begun.value, after, PAGE);
		if (!page.ok) throw Object.assign(new Error(page.error.code), { code: page.error.code });
		return page.value;
	};
	const at = new Date().toISOString();
	const context = { template: campaign.template, locale: locals.locale, timezone, layer: request.layer ?? null };
	const about = { ...request, export: begun.value, by: session?.person.name, at };
	const pieces = request.format === 'csv' ? exportCsv(next, context) : exportGeoJson(next, context, about);
	const name = [request.campaign, request.area, request.layer, at.slice(0, 10), begun.value.slice(0, 8)].filter(Boolean).join('-');
	return new Response(streamOf(pieces, locals.traceId), {
		headers: {
			'content-type': TYPES[request.format],
			'content-disposition': `attachment; filename="${name}.${request.format}"`,
			'cache-control': 'no-store'
		}
	});
};

/** A reader that goes away ends the asking; a failure on the way breaks the download off rather than ending it short. */
function streamOf(pieces: AsyncGenerator<string>, traceId: string): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			try {
				const { value, done } = await pieces.next();
				if (done) controller.close();
				else controller.enqueue(encoder.encode(value));
			} catch (error) {
				log('error', 'export', { ...describeError(error), traceId });
				controller.error(error);
			}
		},
		cancel: async () => void (await pieces.return(undefined))
	});
}
