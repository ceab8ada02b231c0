import { randomUUID } from 'node:crypto';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getSettings } from '#lib/data/admin-settings.ts';
import { listCampaigns } from '#lib/data/campaigns.ts';
import { beginExport, exportPage } from '#lib/data/exports.ts';
import { exportCsv, exportGeoJson, type NextPage } from '#lib/ledger/export.ts';
import { needed, readArguments } from './arguments.ts';
import { fromCaller } from './folder.ts';
import { Words } from './ledger-words.ts';
import { callerOf, valueOf, withBackend } from './opened.ts';
import { ProgressBar } from './progress-bar.ts';
import { UsageError } from './report.ts';

const USAGE = 'npm run export -- --campaign C [--area A] [--layer L] --format csv|geojson --out FILE [--as EMAIL]';
const PAGE = 2000;

/**
 * export: the cases of a campaign as CSV or GeoJSON, with the rights of the server, or with --as of a
 * person. Internal layers (cameras) are left out unless one is named. Every page is counted in the log.
 */
export async function run(args: string[]): Promise<number> {
	const { values } = readArguments(args, USAGE, {
		campaign: { type: 'string' },
		area: { type: 'string' },
		layer: { type: 'string' },
		format: { type: 'string' },
		out: { type: 'string' },
		as: { type: 'string' }
	});
	const out = fromCaller(needed(values.out, '--out', USAGE));
	const campaignId = needed(values.campaign, '--campaign', USAGE);
	const format = (['csv', 'geojson'] as const).find((one) => one === needed(values.format, '--format', USAGE));
	if (!format) throw new UsageError(`--format ${values.format} is neither csv nor geojson.`);
	const bar = new ProgressBar();
	const { locale } = new Words();
	return withBackend(
		(line) => bar.line(line),
		async (backend) => {
			const caller = await callerOf(backend, values.as);
			const client = await caller();
			const campaign = valueOf(await listCampaigns(client)).find(({ id }) => id === campaignId);
			if (!campaign) throw new UsageError(`There is no campaign ${campaignId}.`);
			const { template, areaCode } = campaign;
			const request = { campaign: campaignId, area: values.area ?? areaCode, layer: values.layer, format };
			const id = valueOf(await beginExport(client, request));
			const { timezone } = valueOf(await getSettings(client));
			let rows = 0;
			const next: NextPage = async (after) => {
				const page = valueOf(await exportPage(await caller(), id, after, PAGE));
				rows += page.length;
				bar.show(1, `${rows.toLocaleString('en')} rows`);
				return page;
			};
			const context = { template, locale, timezone, layer: values.layer ?? null };
			const about = { ...request, export: id, at: new Date().toISOString() };
			await write(out, format === 'csv' ? exportCsv(next, context) : exportGeoJson(next, context, about));
			bar.clear();
			console.log(`Wrote ${rows.toLocaleString('en')} rows to ${out} (export ${id}).`);
			const internal = template.layers.filter((layer) => layer.internal).map((layer) => layer.id);
			if (!values.layer && internal.length > 0) console.log(`Internal layers are left out: --layer ${internal.join(', --layer ')}`);
			return 0;
		}
	);
}

/** The file appears when it is whole. */
async function write(path: string, pieces: AsyncGenerator<string>): Promise<void> {
	const part = `${path}.${randomUUID().slice(0, 8)}.part`;
	try {
		await pipeline(Readable.from(pieces), createWriteStream(part, { mode: 0o600 }));
		renameSync(part, path);
	} catch (error) {
		rmSync(part, { force: true });
		throw (error as NodeJS.ErrnoException).code === 'ENOENT' ? new UsageError(`${path}: there is no such folder.`) : error;
	}
}
