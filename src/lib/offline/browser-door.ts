import { Door, type DoorPorts } from './door.ts';
import { openOutboxStore } from './outbox-store.ts';
import { httpWire } from './wire.ts';

/** Doors of this page by person. Never filled on the server: nothing is sent from there. */
const doors = new Map<string, Door>();

/** The signed-in person's door; the same one for every part of the page. Browser only. */
export function openDoor(personId: string): Door {
	const known = doors.get(personId);
	if (known) return known;
	const door = new Door(personId, browserPorts());
	doors.set(personId, door);
	window.addEventListener('online', () => void door.hurry());
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') void door.flush();
	});
	void door.flush();
	// Asks the browser not to evict what waits; it may say no, and then nothing changes.
	void navigator.storage?.persist?.();
	return door;
}

function browserPorts(): DoorPorts {
	return {
		openStore: openOutboxStore,
		wire: httpWire((input, init) => fetch(input, init)),
		nowMs: () => Date.now(),
		random: () => Math.random(),
		// Without Web Locks (plain http) two tabs may both send; the server applies each change once anyway.
		exclusively: (name, work) => ('locks' in navigator ? navigator.locks.request(name, work) : work()),
		after: (waitMs, run) => {
			const timer = setTimeout(run, waitMs);
			return () => clearTimeout(timer);
		},
		tellOthers: (name) => {
			const channel = new BroadcastChannel(name);
			return {
				tell: () => channel.postMessage('changed'),
				hear: (listener) => {
					channel.onmessage = () => listener();
					return () => channel.close();
				}
			};
		}
	};
}
