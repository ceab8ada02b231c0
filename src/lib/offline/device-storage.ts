/** What the browser says of the room that it gives this site. */
export interface DeviceStorage {
	/** Whether it promised not to clear it when space runs short; null where it does not say. */
	isPersisted: boolean | null;
	usedBytes: number | null;
	freeBytes: number | null;
}

/** Reads the state; unknown where the page is not in a secure context. */
export async function readDeviceStorage(): Promise<DeviceStorage> {
	const storage = navigator.storage as StorageManager | undefined;
	const [isPersisted, estimate] = await Promise.all([
		storage?.persisted?.().catch(() => null),
		storage?.estimate?.().catch((): StorageEstimate => ({}))
	]);
	const usedBytes = estimate?.usage ?? null;
	const freeBytes = estimate?.quota === undefined ? null : Math.max(0, estimate.quota - (estimate.usage ?? 0));
	return { isPersisted: isPersisted ?? null, usedBytes, freeBytes };
}

/** Asks the browser to keep what is stored; false when it will not promise. */
export async function askToPersist(): Promise<boolean> {
	return (await navigator.storage?.persist?.().catch(() => false)) ?? false;
}
