import type { Somebody } from '../tests/support/world.ts';
import { CAMPAIGN } from '../tests/support/world.ts';
import { addCases, addSites, ask, HOME_COMMUNITY, openCity, type City } from './city.ts';
import { timed, type Bench, type Figure } from './bench.ts';

const ROUNDS = 15;
const SIZES = [10_000, 100_000, 1_000_000];
/** What a city of this size has open at one time, however long it goes on closing. */
const OPEN = 1_500;

/** One page's questions, as whom. Ten days of the calendar and six stuck cases, as the page asks for. */
const OVERVIEW = [
	'select public.area_overview($1, $2)',
	'select public.area_days($1, $2)',
	'select public.due_days($1, $2, 10)',
	'select public.stuck_cases($1, $2)'
];

/** The quickest of the rounds, in milliseconds: what else a machine does only ever adds to it. */
async function quickest(work: () => Promise<unknown>): Promise<number> {
	return (await timed(ROUNDS, work))[0] ?? Number.NaN;
}

interface Cost {
	ms: number;
	/** Blocks of 8 KB that PostgreSQL looked at: the same on a busy machine as on a quiet one. */
	blocks: number;
}

async function costOf(city: City, who: Somebody, question: string, params: unknown[]): Promise<Cost> {
	const ms = await quickest(() => ask(city.sql, who, question, params));
	const [row] = (await ask(city.sql, who, `explain (analyze, buffers, format json) ${question}`, params)) as {
		'QUERY PLAN': [{ Plan: Record<string, number> }];
	}[];
	const plan = row?.['QUERY PLAN'][0].Plan ?? {};
	return { ms, blocks: (plan['Shared Hit Blocks'] ?? Number.NaN) + (plan['Shared Read Blocks'] ?? Number.NaN) };
}

/** Every page by its name, with its questions where there are several. */
async function measure(city: City): Promise<Map<string, Cost>> {
	const { world, leader } = city;
	const costs = new Map<string, Cost>();
	const note = async (what: string, who: Somebody, questions: readonly string[], params: unknown[]): Promise<void> => {
		const whole = { ms: 0, blocks: 0 };
		for (const question of questions) {
			const cost = await costOf(city, who, question, params);
			whole.ms += cost.ms;
			whole.blocks += cost.blocks;
			if (questions.length > 1) costs.set(`${what}: ${/public\.(\w+)/.exec(question)?.[1]}`, cost);
		}
		costs.set(what, whole);
	};
	await note('overview of the city', leader, OVERVIEW, [CAMPAIGN, '2206']);
	await note('overview of a community', leader, OVERVIEW, [CAMPAIGN, HOME_COMMUNITY]);
	await note('inbox of a cadre', world.cadre, ['select public.my_inbox($1)'], [CAMPAIGN]);
	await note('inbox of a dispatcher', world.dispatcher, ['select public.my_inbox($1)'], [CAMPAIGN]);
	return costs;
}

/** What an area page carries of the city's map, beside sites that are closed: a page has room for 300, and 1,000 are open. */
async function mapOverClosedSites(city: City): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const closed of [0, 100_000]) {
		if (closed) await addSites(city, closed, true);
		const ms = await quickest(() => ask(city.sql, city.leader, 'select public.area_page($2, $1, 300)', [CAMPAIGN, '2206']));
		figures.push({
			what: `map page of the city, 1,000 open sites beside ${closed.toLocaleString('en')} closed ones`,
			value: ms,
			unit: 'ms'
		});
	}
	return figures;
}

/** 0: the same whatever the number of cases; 1: in proportion to it. */
function slope(first: number, last: number): number {
	return Math.log10(last / first) / Math.log10((SIZES.at(-1) ?? 1) / (SIZES[0] ?? 1));
}

export const bench: Bench = {
	name: 'growth',
	about:
		'PostgreSQL: overview and inbox with 10 thousand, 100 thousand and 1 million cases, 1,500 of them open. Slope: of log time against log cases (0: the same whatever the number; 1: in proportion). Policies: the same question of a community as cadre and as service role',
	async run(say) {
		const city = await openCity();
		try {
			const figures: Figure[] = [];
			const bySize: Map<string, Cost>[] = [];
			for (const [index, size] of SIZES.entries()) {
				await addCases(city, (SIZES[index - 1] ?? 0) + 1, size, OPEN);
				const costs = await measure(city);
				bySize.push(costs);
				const cases = `${size.toLocaleString('en')} cases`;
				for (const [what, { ms, blocks }] of costs) {
					figures.push(
						{ what: `${cases}, ${what}`, value: ms, unit: 'ms' },
						{ what: `${cases}, ${what}, blocks`, value: blocks, unit: 'count' }
					);
				}
				say(`${cases}: ${[...costs].map(([what, { ms, blocks }]) => `${what} ${ms.toFixed(1)} ms, ${blocks} blocks`).join('; ')}`);
			}
			for (const [what, first] of bySize[0] ?? []) {
				const last = bySize.at(-1)?.get(what);
				if (what.includes(':') || !last) continue;
				figures.push(
					{ what: `slope, ${what}`, value: slope(first.ms, last.ms), unit: 'ratio' },
					{ what: `slope, ${what}, blocks`, value: slope(first.blocks, last.blocks), unit: 'ratio' }
				);
			}
			await addSites(city, 1000);
			for (const [what, question] of [
				['map of a community, 1,000 sites', 'select public.map_sites($1, $2)'],
				['list of a community', 'select public.list_cases($1, $2)']
			] as const) {
				const params = [CAMPAIGN, HOME_COMMUNITY];
				const cadre = await quickest(() => ask(city.sql, city.world.cadre, question, params));
				const operator = await quickest(() => ask(city.sql, null, question, params));
				figures.push(
					{ what: `${what}, as cadre`, value: cadre, unit: 'ms' },
					{ what: `${what}, cadre against service role`, value: cadre / operator, unit: 'ratio' }
				);
			}
			figures.push(...(await mapOverClosedSites(city)));
			return figures;
		} finally {
			await city.close();
		}
	}
};
