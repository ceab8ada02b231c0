import { failed, ok, type Result } from '#lib/domain/result.ts';

export interface DevicePosition {
	/** WGS-84. */
	position: [number, number];
	accuracyM: number;
}

const LOCATE_MS = 10_000;
const FRESH_MS = 15_000;

/**
 * Where the device is, once and only when somebody asks: nobody is followed. Codes: locate_denied,
 * locate_timeout, locate_unavailable, locate_unsupported (no https, or no such thing in the browser).
 */
export function locateOnce(options: { timeoutMs?: number; maximumAgeMs?: number } = {}): Promise<Result<DevicePosition>> {
	return new Promise((resolve) => {
		if (!('geolocation' in navigator) || !window.isSecureContext) return resolve(failed('locate_unsupported'));
		navigator.geolocation.getCurrentPosition(
			({ coords }) => resolve(ok({ position: [coords.longitude, coords.latitude], accuracyM: coords.accuracy })),
			(error) => resolve(failed(CODES[error.code] ?? 'locate_unavailable')),
			{ enableHighAccuracy: true, timeout: options.timeoutMs ?? LOCATE_MS, maximumAge: options.maximumAgeMs ?? FRESH_MS }
		);
	});
}

/** By GeolocationPositionError.code. */
const CODES: Record<number, string> = { 1: 'locate_denied', 2: 'locate_unavailable', 3: 'locate_timeout' };

/** Whether asking would show no question: then a page may locate by itself. */
export async function mayLocate(): Promise<boolean> {
	const status = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => null);
	return status?.state === 'granted';
}
