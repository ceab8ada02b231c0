import { failed, ok, type Result } from '#lib/domain/result.ts';
import { toWgs84, type GeographicSystem, type Position } from './coordinates.ts';

const NUMBER = /[-+]?\d+(?:\.\d+)?/g;
const SIDE = /[NSEW东西南北]/gi;
const SIGNS: Record<string, 'lat' | 'lng'> = { N: 'lat', S: 'lat', 北: 'lat', 南: 'lat', E: 'lng', W: 'lng', 东: 'lng', 西: 'lng' };

/**
 * A position that somebody typed or pasted, in WGS-84: decimal degrees or degrees, minutes and seconds,
 * in either order where the numbers or the letters tell it (latitude never passes 90), else longitude
 * first. `bad_position` for anything else.
 */
export function parsePosition(text: string, system: GeographicSystem): Result<Position> {
	const refused = failed('bad_position', 'position', text.trim().slice(0, 60));
	const halves = split(text);
	if (!halves) return refused;
	const [first, second] = halves.map(readHalf);
	if (!first || !second) return refused;
	if (first.axis && first.axis === second.axis) return refused;
	const isSwapped =
		first.axis === 'lat' ||
		second.axis === 'lng' ||
		(!first.axis && !second.axis && Math.abs(first.degrees) <= 90 && Math.abs(second.degrees) > 90);
	const [lng, lat] = isSwapped ? [second.degrees, first.degrees] : [first.degrees, second.degrees];
	if (Math.abs(lng) > 180 || Math.abs(lat) > 85) return refused;
	return ok(toWgs84([lng, lat], system));
}

/** Two halves by a comma, else by where the numbers part evenly. */
function split(text: string): [string, string] | null {
	const parts = text
		.trim()
		.split(/[,，;；、]/)
		.filter((part) => part.trim());
	if (parts.length === 2) return parts as [string, string];
	const numbers = [...text.matchAll(NUMBER)];
	if (parts.length !== 1 || ![2, 4, 6].includes(numbers.length)) return null;
	const middle = numbers[numbers.length / 2];
	if (!middle) return null;
	const before = text.slice(0, middle.index);
	// A letter right before the number (N41 E126) belongs to it.
	const letter = /[NSEW东西南北][经纬]?\s*$/i.exec(before);
	const isLeading = letter !== null && /^\s*[NSEW东西南北]/i.test(text);
	const at = isLeading ? letter.index : middle.index;
	return [text.slice(0, at), text.slice(at)];
}

function readHalf(text: string): { degrees: number; axis: 'lat' | 'lng' | null } | null {
	const numbers = (text.match(NUMBER) ?? []).map(Number);
	const letters = text.match(SIDE) ?? [];
	const rest = text
		.replace(NUMBER, '')
		.replace(SIDE, '')
		.replace(/[\s°º度′'’分″"”秒经纬:：]/g, '');
	const [degrees = NaN, minutes = 0, seconds = 0] = numbers;
	if (rest || numbers.length < 1 || numbers.length > 3 || letters.length > 1) return null;
	if (minutes < 0 || minutes >= 60 || seconds < 0 || seconds >= 60) return null;
	const letter = letters[0]?.toUpperCase();
	const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
	const isNegative = degrees < 0 || letter === 'S' || letter === 'W' || letter === '南' || letter === '西';
	return { degrees: isNegative ? -size : size, axis: letter ? (SIGNS[letter] ?? null) : null };
}
