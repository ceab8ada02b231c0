import { createHash, randomInt, randomUUID } from 'node:crypto';
import type { ChangeAnswer } from '#lib/domain/change.ts';
import type { Backend } from '#lib/server/backend/index.ts';
import { CAMPAIGN, COMPOUND, type Somebody } from '../support/world.ts';
import { eventually, pause } from './ground.ts';

type Answer = ChangeAnswer & { receipt?: string };

export interface Sent {
	changeId: string;
	who: Somebody;
	target: string;
	base: number | null;
	patch: Record<string, unknown>;
	/** What the server acknowledged; null while nobody knows whether it was applied. */
	answer: Answer | null;
	/** The full disk was said instead of an answer: it was not applied, and nobody waits for more. */
	isRefused?: true;
}

export interface SentPicture {
	path: string;
	sha256: string;
	isAcknowledged: boolean;
}

/**
 * People who report, file and take pictures over HTTP until they are stopped, and remember what was
 * acknowledged to them.
 */
export class Writers {
	readonly sent: Sent[] = [];
	readonly pictures: SentPicture[] = [];
	/** The longest that anybody waited for an answer. */
	slowestMs = 0;
	readonly #backend: Backend;
	readonly #people: Somebody[];
	readonly #withPictures: boolean;
	#isStopped = false;
	#work: Promise<void>[] = [];

	constructor(backend: Backend, people: Somebody[], options: { withPictures?: boolean } = {}) {
		this.#backend = backend;
		this.#people = people;
		this.#withPictures = options.withPictures ?? false;
	}

	get acknowledged(): Sent[] {
		return this.sent.filter((sent) => sent.answer?.status === 'applied');
	}

	start(): this {
		this.#isStopped = false;
		this.#work = this.#people.map((person) => this.#writeAs(person));
		return this;
	}

	/** Ends when everybody has finished or given up the request that was under way. */
	async stop(): Promise<void> {
		this.#isStopped = true;
		await Promise.all(this.#work);
		this.#expectNoRefusal();
	}

	/** Sends again, under its old id, what nobody knows the end of; more than once where the server is away or busy. */
	async settle(): Promise<{ applied: number; refused: number }> {
		const counted = { applied: 0, refused: 0 };
		for (const sent of this.sent.filter(({ answer, isRefused }) => answer === null && !isRefused)) {
			const isAnswered = await eventually(async () => {
				await this.#send(sent).catch(() => {});
				return sent.answer !== null;
			});
			if (!isAnswered) throw new Error('a change stays without an answer');
			if ((sent.answer as Answer).status === 'applied') counted.applied++;
			else counted.refused++;
		}
		this.#expectNoRefusal();
		return counted;
	}

	/** They do nothing that is not allowed. Writers who are refused write nothing, and whoever looks then finds nothing lost. */
	#expectNoRefusal(): void {
		const refused = this.sent.find(({ answer }) => answer !== null && answer.status !== 'applied');
		if (refused) throw new Error(`what is allowed was not done: ${JSON.stringify(refused.answer)}`);
	}

	async #writeAs(person: Somebody): Promise<void> {
		while (!this.#isStopped) {
			const siteId = randomUUID();
			const taskId = randomUUID();
			const made = await this.#change(person, `site:${siteId}`, null, aReport(taskId));
			if (made?.status !== 'applied') {
				await pause(20);
				continue;
			}
			if (this.#isStopped) return;
			if (this.#withPictures && randomInt(3) === 0) await this.#picture(person, taskId);
			if (!this.#isStopped && randomInt(2) === 0) await this.#change(person, `task:${taskId}`, 1, { action: 'file' });
		}
	}

	async #picture(person: Somebody, taskId: string): Promise<void> {
		const evidenceId = randomUUID();
		const content = aPicture();
		const path = `${COMPOUND}/${taskId}/${evidenceId}.jpg`;
		const picture: SentPicture = { path, sha256: createHash('sha256').update(content).digest('hex'), isAcknowledged: false };
		this.pictures.push(picture);
		const client = this.#backend.as(await this.#backend.tokenFor(person.userId));
		const { error } = await client.storage.from('evidence').upload(path, content.buffer as ArrayBuffer, { contentType: 'image/jpeg' });
		if (error) return;
		picture.isAcknowledged = true;
		await this.#change(person, `task:${taskId}`, null, {
			action: 'attach',
			evidence_id: evidenceId,
			phase: 'before',
			sha256: picture.sha256,
			bytes: content.length
		});
	}

	async #change(who: Somebody, target: string, base: number | null, patch: Record<string, unknown>): Promise<Answer | null> {
		const sent: Sent = { changeId: randomUUID(), who, target, base, patch, answer: null };
		this.sent.push(sent);
		await this.#send(sent);
		return sent.answer;
	}

	async #send(sent: Sent): Promise<void> {
		const client = this.#backend.as(await this.#backend.tokenFor(sent.who.userId));
		const asked = performance.now();
		const { data, error } = await client.rpc('submit_change', {
			change_id: sent.changeId,
			target: sent.target,
			base_version: sent.base as number,
			patch: sent.patch as never
		});
		this.slowestMs = Math.max(this.slowestMs, performance.now() - asked);
		if (!error) sent.answer = data as unknown as Answer;
		else if (error.code === 'disk_full') sent.isRefused = true;
	}
}

/** A site with its first case, as somebody reports it. */
export function aReport(taskId: string): Record<string, unknown> {
	return {
		action: 'create',
		campaign: CAMPAIGN,
		layer: 'trash_site',
		area_code: COMPOUND,
		title: `垃圾 ${taskId.slice(0, 8)}`,
		geometry: { type: 'Point', coordinates: [126.432, 41.942] },
		attributes: {},
		task: { id: taskId, kind: 'piled_rubbish' }
	};
}

/** Bytes that begin like a JPEG; what is kept is what was sent, so the rest does not matter. */
function aPicture(): Uint8Array {
	const content = new Uint8Array(randomInt(2_000, 400_000));
	for (let at = 0; at < content.length; at += 997) content[at] = randomInt(256);
	content.set([0xff, 0xd8, 0xff, 0xe0]);
	return content;
}
