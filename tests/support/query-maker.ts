import fc from 'fast-check';

/** Tables that a query may begin at or lead through, with the columns that tell their rows apart. */
export const KEYS: Record<string, readonly string[]> = {
	sites: ['id'],
	tasks: ['id'],
	task_events: ['task_id', 'seq'],
	evidence: ['id'],
	publication_proposals: ['id'],
	indicator_values: ['area_code', 'indicator_id', 'on_date'],
	posts: ['id'],
	people: ['id'],
	contacts: ['person_id'],
	answerables: ['area_code', 'level'],
	import_batches: ['id'],
	basemap_keys: ['basemap_id'],
	areas: ['code'],
	campaigns: ['id'],
	layers: ['campaign_id', 'id'],
	task_kinds: ['campaign_id', 'id']
};

/** A foreign key between two of them, by its name, as an embedding has to call it. */
export interface Link {
	name: string;
	from: string;
	to: string;
}

interface Branch {
	pick: number;
	isInner: boolean;
	next: Branch | null;
}

export interface Query {
	table: string;
	/** Behind `/rest/v1/`. */
	path: string;
	isCsv: boolean;
	/** Nothing narrows it, so its count is that of all that the caller may see. */
	isWhole: boolean;
}

const branch = (depth: number): fc.Arbitrary<Branch> =>
	fc.record({
		pick: fc.nat(50),
		isInner: fc.boolean(),
		next: depth === 0 ? fc.constant(null) : fc.option(branch(depth - 1), { nil: null })
	});

/** Queries as somebody would send them who looks for a side door: embeddings of embeddings, filters and orders through them, CSV. */
export function queries(links: readonly Link[]): fc.Arbitrary<Query> {
	return fc
		.record({
			table: fc.constantFrom(...Object.keys(KEYS)),
			branches: fc.array(branch(2), { maxLength: 3 }),
			filter: fc.constantFrom('', 'not', 'or', 'like', 'embedded'),
			order: fc.constantFrom('', 'own', 'embedded'),
			limit: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
			isCsv: fc.boolean()
		})
		.map(({ table, branches, filter, order, limit, isCsv }) => {
			const key = KEYS[table]?.[0] ?? '';
			const embeds = isCsv ? [] : branches.map((one, index) => embed(links, table, one, `e${index}`)).filter((text) => text !== null);
			const parts = [`select=${[...(KEYS[table] ?? []), ...embeds.map(({ text }) => text)].join(',')}`];
			const [first] = embeds;
			if (filter === 'not') parts.push(`${key}=not.is.null`);
			if (filter === 'or') parts.push(`or=(${key}.not.is.null,${key}.is.null)`);
			if (filter === 'like') parts.push(`${key}=not.eq.x0000000-0000-4000-8000-000000000000`.replace('x', '0'));
			if (filter === 'embedded' && first) parts.push(`e0=${first.isInner ? 'not.is.null' : 'is.null'}`);
			if (order === 'own') parts.push(`order=${key}.desc`);
			if (order === 'embedded' && first) parts.push(`order=e0(${first.key})`);
			if (limit !== null) parts.push(`limit=${limit}`);
			return { table, path: `${table}?${parts.join('&')}`, isCsv, isWhole: filter === '' && embeds.every((one) => !one.isInner) };
		});
}

function embed(
	links: readonly Link[],
	table: string,
	{ pick, isInner, next }: Branch,
	alias: string
): { text: string; isInner: boolean; key: string } | null {
	const known = links.filter((link) => link.from === table || link.to === table);
	const link = known[pick % known.length];
	if (!link) return null;
	const other = link.from === table ? link.to : link.from;
	const deeper = next && embed(links, other, next, `${alias}x`);
	const columns = [...(KEYS[other] ?? []), ...(deeper ? [deeper.text] : [])];
	// The alias tells the reader of the answer which table a row is of.
	return {
		text: `${alias}_${other}:${other}!${link.name}${isInner ? '!inner' : ''}(${columns.join(',')})`,
		isInner,
		key: KEYS[other]?.[0] ?? ''
	};
}

/** Every row that an answer holds, at any depth, with its table. */
export function rowsIn(table: string, answer: unknown): { table: string; row: Record<string, unknown> }[] {
	if (Array.isArray(answer)) return answer.flatMap((one) => rowsIn(table, one));
	if (typeof answer !== 'object' || answer === null) return [];
	const row = answer as Record<string, unknown>;
	const below = Object.entries(row).filter(([name]) => /^e\d+x*_/.test(name));
	return [{ table, row }, ...below.flatMap(([name, value]) => rowsIn(name.replace(/^e\d+x*_/, ''), value))];
}
