import { randomUUID } from 'node:crypto';
import type { Backend } from '#lib/server/backend/index.ts';
import { Asker } from './asker.ts';
import { HOME, must, type City, type Citizen } from './city.ts';
import { PROBES, ROWS } from './probes.ts';
import { layGrounds, type Grounds } from './rights-fixtures.ts';
import type { Cell, Right } from './rights-table.ts';
import { CAMPAIGN } from './world.ts';

/** By which what trials leave is known. */
const TITLE = '权利';

/** One question to the running backend, and what it has to answer. */
export interface Trial {
	who: string;
	isAllowed: boolean;
	/** Whether it was allowed, by trying. */
	happens: () => Promise<boolean>;
}

/** Everything that stands in the city to ask for, and what the server's own key sees of it. */
export class Trials {
	readonly #backend: Backend;
	readonly #city: City;
	readonly #grounds: Grounds;
	readonly operator: Asker;

	private constructor(backend: Backend, city: City, grounds: Grounds) {
		this.#backend = backend;
		this.#city = city;
		this.#grounds = grounds;
		// The client carries the key; no other door hands it out.
		this.operator = new Asker(backend, null, (backend.operator() as unknown as { supabaseKey: string }).supabaseKey);
	}

	static async prepare(backend: Backend, city: City): Promise<Trials> {
		const server = backend.operator();
		const grounds = await layGrounds(server, backend.as(city.people.administrator.serving.token), city.disabled.personId);
		// Another file may have been here before.
		must(await server.from('publications').delete().eq('caption', 'rights'));
		must(
			await server.from('publications').insert({
				id: randomUUID(),
				campaign_id: CAMPAIGN,
				area_code: HOME,
				layer_id: 'trash_site',
				caption: 'rights',
				before_picture: grounds.published,
				after_picture: `${HOME}/${randomUUID()}.jpg`,
				before_on: '2026-05-01',
				after_on: '2026-05-20',
				published_on: '2026-05-21'
			})
		);
		const day = '2026-05-21';
		must(await server.from('published_areas').upsert({ code: 'RIGHTS', level: 'compound', name: 'x', path: [], published_on: day }));
		const published = { id: CAMPAIGN, name: {}, area_code: HOME, starts_on: day, ends_on: day, layers: [], targets: [], published_on: day };
		must(await server.from('published_campaigns').upsert(published));
		must(
			await server.from('published_figures').upsert({ campaign_id: CAMPAIGN, area_code: HOME, measure: 'rights', value: 5, as_of: day })
		);
		return new Trials(backend, city, grounds);
	}

	of(right: Right, cells: Cell[]): Trial[] {
		return cells.map((cell) => ({
			who: `${cell.who} (${cell.area})`,
			isAllowed: cell.isAllowed,
			happens: () => this.#tries(right, cell)
		}));
	}

	async #tries(right: Right, cell: Cell): Promise<boolean> {
		const asker = new Asker(this.#backend, cell.token);
		const ground = this.#grounds.at[cell.area];
		if (!ground) throw new Error(`nothing stands in ${cell.area}`);
		const probe = PROBES[`${right.thing} ${right.verb}`];
		if (probe) return probe({ asker, operator: this.operator, ground, grounds: this.#grounds });
		const row = this.rowOf(right.thing, cell.area);
		if (right.verb === 'read') return (await asker.rows(row.table, row.match)).length > 0;
		if (right.verb !== 'write') throw new Error(`nobody knows how to ${right.verb} ${right.thing}`);
		const [column = '', value = ''] = Object.entries(row.match)[0] ?? [];
		const done = [
			await asker.write('POST', row.table, row.match, row.match),
			await asker.write('PATCH', row.table, row.match, { [column]: value }),
			await asker.write('DELETE', row.table, row.match)
		];
		return done.includes(true);
	}

	/** The row of a thing in an area. */
	rowOf(thing: string, area: string): { table: string; match: Record<string, string | number> } {
		const ground = this.#grounds.at[area];
		const found = ground && ROWS[thing]?.(ground, this.#grounds);
		if (!found) throw new Error(`no row of ${thing}`);
		return { table: found.table ?? thing, match: found.match };
	}

	/** The table that a thing's rows lie in. */
	tableOf(thing: string): string | null {
		return ROWS[thing] ? this.rowOf(thing, HOME).table : null;
	}

	/** Takes back the posts that an administrator got where nothing kept them from giving themselves one. */
	async takeBack(): Promise<void> {
		const { personId } = this.#city.people.administrator.serving;
		must(await this.#backend.operator().from('posts').delete().eq('person_id', personId).eq('title', TITLE));
	}

	/** What is one's own is seen also when the post has ended; nobody works on their own posts. */
	async ofOnesOwn(): Promise<Record<string, Trial[]>> {
		const { cadre, administrator } = this.#city.people;
		const server = this.#backend.operator();
		const owners = [cadre.serving, cadre.expired];
		for (const { personId } of owners) must(await server.from('contacts').upsert({ person_id: personId, phone: '13800000001' }));
		must(await this.#backend.as(cadre.serving.token).rpc('export_begin', { request: { campaign: CAMPAIGN, area: HOME, format: 'csv' } }));
		const asks = (who: string, { token }: Citizen, happens: (asker: Asker) => Promise<boolean>, isAllowed = true): Trial => ({
			who,
			isAllowed,
			happens: () => happens(new Asker(this.#backend, token))
		});
		const reads = (table: string, key: string): Trial[] =>
			owners
				.filter((owner) => table !== 'exports' || owner === cadre.serving)
				.map((owner) =>
					asks(`of one’s own ${table}`, owner, async (asker) => (await asker.rows(table, { [key]: owner.personId })).length > 0)
				);
		const { personId } = administrator.serving;
		const post = { person_id: personId, area_code: HOME, role: 'inspector', title: TITLE };
		return {
			people: reads('people', 'id'),
			contacts: reads('contacts', 'person_id'),
			exports: reads('exports', 'person_id'),
			posts: [
				...reads('posts', 'person_id'),
				asks('an administrator, to themselves', administrator.serving, (asker) => asker.write('POST', 'posts', {}, post), false),
				asks(
					'an administrator, of their own',
					administrator.serving,
					(asker) => asker.write('PATCH', 'posts', { person_id: personId }, { valid_to: '2099-01-01' }),
					false
				)
			]
		};
	}
}
