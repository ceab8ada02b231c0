import type { OutboxItem } from './outbox-item.ts';

/** The form of the file, in its first field, so that a later version can still read it. */
export const OUTBOX_FILE_FORMAT = 'zhantu-outbox/1';

/**
 * What has not been stored by the server, as one JSON file to keep: every change as it would be sent,
 * pictures as data URLs. Put together piece by piece, so that many pictures never make one huge string.
 */
export async function writeOutboxFile(items: readonly OutboxItem[], person: { id: string; name: string }, at: Date): Promise<Blob> {
	const head = JSON.stringify({ format: OUTBOX_FILE_FORMAT, person, exportedAt: at.toISOString() });
	const parts: BlobPart[] = [`${head.slice(0, -1)},"items":[`];
	const unsent = items.filter((item) => item.state !== 'done');
	for (const [index, { about, change, state, madeAt, attempts, answer, needs, upload }] of unsent.entries()) {
		const picture = upload && { phase: upload.phase, sha256: upload.sha256, data: upload.blob ? await dataUrlOf(upload.blob) : null };
		parts.push(`${index ? ',' : ''}\n${JSON.stringify({ about, state, madeAt, attempts, change, answer, needs, picture })}`);
	}
	return new Blob([...parts, '\n]}\n'], { type: 'application/json' });
}

/** "zhantu-outbox-2026-11-24-0914.json", in the device's own time. */
export function outboxFileName(at: Date): string {
	const two = (value: number): string => String(value).padStart(2, '0');
	const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
	return `zhantu-outbox-${day}-${two(at.getHours())}${two(at.getMinutes())}.json`;
}

async function dataUrlOf(blob: Blob): Promise<string> {
	const bytes = new Uint8Array(await blob.arrayBuffer());
	let binary = '';
	// In slices: fromCharCode takes its characters as arguments, of which there is a limit.
	for (let at = 0; at < bytes.length; at += 8192) binary += String.fromCharCode(...bytes.subarray(at, at + 8192));
	return `data:${blob.type || 'application/octet-stream'};base64,${btoa(binary)}`;
}
