import { JSONParser } from '@streamparser/json';
import { UnreadableFile } from './file.ts';

export interface SourceFeature {
	geometry: GeoJSON.Geometry | null;
	properties: Record<string, unknown>;
}

/** Takes GeoJSON text in pieces and hands out the features of its collection, one at a time in memory. */
export class GeoJsonReader {
	/** The old `crs` member, e.g. urn:ogc:def:crs:EPSG::4551; null where there is none. */
	declared: string | null = null;
	readonly #parser = new JSONParser({ paths: ['$.features.*', '$.crs', '$.type'], keepStack: false });
	#features: SourceFeature[] = [];
	#isCollection = false;

	constructor() {
		this.#parser.onValue = ({ value, key }) => {
			if (key === 'type') this.#isCollection = (value as unknown) === 'FeatureCollection';
			else if (key === 'crs') this.declared = nameOf(value);
			else if (value && typeof value === 'object') this.#features.push(toFeature(value as Partial<GeoJSON.Feature>));
		};
	}

	push(piece: string): SourceFeature[] {
		try {
			this.#parser.write(piece);
		} catch {
			throw new UnreadableFile('broken_json');
		}
		return this.#taken();
	}

	end(): SourceFeature[] {
		if (!this.#parser.isEnded) throw new UnreadableFile('broken_json');
		if (!this.#isCollection) throw new UnreadableFile('not_a_collection');
		return this.#taken();
	}

	#taken(): SourceFeature[] {
		const taken = this.#features;
		this.#features = [];
		return taken;
	}
}

function toFeature({ geometry, properties, id }: Partial<GeoJSON.Feature>): SourceFeature {
	const own = properties && typeof properties === 'object' ? properties : {};
	return { geometry: geometry ?? null, properties: id === undefined || 'id' in own ? own : { id, ...own } };
}

function nameOf(crs: unknown): string | null {
	const name = (crs as { properties?: { name?: unknown } } | null)?.properties?.name;
	return typeof name === 'string' ? name : null;
}
