import { randomUUID } from 'node:crypto';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import { isTheirs, type Asker, type Match } from './asker.ts';
import type { Ground, Grounds } from './rights-fixtures.ts';
import { SIGN_IN_PROBES } from './sign-in-probes.ts';
import { CAMPAIGN, TEMPLATE } from './world.ts';

export interface Question {
	asker: Asker;
	/** The server's own key: lays ready what a try would use up, and looks what came of it. */
	operator: Asker;
	ground: Ground;
	grounds: Grounds;
}
/** Tries something and answers whether it happened, or would have with what it needs. */
export type Probe = (question: Question) => Promise<boolean>;

/** The row of a thing in an area: its table and key. Where there is no area, the same row for all. */
export const ROWS: Record<string, (ground: Ground, grounds: Grounds) => { table?: string; match: Match }> = {
	sites: ({ siteId }) => ({ match: { id: siteId } }),
	cameras: ({ cameraId }) => ({ table: 'sites', match: { id: cameraId } }),
	tasks: ({ taskId }) => ({ match: { id: taskId } }),
	removed_sites: ({ removedSiteId }) => ({ table: 'sites', match: { id: removedSiteId } }),
	removed_tasks: ({ removedTaskId }) => ({ table: 'tasks', match: { id: removedTaskId } }),
	removed_evidence: ({ removedEvidenceId }) => ({ table: 'evidence', match: { id: removedEvidenceId } }),
	task_events: ({ taskId }) => ({ match: { task_id: taskId, seq: 1 } }),
	evidence: ({ evidenceId }) => ({ match: { id: evidenceId } }),
	publication_proposals: ({ proposalId }) => ({ match: { id: proposalId } }),
	publications: () => ({ match: { caption: 'rights' } }),
	published_areas: () => ({ match: { code: 'RIGHTS' } }),
	published_campaigns: () => ({ match: { id: CAMPAIGN } }),
	published_figures: () => ({ match: { measure: 'rights' } }),
	published_settings: () => ({ match: { key: 'rights' } }),
	people: ({ personId }) => ({ match: { id: personId } }),
	contacts: ({ personId }) => ({ match: { person_id: personId } }),
	posts: ({ postId }) => ({ match: { id: postId } }),
	answerables: ({ area }) => ({ match: { area_code: area, level: 'building' } }),
	areas: ({ area }) => ({ match: { code: area } }),
	plans: ({ area }) => ({ match: { area_code: area } }),
	campaigns: () => ({ match: { id: CAMPAIGN } }),
	templates: () => ({ match: { id: TEMPLATE.id, version: TEMPLATE.version } }),
	layers: () => ({ match: { campaign_id: CAMPAIGN, id: 'camera' } }),
	task_kinds: () => ({ match: { campaign_id: CAMPAIGN, id: 'piled_rubbish' } }),
	targets: () => ({ match: { campaign_id: CAMPAIGN, id: 'structures' } }),
	area_targets: () => ({ match: { campaign_id: CAMPAIGN, target_id: 'structures', area_code: '220602' } }),
	calendars: () => ({ match: { id: 'cn' } }),
	calendar_days: () => ({ match: { calendar_id: 'cn', day: '2026-10-01' } }),
	indicators: () => ({ match: { id: 'fee_rate' } }),
	indicator_values: ({ area }) => ({ match: { area_code: area, indicator_id: 'fee_rate', on_date: '2026-01-01' } }),
	settings: () => ({ match: { key: 'rights' } }),
	basemaps: () => ({ match: { id: 'rights' } }),
	public_basemaps: () => ({ table: 'basemaps', match: { id: 'rights-public' } }),
	disabled_basemaps: () => ({ table: 'basemaps', match: { id: 'rights-disabled' } }),
	basemap_keys: () => ({ match: { basemap_id: 'rights' } }),
	exports: ({ exportId }) => ({ match: { id: exportId } }),
	import_batches: (_ground, { batchId }) => ({ match: { id: batchId } }),
	import_profiles: () => ({ match: { id: 'rights' } })
};

const change = (target: (ground: Ground) => string, patch: (ground: Ground) => Record<string, unknown>, lacking?: string): Probe => {
	return async ({ asker, operator, ground }) => {
		const [table = '', id = ''] = target(ground).split(':');
		const kept = { site: 'sites', task: 'tasks', publication: 'publication_proposals' }[table] ?? '';
		const [row] = (await operator.rows(kept, { id })) as { version: number }[];
		return isTheirs(
			await asker.call('submit_change', {
				change_id: randomUUID(),
				target: target(ground),
				base_version: row?.version ?? null,
				patch: patch(ground)
			}),
			lacking
		);
	};
};
const site = ({ siteId }: Ground): string => `site:${siteId}`;
const camera = ({ cameraId }: Ground): string => `site:${cameraId}`;
const task = ({ taskId }: Ground): string => `task:${taskId}`;
const fresh = (kind: string) => (): string => `${kind}:${randomUUID()}`;
const newSite =
	(layer: string, kind: string) =>
	({ area }: Ground): Record<string, unknown> => ({
		action: 'create',
		campaign: CAMPAIGN,
		layer,
		area_code: area,
		title: '权利',
		geometry: null,
		task: { id: randomUUID(), kind }
	});
/** Removed for good is removed for the next one, so it is put back. */
const remove =
	(target: (ground: Ground) => string): Probe =>
	async (question) => {
		const isDone = await change(target, () => ({ action: 'remove', reason: '权利' }))(question);
		if (isDone) await change(target, () => ({ action: 'restore' }))(question);
		return isDone;
	};
const inArea = ({ ground }: Question): Record<string, unknown> => ({ campaign: CAMPAIGN, area: ground.area });
const upload =
	(bucket: string, path: (ground: Ground) => string): Probe =>
	async ({ asker, operator, ground }) => {
		const name = path(ground);
		await asker.send('POST', `/storage/v1/object/${bucket}/${name}`, { is: 'a picture' }, { 'content-type': 'image/jpeg' });
		return (await operator.send('GET', `/storage/v1/object/info/${bucket}/${name}`)).status === 200;
	};
const download =
	(bucket: string, path: (ground: Ground) => string): Probe =>
	({ asker, ground }) =>
		infoOf(asker, bucket, path(ground));
async function infoOf(asker: Asker, bucket: string, path: string): Promise<boolean> {
	return (await asker.send('GET', `/storage/v1/object/info/${bucket}/${path}`)).status === 200;
}

/** Everything that is not the plain reading or writing of a row. */
export const PROBES: Record<string, Probe> = {
	...SIGN_IN_PROBES,
	'sites create': change(fresh('site'), newSite('trash_site', 'piled_rubbish')),
	'sites edit': change(site, ({ title }) => ({ action: 'edit', title })),
	'sites reshape': change(site, () => ({ action: 'reshape', geometry: null })),
	'sites reassign': change(site, ({ area }) => ({ action: 'reassign', area_code: area })),
	'sites remove': remove(site),
	'sites map': (question) => question.asker.findsAlike(['map_sites', 'area_page'], inArea(question), question.ground.siteId),
	'cameras create': change(fresh('site'), newSite('camera', 'camera_fault')),
	'cameras edit': change(camera, ({ title }) => ({ action: 'edit', title })),
	'cameras remove': remove(camera),
	'cameras map': (question) => question.asker.findsAlike(['map_sites', 'area_page'], inArea(question), question.ground.cameraId),
	'cameras detail': ({ asker, ground }) => asker.finds('task_detail', { task: ground.cameraTaskId }, ground.cameraId),
	'tasks detail': ({ asker, ground }) => asker.finds('task_detail', { task: ground.taskId }, ground.taskId),
	'tasks list': (question) =>
		question.asker.finds('list_cases', { ...inArea(question), filter: { text: question.ground.title } }, question.ground.taskId),
	'tasks search': ({ asker, ground }) => asker.finds('search_places', { campaign: CAMPAIGN, query: ground.title }, ground.taskId),
	'tasks export': async (question) => {
		const begun = await question.asker.call('export_begin', { request: { ...inArea(question), format: 'csv' } });
		return begun !== null && question.asker.finds('export_cases', { export: begun.value }, `"${question.ground.title}"`);
	},
	'tasks create': change(fresh('task'), ({ area }) => ({
		action: 'create',
		campaign: CAMPAIGN,
		area_code: area,
		title: '权利',
		kind: 'piled_rubbish'
	})),
	'tasks edit': change(task, ({ title }) => ({ action: 'edit', title })),
	'tasks verify': change(task, () => ({ action: 'reject' }), 'needs_reason'),
	'tasks assign': change(
		({ filedId }) => `task:${filedId}`,
		() => ({ action: 'assign' }),
		'needs_owner'
	),
	'tasks inspect': change(
		({ submittedId }) => `task:${submittedId}`,
		() => ({ action: 'rework' }),
		'needs_reason'
	),
	'tasks supervise': change(
		({ filedId }) => `task:${filedId}`,
		() => ({ action: 'supervise' }),
		'needs_message'
	),
	'task_events verify': ({ asker }) => asker.may('verify_ledger', {}),
	'task_events slice': ({ asker }) => asker.may('verify_ledger_slice', {}),
	'task_events compare': ({ asker }) => asker.may('compare_ledger_ends', { ends: [] }),
	'evidence download': download('evidence', ({ picture }) => picture),
	'evidence upload': upload('evidence', ({ area, taskId }) => `${area}/${taskId}/${randomUUID()}.jpg`),
	'evidence attach': change(task, () => ({ action: 'attach', evidence_id: randomUUID(), phase: 'before' }), 'picture_missing'),
	'publication_proposals propose': change(fresh('publication'), ({ taskId }) => ({ action: 'propose', task_id: taskId }), 'not_closed'),
	'publication_proposals approve': change(
		({ proposalId }) => `publication:${proposalId}`,
		() => ({ action: 'reject' }),
		'needs_reason'
	),
	'publication_proposals withdraw': change(
		({ proposalId }) => `publication:${proposalId}`,
		() => ({ action: 'withdraw' }),
		'needs_reason'
	),
	'redacted download': download('publications', ({ redacted }) => redacted),
	'redacted upload': upload('publications', ({ area }) => `${area}/${randomUUID()}.jpg`),
	'published_pictures download': ({ asker, grounds }) => infoOf(asker, 'publications', grounds.published),
	'published_pictures twin': ({ asker, grounds }) => infoOf(asker, 'evidence', grounds.published),
	'removed_pictures download': download('evidence', ({ removedPicture }) => removedPicture),
	'public_figures refresh': ({ asker }) => asker.may('refresh_public_figures', {}),
	'progress overview': (question) => question.asker.finds('area_overview', inArea(question), 'figures'),
	'progress days': (question) => question.asker.may('area_days', inArea(question)),
	'progress due': (question) => question.asker.may('due_days', inArea(question)),
	'progress stuck': (question) => question.asker.may('stuck_cases', inArea(question)),
	'people list': ({ asker, ground }) => asker.finds('list_people', { person: ground.personId }, ground.personId),
	'people save': ({ asker, ground }) => asker.may('save_person', { person: { id: ground.personId, name: ground.title } }),
	'people erase': ({ asker, ground }) => asker.may('erase_person', { person: ground.personId }, 'not_disabled'),
	'people erase_due': ({ asker }) => asker.may('erase_due_people', {}),
	'accounts list': ({ asker }) => asker.may('list_retired_accounts', {}),
	'accounts forget': ({ asker }) => asker.may('forget_accounts', { accounts: [] }),
	'pictures retire': ({ asker }) => asker.may('retire_pictures', {}),
	'pictures forget': ({ asker }) => asker.may('forget_files', { names: [] }),
	'operation facts': ({ asker }) => asker.may('operation_facts', {}),
	'people link': ({ asker, ground }) => asker.may('link_account', { person: ground.personId, account: randomUUID() }),
	'posts give': ({ asker, ground }) =>
		asker.write('POST', 'posts', {}, { person_id: ground.personId, area_code: ground.area, role: 'inspector', title: '权利' }),
	'posts end': ({ asker, ground }) => asker.write('PATCH', 'posts', { id: ground.postId }, { valid_to: '2099-01-01' }),
	'posts remove': ({ asker, ground }) => asker.write('DELETE', 'posts', { id: ground.postId }),
	'answerables name': async ({ asker, operator, ground }) => {
		const match = { area_code: ground.area, level: 'city' };
		const isDone = await asker.write('POST', 'answerables', {}, { ...match, person_id: ground.personId, title: '权利' });
		if (isDone) await operator.write('DELETE', 'answerables', match);
		return isDone;
	},
	'answerables change': ({ asker, ground }) =>
		asker.write('PATCH', 'answerables', { area_code: ground.area, level: 'building' }, { title: '权利' }),
	'answerables remove': async ({ asker, operator, ground }) => {
		const match = { area_code: ground.area, level: 'building' };
		const isDone = await asker.write('DELETE', 'answerables', match);
		if (isDone) await operator.write('POST', 'answerables', {}, { ...match, person_id: ground.personId, title: 'x' });
		return isDone;
	},
	'areas sheet': ({ asker, ground }) => asker.finds('area_sheet', { area: ground.area }, ground.area),
	'areas outlines': async ({ asker }) =>
		((await asker.call('area_outlines', { area: '2206' }))?.value as unknown[] | undefined)?.length === 2,
	'areas find': ({ asker, ground }) => asker.finds('find_areas', { query: ground.area }, ground.area),
	'areas save': async ({ asker, operator, ground }) => {
		const [area] = await operator.rows('areas', { code: ground.area });
		const { code, parent_code, level, name } = area as Record<string, unknown>;
		return asker.may('save_areas', { areas: [{ code, parent_code, level, name }] });
	},
	'plans save': ({ asker, ground }) =>
		asker.may('save_plan', { area_code: ground.area, content: { type: 'FeatureCollection', features: [] } }),
	'campaigns roll_out': ({ asker, ground }) =>
		asker.may('roll_out', {
			campaign: {
				id: `r-${randomUUID().slice(0, 8)}`,
				name: {},
				area_code: ground.area,
				template_id: TEMPLATE.id,
				template_version: TEMPLATE.version,
				starts_on: '2026-01-01',
				ends_on: '2026-12-31'
			}
		}),
	'templates save': ({ asker }) => asker.may('save_template', { document: { ...TEMPLATE, id: 'rights' } }),
	'area_targets save': ({ asker }) => asker.may('save_area_targets', { campaign: CAMPAIGN, targets: [] }),
	'calendars save': ({ asker }) => asker.may('save_calendar', { calendar: { ...chineseCalendar(), id: 'rights' } }),
	'indicator_values series': ({ asker, ground }) => asker.finds('indicator_series', { area: ground.area }, 'fee_rate'),
	'indicator_values add': async ({ asker, operator, ground }) => {
		const match = { area_code: ground.area, indicator_id: 'cameras', on_date: '2026-02-02' };
		const isDone = await asker.write('POST', 'indicator_values', {}, { ...match, value: 1, source: '权利' });
		if (isDone) await operator.write('DELETE', 'indicator_values', match);
		return isDone;
	},
	'indicator_values change': async ({ asker, operator, ground }) => {
		const source = randomUUID();
		await asker.overwrite('indicator_values', { source });
		return (await operator.rows('indicator_values', { area_code: ground.area, indicator_id: 'fee_rate', source })).length > 0;
	},
	'indicator_values remove': ({ asker, ground }) =>
		asker.write('DELETE', 'indicator_values', { area_code: ground.area, indicator_id: 'fee_rate', on_date: '2026-01-01' }),
	'settings add': ({ asker }) => asker.write('POST', 'settings', {}, { key: `rights.r${randomUUID()}`, value: 1 }),
	'settings change': ({ asker }) => asker.write('PATCH', 'settings', { key: 'rights' }, { value: 2 }),
	'settings save': ({ asker }) => asker.may('save_settings', { settings: { rights: 2 } }),
	'settings remove': ({ asker }) => asker.write('DELETE', 'settings', { key: 'rights' }),
	'basemaps add': ({ asker }) =>
		asker.write('POST', 'basemaps', {}, { id: `r-${randomUUID().slice(0, 8)}`, name: {}, kind: 'raster', crs: 'WGS84' }),
	'basemaps change': ({ asker }) => asker.write('PATCH', 'basemaps', { id: 'rights' }, { position: 3 }),
	'basemaps remove': async ({ asker, operator }) => {
		await operator.write('POST', 'basemaps', {}, { id: 'rights-gone', name: {}, kind: 'raster', crs: 'WGS84' }).catch(() => false);
		return asker.write('DELETE', 'basemaps', { id: 'rights-gone' });
	},
	'basemap_keys save': ({ asker }) => asker.may('save_basemap_key', { basemap: 'rights', key: 'another-key' }),
	'import_batches begin': ({ asker }) => asker.may('import_begin', { batch: newBatch() }),
	'import_batches commit': async ({ asker, operator, ground }) => {
		const batch = newBatch();
		const isOpen = await asker.may('import_begin', { batch });
		if (!isOpen) await operator.call('import_begin', { batch });
		await (isOpen ? asker : operator).call('import_stage', { batch: batch.id, rows: [rowIn(ground.area)] });
		return asker.may('import_commit', { batch: batch.id });
	},
	'import_batches undo': async ({ asker, operator, ground }) => {
		const batch = newBatch();
		await operator.call('import_begin', { batch });
		await operator.call('import_stage', { batch: batch.id, rows: [rowIn(ground.area)] });
		await operator.call('import_commit', { batch: batch.id });
		return asker.may('import_undo', { batch: batch.id });
	},
	'exports begin': (question) => question.asker.may('export_begin', { request: { ...inArea(question), format: 'csv' } }),
	'import_profiles add': ({ asker }) => asker.write('POST', 'import_profiles', {}, { id: `r-${randomUUID().slice(0, 8)}`, document: {} }),
	'import_profiles change': async ({ asker, operator }) => {
		const mark = randomUUID();
		await asker.overwrite('import_profiles', { document: { mark } });
		const [profile] = (await operator.rows('import_profiles', { id: 'rights' })) as { document: { mark?: string } }[];
		return profile?.document.mark === mark;
	},
	'import_profiles remove': ({ asker }) => asker.write('DELETE', 'import_profiles', { id: 'rights' }),
	'demo clear': ({ asker }) => asker.may('clear_demo', {})
};

function newBatch(): { id: string; campaign_id: string; file_name: string } {
	return { id: randomUUID(), campaign_id: CAMPAIGN, file_name: 'rights.csv' };
}

function rowIn(area: string): Record<string, unknown> {
	return {
		row: 1,
		ref: randomUUID(),
		layer: 'trash_site',
		kind: 'piled_rubbish',
		title: '权利',
		area,
		geometry: null,
		stage: 'filed',
		reported_at: '2026-05-01T00:00:00Z'
	};
}
