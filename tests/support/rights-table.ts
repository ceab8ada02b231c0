import { HOME, OFFICES, OTHER_COMMUNITY, OTHER_DISTRICT, OTHER_GRID, OTHER_SUBDISTRICT, type City, type Office } from './city.ts';

/** One verb on one thing, and where it is allowed to whom. */
export interface Right {
	thing: string;
	verb: string;
	hasArea: boolean;
	public: Extent;
	idle: Extent;
	offices: Record<Office, Extent>;
}

/** Nowhere, in the own area, there and above it, everywhere. */
type Extent = '-' | 'o' | 'l' | '*';

/** Columns of tests/rights.ts behind P and N, in its order. */
const COLUMNS = Object.keys(OFFICES) as Office[];

export function readRights(text: string, hasArea: boolean): Right[] {
	const [, ...lines] = text
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	return lines.map((line) => {
		const [thing = '', verb = '', ...cells] = line.split(/\s+/);
		if (cells.length !== COLUMNS.length + 2 || cells.some((cell) => !/^[-ol*]$/.test(cell)))
			throw new Error(`not a row of rights: ${line}`);
		const [first, second, ...rest] = cells as Extent[];
		return {
			thing,
			verb,
			hasArea,
			public: first ?? '-',
			idle: second ?? '-',
			offices: Object.fromEntries(COLUMNS.map((office, index) => [office, rest[index] ?? '-'])) as Right['offices']
		};
	});
}

type Place = 'in' | 'sibling' | 'parent';

/** An area inside the office's own, one beside it, and the one above; a city has neither of the last two. */
export const PLACES: Record<Office, Partial<Record<Place, string>>> = {
	rider: { in: HOME, sibling: OTHER_DISTRICT, parent: '2206' },
	cadre: { in: HOME, sibling: OTHER_COMMUNITY, parent: '220602003' },
	grid: { in: HOME, sibling: OTHER_GRID, parent: '220602003003' },
	dispatcher: { in: HOME, sibling: OTHER_SUBDISTRICT, parent: '220602' },
	inspector: { in: HOME, sibling: OTHER_COMMUNITY, parent: '220602003' },
	street: { in: HOME, sibling: OTHER_SUBDISTRICT, parent: '220602' },
	district: { in: HOME, sibling: OTHER_DISTRICT, parent: '2206' },
	mayor: { in: HOME },
	districtAdministrator: { in: HOME, sibling: OTHER_DISTRICT, parent: '2206' },
	administrator: { in: HOME }
};

/** Every area that some cell speaks of. */
export const PLACES_ASKED: readonly string[] = [...new Set(Object.values(PLACES).flatMap((places) => Object.values(places)))];

/** One question of the table: may this caller do it there? */
export interface Cell {
	who: string;
	/** Null for somebody who is not signed in. */
	token: string | null;
	area: string;
	isAllowed: boolean;
}

/** The cells of one row. Who lost the post, was banned or never had one is asked where it would matter most. */
export function cellsOf(right: Right, city: City): Cell[] {
	const idle = right.idle === '*';
	const cells: Cell[] = [
		{ who: 'public', token: null, area: HOME, isAllowed: right.public === '*' },
		{ who: 'no post', token: city.idle.token, area: HOME, isAllowed: idle },
		{ who: 'no person', token: city.nobody.token, area: HOME, isAllowed: idle },
		{ who: 'disabled administrator', token: city.disabled.token, area: HOME, isAllowed: idle }
	];
	for (const office of COLUMNS) {
		const extent = right.offices[office];
		const { serving, expired, banned } = city.people[office];
		// Without an area there is one row, and what no grant allows is refused before any area is looked at.
		const isOneAnswer = !right.hasArea || right.verb === 'write';
		for (const [place, area] of Object.entries(isOneAnswer ? { in: HOME } : PLACES[office])) {
			const isAllowed = extent === '*' || (extent !== '-' && place === 'in') || (extent === 'l' && place === 'parent');
			cells.push({ who: `${office}, ${place}`, token: serving.token, area, isAllowed });
		}
		if (right.verb === 'write') continue;
		cells.push({ who: `${office} whose post has ended`, token: expired.token, area: HOME, isAllowed: idle });
		cells.push({ who: `${office}, banned`, token: banned.token, area: HOME, isAllowed: idle });
	}
	return cells;
}
