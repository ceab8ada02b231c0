import proj4 from 'proj4';
import { toWgs84, type GeographicSystem, type Position } from './coordinates.ts';

/** A coordinate system that a file may be in: a geographic one by name, or one of EPSG's by number. */
export type FileSystem = GeographicSystem | `EPSG:${number}`;

/** A pair of numbers of a file as WGS-84, or null where they cannot be of this system. */
export type ToWgs84 = (east: number, north: number) => Position | null;

/** Axes of CGCS2000's projections: the ellipsoid is GRS 80 to all the digits that a metre needs. */
const ELLIPSOID = '+ellps=GRS80 +units=m +no_defs';
const FIRST_MERIDIAN = 75;
const LAST_MERIDIAN = 135;
const FALSE_EASTING = 500_000;
/** Degrees from its central meridian beyond which a Gauss-Krüger zone means nothing. */
const WIDEST = 12;

/** The largest box in which GCJ-02 and BD-09 are defined. */
const CHINA = { west: 72, south: 0.8, east: 138, north: 56 };

/** Families of Gauss-Krüger projections on CGCS2000: EPSG numbers run with the central meridian. */
const FAMILIES = [
	{ first: 4491, step: 6, firstZone: 13, hasPrefix: true },
	{ first: 4502, step: 6, firstZone: 13, hasPrefix: false },
	{ first: 4513, step: 3, firstZone: 25, hasPrefix: true },
	{ first: 4534, step: 3, firstZone: 25, hasPrefix: false }
] as const;
type Family = (typeof FAMILIES)[number];

/** Every Gauss-Krüger system of 3-degree zones: what Chinese survey data comes in. */
export function gaussKruegerSystems(hasPrefix: boolean): FileSystem[] {
	const family = FAMILIES.find((one) => one.step === 3 && one.hasPrefix === hasPrefix) as Family;
	const count = (LAST_MERIDIAN - FIRST_MERIDIAN) / family.step + 1;
	return Array.from({ length: count }, (_, zone): FileSystem => `EPSG:${family.first + zone}`);
}

/** Reads "gcj02", "EPSG:4551" and the like; null for what is not supported. */
export function parseSystem(text: string): FileSystem | null {
	const name = text.trim().toUpperCase().replaceAll('-', '').replaceAll(' ', '');
	if (name === 'WGS84' || name === 'CRS84') return 'WGS84';
	if (name === 'CGCS2000') return 'CGCS2000';
	if (name === 'GCJ02') return 'GCJ02';
	if (name === 'BD09' || name === 'BD09LL') return 'BD09';
	const number = Number(/^(?:EPSG:?)?(\d{4,5})$/.exec(name)?.[1] ?? Number.NaN);
	if (number === 4326 || number === 4979) return 'WGS84';
	if (number === 4490) return 'CGCS2000';
	const system: FileSystem = `EPSG:${number}`;
	return definitionOf(system) || prefixedFamily(system) ? system : null;
}

/** Whether positions of the system are metres rather than degrees. */
export function isProjected(system: FileSystem): boolean {
	return system.startsWith('EPSG:');
}

/** How the system's pairs become WGS-84. `east` is the longitude or easting, whatever its column was called. */
export function readerOf(system: FileSystem): ToWgs84 {
	if (!isProjected(system)) return geographic(system as GeographicSystem);
	const family = prefixedFamily(system);
	return family ? zoned(family) : projected(definitionOf(system) ?? '', meridianOf(system));
}

function geographic(system: GeographicSystem): ToWgs84 {
	const isShifted = system === 'GCJ02' || system === 'BD09';
	return (east, north) => {
		if (!(Math.abs(east) <= 180 && Math.abs(north) <= 90)) return null;
		if (!isShifted) return [east, north];
		const isInside = east > CHINA.west && east < CHINA.east && north > CHINA.south && north < CHINA.north;
		return isInside ? toWgs84([east, north], system) : null;
	};
}

function projected(definition: string, meridian: number | null): ToWgs84 {
	const projection = proj4(definition);
	return (east, north) => {
		if (!(Math.abs(east) < 1e8 && Math.abs(north) < 2.1e7)) return null;
		const [lng, lat] = projection.inverse([east, north]) as Position;
		if (!Number.isFinite(lng) || !Number.isFinite(lat) || Math.abs(lat) > 90 || Math.abs(lng) > 180) return null;
		return meridian !== null && Math.abs(lng - meridian) > WIDEST ? null : [lng, lat];
	};
}

/** Where the easting begins with the number of its zone, each row says its own. */
function zoned(family: Family): ToWgs84 {
	const zones = new Map<number, ToWgs84>();
	return (east, north) => {
		const zone = Math.floor(east / 1e6);
		const meridian = FIRST_MERIDIAN + (zone - family.firstZone) * family.step;
		if (meridian < FIRST_MERIDIAN || meridian > LAST_MERIDIAN) return null;
		let read = zones.get(zone);
		if (!read) {
			read = projected(gaussKrueger(meridian, zone * 1e6 + FALSE_EASTING), meridian);
			zones.set(zone, read);
		}
		return read(east, north);
	};
}

function gaussKrueger(meridian: number, falseEasting: number): string {
	return `+proj=tmerc +lat_0=0 +lon_0=${meridian} +k=1 +x_0=${falseEasting} +y_0=0 ${ELLIPSOID}`;
}

function familyOf(system: FileSystem): { family: Family; meridian: number } | null {
	const number = Number(system.slice(5));
	for (const family of FAMILIES) {
		const meridian = FIRST_MERIDIAN + (number - family.first) * family.step;
		if (number >= family.first && meridian <= LAST_MERIDIAN) return { family, meridian };
	}
	return null;
}

function prefixedFamily(system: FileSystem): Family | null {
	const found = familyOf(system);
	return found?.family.hasPrefix ? found.family : null;
}

function meridianOf(system: FileSystem): number | null {
	return familyOf(system)?.meridian ?? null;
}

function definitionOf(system: FileSystem): string | null {
	const found = familyOf(system);
	if (found) return gaussKrueger(found.meridian, FALSE_EASTING);
	const number = Number(system.slice(5));
	if (number === 3857) return '+proj=merc +a=6378137 +b=6378137 +units=m +no_defs';
	const zone = number % 100;
	const isUtm = (Math.floor(number / 100) === 326 || Math.floor(number / 100) === 327) && zone >= 1 && zone <= 60;
	return isUtm ? `+proj=utm +zone=${zone} ${number >= 32700 ? '+south ' : ''}+datum=WGS84 +units=m +no_defs` : null;
}
