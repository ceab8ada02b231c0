import { createHash } from 'node:crypto';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { App } from '@supabase/lite';
import { makeFolderDurably, writeDurably } from './durability.ts';

type StorageAdapter = NonNullable<App['_storageAdapter']>;
type ObjectMetadata = Awaited<ReturnType<StorageAdapter['headObject']>>;

const KEY = /^[0-9A-Za-z][0-9A-Za-z._-]*(\/[0-9A-Za-z][0-9A-Za-z._-]*)*$/;

/**
 * Pictures as files: `<root>/<bucket>/<key>`. A file is written under another name, flushed and
 * renamed before the handler writes its row, so a row never points at a missing or short file.
 */
export function pictureStore(root: string): StorageAdapter {
	const place = (bucket: string, key: string): string => {
		if (!KEY.test(bucket) || bucket.includes('/') || !KEY.test(key) || key.includes('..')) {
			throw new Error('invalid object name');
		}
		return join(root, bucket, key);
	};
	const describe = (file: string, content: Uint8Array): ObjectMetadata => ({
		cacheControl: 'private, max-age=3600',
		contentLength: content.length,
		size: content.length,
		mimetype: 'image/jpeg',
		lastModified: statSync(file).mtime,
		eTag: `"${createHash('sha256').update(content).digest('hex').slice(0, 32)}"`
	});

	return {
		driver: undefined,
		async getObject(bucket, key) {
			const file = place(bucket, key);
			const content = readFileSync(file);
			return { metadata: describe(file, content), httpStatusCode: 200, body: content };
		},
		async uploadObject(bucket, key, _version, body) {
			const file = place(bucket, key);
			const content = await collect(body);
			makeFolderDurably(dirname(file));
			writeDurably(file, content, 0o600);
			return describe(file, content);
		},
		async deleteObject(bucket, key) {
			rmSync(place(bucket, key), { force: true });
		},
		async deleteObjects(bucket, keys) {
			for (const key of keys) rmSync(place(bucket, key), { force: true });
		},
		async copyObject(fromBucket, fromKey, _version, toBucket, toKey) {
			const content = readFileSync(place(fromBucket, fromKey));
			const file = place(toBucket, toKey);
			makeFolderDurably(dirname(file));
			writeDurably(file, content, 0o600);
			const { eTag, lastModified } = describe(file, content);
			return { httpStatusCode: 200, eTag, lastModified };
		},
		async headObject(bucket, key) {
			const file = place(bucket, key);
			return describe(file, readFileSync(file));
		},
		async privateAssetUrl() {
			throw new Error('pictures have no address of their own');
		}
	};
}

async function collect(body: Parameters<StorageAdapter['uploadObject']>[3]): Promise<Uint8Array> {
	if (body instanceof Uint8Array) return body;
	const chunks: Uint8Array[] = [];
	for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
	return Buffer.concat(chunks);
}
