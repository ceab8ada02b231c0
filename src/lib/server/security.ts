/** Headers on every answer, files and errors included. The CSP itself is Kit's (vite.config.ts). */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
	'referrer-policy': 'same-origin',
	'cross-origin-opener-policy': 'same-origin',
	'cross-origin-resource-policy': 'same-origin',
	'permissions-policy': 'camera=(self), geolocation=(self), microphone=(), payment=(), usb=()'
};

/**
 * Whether a request may change something on a cookie's strength. Browsers send Origin with every
 * method but GET and HEAD, so a missing or foreign one is refused whatever the content type.
 */
export function isSameOrigin(request: Request, url: URL): boolean {
	if (request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS') return true;
	return request.headers.get('origin') === url.origin;
}
