import { randomUUID } from 'node:crypto';
import type { Client } from '#lib/data/client.ts';
import { must, OTHER_GRID } from './city.ts';
import { report } from './contract.ts';
import { PLACES_ASKED } from './rights-table.ts';
import { CAMPAIGN } from './world.ts';

/** What stands in one area so that somebody can ask for it. */
export interface Ground {
	area: string;
	siteId: string;
	taskId: string;
	filedId: string;
	submittedId: string;
	cameraId: string;
	cameraTaskId: string;
	evidenceId: string;
	picture: string;
	redacted: string;
	removedSiteId: string;
	removedTaskId: string;
	removedEvidenceId: string;
	removedPicture: string;
	proposalId: string;
	personId: string;
	postId: string;
	/** An export of the server's own. */
	exportId: string;
	title: string;
}

export interface Grounds {
	at: Record<string, Ground>;
	batchId: string;
	/** Object path of a picture that the public may see. */
	published: string;
}

const JPEG = Uint8Array.from([0xff, 0xd8, 0xff, 0xd9]).buffer;

/** Puts one of everything into every area that the table asks about. */
export async function layGrounds(operator: Client, administrator: Client, proposer: string): Promise<Grounds> {
	const mark = randomUUID().slice(0, 8);
	const at: Record<string, Ground> = {};
	for (const area of PLACES_ASKED) at[area] = await layGround(operator, administrator, proposer, area, `权利${mark}-${area}`);
	const batchId = randomUUID();
	must(await operator.rpc('import_begin', { batch: { id: batchId, campaign_id: CAMPAIGN, file_name: 'rights.csv' } }));
	must(await operator.from('import_profiles').upsert({ id: 'rights', document: {} }));
	must(await operator.from('settings').upsert({ key: 'rights', value: 1 }));
	must(
		await operator
			.from('basemaps')
			.upsert({ id: 'rights', name: { 'zh-CN': '权利' }, kind: 'raster', crs: 'WGS84', source: 'x', is_public: false })
	);
	const shape = { name: {}, kind: 'raster', crs: 'WGS84', source: 'x' };
	must(await operator.from('basemaps').upsert({ id: 'rights-public', is_public: true, ...shape }));
	must(await operator.from('basemaps').upsert({ id: 'rights-disabled', is_public: true, is_enabled: false, ...shape }));
	must(await operator.rpc('save_basemap_key', { basemap: 'rights', key: 'canary-key' }));
	must(await operator.from('area_targets').upsert({ campaign_id: CAMPAIGN, target_id: 'structures', area_code: '220602', amount: 5 }));
	must(await operator.from('published_settings').upsert({ key: 'rights', value: 1 }));
	const published = `${OTHER_GRID}/${randomUUID()}.jpg`;
	await keep(operator, 'publications', published);
	// The same name among the originals does not make it public.
	await keep(operator, 'evidence', published);
	return { at, batchId, published };
}

async function layGround(operator: Client, administrator: Client, proposer: string, area: string, title: string): Promise<Ground> {
	const place = async (over: { layer?: string; kind?: string }, stage?: string): Promise<{ siteId: string; taskId: string }> => {
		const made = await report(administrator, { area, title, ...over });
		if (made.answer.status !== 'applied') throw new Error(JSON.stringify(made.answer));
		if (stage) must(await operator.from('tasks').update({ stage }).eq('id', made.taskId));
		return made;
	};
	const { siteId, taskId } = await place({});
	const filed = await place({}, 'filed');
	const submitted = await place({}, 'submitted');
	const camera = await place({ layer: 'camera', kind: 'camera_fault' });
	const evidenceId = randomUUID();
	const picture = `${area}/${taskId}/${evidenceId}.jpg`;
	const redacted = `${area}/${randomUUID()}.jpg`;
	const otherId = randomUUID();
	const removed = await place({});
	const removedEvidenceId = randomUUID();
	const now = new Date().toISOString();
	const evidence = { task_id: taskId, area_code: area, phase: 'before', created_at: now };
	must(
		await operator.from('evidence').insert([
			{ id: evidenceId, object_path: picture, ...evidence },
			{ id: otherId, object_path: `${area}/${taskId}/${otherId}.jpg`, ...evidence },
			{ id: removedEvidenceId, object_path: `${area}/${taskId}/${removedEvidenceId}.jpg`, removed_at: now, ...evidence }
		])
	);
	must(await operator.from('sites').update({ removed_at: now }).eq('id', removed.siteId));
	must(await operator.from('tasks').update({ removed_at: now }).eq('id', removed.taskId));
	await keep(operator, 'evidence', picture);
	const removedPicture = `${area}/${removed.taskId}/${randomUUID()}.jpg`;
	await keep(operator, 'evidence', removedPicture);
	await keep(operator, 'publications', redacted);
	const proposalId = randomUUID();
	must(
		await operator.from('publication_proposals').insert({
			id: proposalId,
			campaign_id: CAMPAIGN,
			task_id: taskId,
			area_code: area,
			caption: title,
			before_evidence: evidenceId,
			after_evidence: otherId,
			before_path: redacted,
			after_path: `${area}/${randomUUID()}.jpg`,
			boxes: {},
			proposed_by: proposer,
			proposed_at: now
		})
	);
	const personId = randomUUID();
	must(await operator.from('people').insert({ id: personId, name: title.slice(0, 60) }));
	must(await operator.from('contacts').insert({ person_id: personId, phone: '13800000000' }));
	const [post] = must(
		await operator
			.from('posts')
			.insert({ person_id: personId, area_code: area, role: 'cadre', title: 'x', valid_from: '2020-01-01' })
			.select('id')
	);
	must(await operator.from('answerables').upsert({ area_code: area, level: 'building', person_id: personId, title: 'x' }));
	must(await operator.rpc('save_plan', { area_code: area, content: { type: 'FeatureCollection', features: [] } }));
	must(
		await operator
			.from('indicator_values')
			.upsert({ area_code: area, indicator_id: 'fee_rate', on_date: '2026-01-01', value: 50, source: 'x' })
	);
	return {
		area,
		siteId,
		taskId,
		filedId: filed.taskId,
		submittedId: submitted.taskId,
		cameraId: camera.siteId,
		cameraTaskId: camera.taskId,
		evidenceId,
		picture,
		redacted,
		removedSiteId: removed.siteId,
		removedTaskId: removed.taskId,
		removedEvidenceId,
		removedPicture,
		proposalId,
		personId,
		postId: post?.id ?? '',
		exportId: must(await operator.rpc('export_begin', { request: { campaign: CAMPAIGN, area, format: 'csv' } })),
		title
	};
}

async function keep(operator: Client, bucket: string, path: string): Promise<void> {
	const { error } = await operator.storage.from(bucket).upload(path, JPEG, { contentType: 'image/jpeg' });
	if (error) throw error;
}
