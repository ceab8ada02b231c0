import { failed, ok, type Result } from './result.ts';

/**
 * A template of tile addresses as an administrator writes it: https, {z} {x} {y} (or {-y} where rows
 * count from the south), {key} for the key that stays on the server, and {s:0-7} or {s:a,b,c} where
 * a service spreads over several hosts.
 */
export interface TileTemplate {
	text: string;
	subdomains: string[];
	/** Every host that it may ask. */
	hosts: string[];
	needsKey: boolean;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const SUBDOMAINS = /\{s(?::([^{}]*))?\}/;
const KNOWN = new Set(['z', 'x', 'y', '-y', 'key']);
const MOST_SUBDOMAINS = 32;

export function parseTileTemplate(text: string): Result<TileTemplate> {
	const unknown = [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? '').find((name) => !KNOWN.has(name) && !/^s(:|$)/.test(name));
	if (unknown !== undefined) return failed('basemap_unknown_placeholder', 'source', `{${unknown}}`);
	for (const needed of ['{z}', '{x}']) if (!text.includes(needed)) return failed('basemap_missing_placeholder', 'source', needed);
	if (!text.includes('{y}') && !text.includes('{-y}')) return failed('basemap_missing_placeholder', 'source', '{y}');
	const listed = SUBDOMAINS.exec(text);
	const subdomains = listed ? expandSubdomains(listed[1] ?? 'a,b,c') : [''];
	if (!subdomains) return failed('basemap_bad_subdomains', 'source', listed?.[0]);
	const hosts = new Set<string>();
	for (const subdomain of subdomains) {
		const host = publicHttpsHost(text.replace(SUBDOMAINS, subdomain));
		if (!host) return failed('basemap_bad_address', 'source', text.slice(0, 120));
		hosts.add(host);
	}
	return ok({ text, subdomains, hosts: [...hosts], needsKey: text.includes('{key}') });
}

/** The address of one tile. Tiles of one column ask one host, so that a browser's cache agrees. */
export function tileAddress(template: TileTemplate, tile: { z: number; x: number; y: number }, key: string): string {
	const subdomain = template.subdomains[(tile.x + tile.y) % template.subdomains.length] ?? '';
	return template.text
		.replace(SUBDOMAINS, subdomain)
		.replaceAll('{z}', String(tile.z))
		.replaceAll('{x}', String(tile.x))
		.replaceAll('{y}', String(tile.y))
		.replaceAll('{-y}', String(2 ** tile.z - 1 - tile.y))
		.replaceAll('{key}', encodeURIComponent(key));
}

/**
 * The host of an https address that names a public host; null for anything else: other schemes,
 * credentials, a placeholder in the host, an IP number, a name without a dot or of a private zone.
 * Whether the name resolves to a public address is asked again at each connection.
 */
export function publicHttpsHost(address: string): string | null {
	const authority = /^https:\/\/([^/?#]*)/.exec(address)?.[1];
	if (!authority || /[{}@\\%\s]/.test(authority)) return null;
	if (!URL.canParse(address.replace(PLACEHOLDER, '0'))) return null;
	const { hostname, port } = new URL(address.replace(PLACEHOLDER, '0'));
	const isName = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(hostname) && !/^[0-9.]+$/.test(hostname);
	if (!isName || /\.(localhost|local|internal|lan|home|invalid|test|onion|arpa)$/.test(hostname)) return null;
	return port ? `${hostname}:${port}` : hostname;
}

function expandSubdomains(list: string): string[] | null {
	const range = /^(\d+)-(\d+)$/.exec(list);
	const values = range
		? Array.from({ length: Math.max(0, Number(range[2]) - Number(range[1]) + 1) }, (_, index) =>
				String(Number(range[1]) + index).padStart(range[1]?.length ?? 1, '0')
			)
		: list.split(',');
	return values.length > 0 && values.length <= MOST_SUBDOMAINS && values.every((value) => /^[a-z0-9-]+$/.test(value)) ? values : null;
}
