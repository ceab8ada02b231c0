import type { AreaName } from './area.ts';
import type { Publication, PublishedAreaName } from './publication.ts';

/** A compound with what it lies in: district, subdistrict, community. */
export interface DirectoryEntry {
	compound: PublishedAreaName;
	/** Without the city. */
	path: AreaName[];
}

/** Compounds of one district, subdistrict by subdistrict. */
export interface DirectoryGroup {
	area: PublishedAreaName;
	pairs: number;
	parts: { name: AreaName; entries: DirectoryEntry[] }[];
}

/**
 * Compounds of which there is something to see, whose own name or that of an area above contains the
 * text, in the order of their codes. `areas` are published areas with parents before children.
 */
export function findCompounds(areas: readonly PublishedAreaName[], text: string): DirectoryEntry[] {
	const byCode = new Map(areas.map((area) => [area.code, area]));
	const wanted = fold(text);
	return areas
		.filter((area) => area.level === 'compound' && area.pairs > 0)
		.map((compound) => ({ compound, path: ancestors(compound, byCode) }))
		.filter(({ compound, path }) =>
			[compound, ...path].some((area) => fold(area.name).includes(wanted) || fold(area.nameEn ?? '').includes(wanted))
		);
}

/** The entries by district and, within it, by subdistrict. */
export function groupByDistrict(areas: readonly PublishedAreaName[], entries: readonly DirectoryEntry[]): DirectoryGroup[] {
	return areas
		.filter((area) => area.level === 'district')
		.map((area) => {
			const own = entries.filter(({ path }) => path.some((one) => one.code === area.code));
			const parts = new Map<string, DirectoryGroup['parts'][number]>();
			for (const entry of own) {
				const name = entry.path.find((one) => one.level === 'subdistrict') ?? area;
				const part = parts.get(name.code) ?? { name, entries: [] };
				part.entries.push(entry);
				parts.set(name.code, part);
			}
			return { area, pairs: own.reduce((sum, { compound }) => sum + compound.pairs, 0), parts: [...parts.values()] };
		})
		.filter((group) => group.parts.length > 0);
}

/** Pairs to show first: the newest, but of a compound the second only when every compound had its first. */
export function pickHighlights<Pair extends Pick<Publication, 'area'>>(pairs: readonly Pair[], count: number): Pair[] {
	const seen = new Map<string, number>();
	const ranked = pairs.map((pair, index) => {
		const turn = seen.get(pair.area) ?? 0;
		seen.set(pair.area, turn + 1);
		return { pair, turn, index };
	});
	return ranked
		.sort((a, b) => a.turn - b.turn || a.index - b.index)
		.slice(0, count)
		.map(({ pair }) => pair);
}

function ancestors(area: PublishedAreaName, byCode: ReadonlyMap<string, PublishedAreaName>): AreaName[] {
	const path: AreaName[] = [];
	for (let at = byCode.get(area.parentCode ?? ''); at && at.level !== 'city'; at = byCode.get(at.parentCode ?? '')) path.unshift(at);
	return path;
}

function fold(text: string): string {
	return text.normalize('NFKC').trim().toLowerCase();
}
