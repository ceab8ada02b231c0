/// <reference lib="webworker" />
import { failed, type AppError, type Result } from '#lib/domain/result.ts';
import { paths } from '#lib/domain/paths.ts';
import { UnreadableFile } from './file.ts';
import { ImportSession, type Progress, type TargetChoice } from './import-session.ts';
import type { ImportPort } from './run-import.ts';
import type { Answers, FromWorker, Question, ToWorker } from './worker-protocol.ts';

/** The import page's worker: reads, maps and sends the file while the page stays alive. */

const SHOWN_EVERY_MS = 80;
const session = new ImportSession();
let target: TargetChoice | null = null;
let shownAt = 0;

const say = (message: FromWorker, transfer: Transferable[] = []): void => postMessage(message, { transfer });

const progress: Progress = (step, share, rows) => {
	const now = Date.now();
	if (step === 'reading' && now - shownAt < SHOWN_EVERY_MS) return;
	shownAt = now;
	say({ type: 'progress', step, share: Math.min(1, share), rows });
};

/** Every call goes through the page's own server, which acts as the person who is signed in. */
const port: ImportPort = {
	begin: (batch) => send(batch.id, 'begin', batch),
	stage: (batch, rows) => send(batch, 'stage', { rows }),
	check: (batch) => send(batch, 'check', {}),
	discard: (batch, rows) => send(batch, 'discard', { rows }),
	commit: (batch, summary) => send(batch, 'commit', summary)
};

async function send<Value>(batch: string, step: string, body: unknown): Promise<Result<Value>> {
	const answered = await fetch(paths.adminImportStep(batch, step), {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body)
	}).catch(() => null);
	if (!answered) return failed('unreachable');
	const answer = (await answered.json().catch(() => null)) as { value?: Value; error?: AppError; code?: string } | null;
	if (answered.ok && answer && 'value' in answer) return { ok: true, value: answer.value as Value };
	return { ok: false, error: answer?.error ?? { code: answer?.code ?? 'backend_error' } };
}

async function answer(question: Question): Promise<Answers[keyof Answers]> {
	switch (question.type) {
		case 'open': {
			const { file } = question;
			return session.open({ name: file.name, size: file.size, open: () => file.stream() }, question.choice, progress);
		}
		case 'target':
			target = question.target;
			return null;
		case 'plan':
			if (!target) throw new Error('no target');
			return session.plan(target, question.choice);
		case 'preview':
			return session.preview(progress);
		case 'run':
			return session.run(port, question.choice, progress);
	}
}

addEventListener('message', ({ data: { id, question } }: MessageEvent<ToWorker>) => {
	answer(question).then(
		(value) => say({ type: 'answer', id, value }, value && 'points' in value ? [value.points.buffer as ArrayBuffer] : []),
		(error: unknown) =>
			say({
				type: 'failed',
				id,
				code: error instanceof UnreadableFile ? error.code : null,
				message: error instanceof Error ? error.message : String(error)
			})
	);
});
