import { timingSafeEqual } from 'node:crypto';
import type { Backend } from './backend/index.ts';
import { dataDir } from './backend/data-dir.ts';
import { readDisk, RESERVE_BYTES } from './backend/disk-guard.ts';

const PATIENCE_MS = 5_000;

export interface Readiness {
	isReady: boolean;
	/** A word each, for whoever looks at why; no figures, because anybody may ask. */
	checks: { backend: 'ok' | 'away'; migrations: 'ok' | 'behind' | 'unknown'; disk: 'ok' | 'full' };
}

/** Whether this server can do its work now: the backend answers, has every migration, and the disk has room. */
export async function readiness(backend: Backend): Promise<Readiness> {
	const facts = await withinPatience(backend.operator().rpc('operation_facts')).catch(() => null);
	const migration = (facts?.data as { migration?: string } | null | undefined)?.migration;
	const checks: Readiness['checks'] = {
		backend: facts && !facts.error ? 'ok' : 'away',
		migrations: !migration ? 'unknown' : migration >= backend.migration ? 'ok' : 'behind',
		disk: backend.kind === 'supabase' || readDisk(dataDir().root).freeBytes >= RESERVE_BYTES ? 'ok' : 'full'
	};
	return { isReady: Object.values(checks).every((check) => check === 'ok'), checks };
}

async function withinPatience<Value>(work: PromiseLike<Value>): Promise<Value> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_resolve, reject) => {
		timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

/**
 * Whether somebody may read the metrics: whoever shows the token (ZHANTU_METRICS_TOKEN), and without one
 * whoever asks on this machine itself. A proxy on this machine brings strangers, and says so in a header.
 */
export function mayReadMetrics(headers: Headers, address: string, token = process.env.ZHANTU_METRICS_TOKEN): boolean {
	if (token) {
		const given = Buffer.from(headers.get('authorization')?.replace(/^Bearer /i, '') ?? '');
		const expected = Buffer.from(token);
		return given.length === expected.length && timingSafeEqual(given, expected);
	}
	const isProxied = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers.has(name));
	return !isProxied && /^(127\.|::1$|::ffff:127\.)/.test(address);
}
