import { backend } from './application.ts';
import { metrics } from './metrics.ts';
import { concerns, recentTicks, type Tick } from './recent-ticks.ts';

const KEEP_ALIVE_MS = 25_000;

/**
 * A server-sent event stream of "area X changed, revision N" for one area: ticks of the area itself,
 * of anything inside it and of anything above it. A tick carries no data, so it cannot leak any.
 */
export async function liveStream(area: string, signal: AbortSignal): Promise<Response> {
	const opened = await backend();
	return new Response(
		tickStream((listener) => opened.onTick(listener), area, signal, recentTicks.of(area)),
		{
			headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
		}
	);
}

/**
 * The stream itself, beginning with the tick that its reader may have `missed`. Whoever reads may go by cancelling, by ending the request, or by neither being
 * told in time: writing to a stream that is over throws, and from a timer that would end the server.
 */
export function tickStream(
	onTick: (listener: (payload: string) => void) => () => void,
	area: string,
	signal: AbortSignal,
	missed: Tick | null = null,
	keepAliveMs = KEEP_ALIVE_MS
): ReadableStream<Uint8Array> {
	const encoder = new TextEncoder();
	let stop = (): void => {};
	return new ReadableStream<Uint8Array>({
		start(controller) {
			const send = (text: string): void => {
				try {
					controller.enqueue(encoder.encode(text));
				} catch {
					stop();
				}
			};
			const unhear = onTick((payload) => {
				const tick = JSON.parse(payload) as Tick;
				if (concerns(tick.area, area)) send(dataOf(tick));
			});
			const beat = setInterval(() => send(': \n\n'), keepAliveMs);
			metrics.liveStreams++;
			stop = () => {
				// Whoever goes may be noticed in several ways.
				stop = () => {};
				metrics.liveStreams--;
				clearInterval(beat);
				unhear();
			};
			signal.addEventListener('abort', () => {
				stop();
				try {
					controller.close();
				} catch {
					// The browser closed it first.
				}
			});
			send('retry: 2000\n\n');
			if (missed) send(dataOf(missed));
		},
		cancel: () => stop()
	});
}

function dataOf(tick: Tick): string {
	return `data: ${JSON.stringify(tick)}\n\n`;
}
