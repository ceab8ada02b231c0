import { areaLabel, hasOperationsMap, type AreaName, type PlaceHere } from '#lib/domain/area.ts';
import type { Session } from '#lib/domain/person.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

export interface AreaChoice {
	code: string;
	name: string;
}

/**
 * The areas that a report may be filed under, in groups: where the position lies, close by, and where
 * the person works. Each area once.
 */
export function areaChoices(
	places: readonly PlaceHere[],
	compounds: readonly AreaName[],
	session: Session
): { name: string; areas: AreaChoice[] }[] {
	const seen = new Set<string>();
	const take = (areas: AreaChoice[]): AreaChoice[] => areas.filter(({ code }) => !seen.has(code) && seen.add(code));
	const label = (area: Pick<AreaName, 'name' | 'nameEn'>): string => areaLabel(area, getLocale());
	const here = places
		.filter((place) => place.distanceM === 0 && hasOperationsMap(place.level))
		.map((place) => ({ code: place.code, name: label(place) }));
	const near = places
		.filter((place) => place.distanceM > 0)
		.map((place) => ({ code: place.code, name: m.capture_area_distance({ name: label(place), metres: place.distanceM }) }));
	const posts = session.posts.filter((post) => post.level === 'community').map((post) => ({ code: post.areaCode, name: post.areaName }));
	const mine = [...compounds.map((area) => ({ code: area.code, name: label(area) })), ...posts];
	return [
		{ name: m.capture_area_here(), areas: take(here) },
		{ name: m.capture_area_near(), areas: take(near) },
		{ name: m.capture_area_mine(), areas: take(mine) }
	].filter((group) => group.areas.length);
}
