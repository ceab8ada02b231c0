import { isWithin } from '#lib/domain/area.ts';
import { backend } from './application.ts';

export interface Tick {
	area: string;
	revision: number;
}

const KEEP_ALIVE_MS = 25_000;

/**
 * A server-sent event stream of "area X changed, revision N" for one area: ticks of the area itself,
 * of anything inside it and of anything above it. A tick carries no data, so it cannot leak any.
 */
export async function liveStream(area: string, signal: AbortSignal): Promise<Response> {
	const opened = await backend();
	const encoder = new TextEncoder();
	const stream = new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (text: string): void => controller.enqueue(encoder.encode(text));
			send('retry: 2000\n\n');
			const stop = opened.onTick((payload) => {
				const tick = JSON.parse(payload) as Tick;
				if (isWithin(tick.area, area) || isWithin(area, tick.area)) send(`data: ${JSON.stringify(tick)}\n\n`);
			});
			const beat = setInterval(() => send(': \n\n'), KEEP_ALIVE_MS);
			signal.addEventListener('abort', () => {
				clearInterval(beat);
				stop();
				try {
					controller.close();
				} catch {
					// The browser closed it first.
				}
			});
		}
	});
	return new Response(stream, {
		headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
	});
}
