import * as v from 'valibot';
import { saveCalendar } from '#lib/data/admin-calendars.ts';
import { rollOut } from '#lib/data/admin-campaigns.ts';
import { saveTemplate } from '#lib/data/admin-templates.ts';
import type { CalendarDocument } from '#lib/domain/calendar.ts';
import { isDay } from '#lib/domain/day.ts';
import { TemplateSchema } from '#lib/domain/template.ts';
import { needed, readArguments } from './arguments.ts';
import { checked, readJson } from './json-file.ts';
import { callerOf, valueOf, withBackend } from './opened.ts';
import { UsageError } from './report.ts';

const USAGE =
	'npm run campaign -- TEMPLATE.json --id ID --area CODE --from YYYY-MM-DD --to YYYY-MM-DD [--calendar CALENDAR.json] [--name NAME] [--as EMAIL]';

/** campaign: stores a template (and its calendar) and rolls it out, or moves a running campaign to it. docs/template.md */
export async function run(args: string[]): Promise<number> {
	const { values, positionals } = readArguments(args, USAGE, {
		id: { type: 'string' },
		area: { type: 'string' },
		from: { type: 'string' },
		to: { type: 'string' },
		calendar: { type: 'string' },
		name: { type: 'string' },
		as: { type: 'string' }
	});
	const file = needed(positionals[0], 'TEMPLATE.json', USAGE);
	const id = needed(values.id, '--id', USAGE);
	const area = needed(values.area, '--area', USAGE);
	const [from, to] = [readDay(needed(values.from, '--from', USAGE), '--from'), readDay(needed(values.to, '--to', USAGE), '--to')];
	if (!/^[a-z0-9-]{1,40}$/.test(id)) throw new UsageError(`--id ${id}: small letters, digits and hyphens, at most 40.`);
	if (to <= from) throw new UsageError(`--to ${to} must come after --from ${from}.`);
	const template = checked(TemplateSchema, readJson(file), file);
	const calendar = values.calendar ? checked(v.looseObject({ id: v.string() }), readJson(values.calendar), values.calendar) : null;
	return withBackend(
		(line) => console.error(line),
		async (backend) => {
			const client = await (await callerOf(backend, values.as))();
			// The database says what of it cannot be a calendar.
			if (calendar) valueOf(await saveCalendar(client, calendar as unknown as CalendarDocument));
			valueOf(await saveTemplate(client, template));
			valueOf(
				await rollOut(client, {
					id,
					name: values.name ? { 'zh-CN': values.name, en: values.name } : template.name,
					areaCode: area,
					templateId: template.id,
					templateVersion: template.version,
					calendarId: calendar?.id ?? template.calendar.id,
					startsOn: from,
					endsOn: to
				})
			);
			console.log(`Campaign ${id} runs on template ${template.id} version ${template.version} in ${area} from ${from} to ${to}.`);
			return 0;
		}
	);
}

function readDay(text: string, option: string): string {
	if (!isDay(text)) throw new UsageError(`${option} ${text} is not a day (YYYY-MM-DD).`);
	return text;
}
