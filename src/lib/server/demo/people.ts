import type { Role } from '#lib/domain/template.ts';
import { DEMO_ACCOUNTS } from './accounts.ts';
import { CITY, type RealArea } from './baishan.ts';
import type { CompoundSpec } from './compounds.ts';
import { Random } from './random.ts';
import { personName } from './words/names.ts';

export interface Person {
	id: string;
	name: string;
	organisation: string;
	role: Role;
	title: string;
	area: string;
}

export interface Answerable {
	area: string;
	level: 'city' | 'district' | 'subdistrict' | 'community' | 'grid' | 'building';
	person: Person;
}

/** What a handler of a subdistrict does. */
export type Trade = 'enforcement' | 'sanitation' | 'greening' | 'housing';
const TRADES: Record<Trade, readonly [string, string]> = {
	enforcement: ['城管中队队员', '城市管理执法局'],
	sanitation: ['环卫班长', '环境卫生管理处'],
	greening: ['园林养护员', '园林绿化管理处'],
	housing: ['房管员', '住房和城乡建设局']
};

export interface GridArea {
	code: string;
	community: string;
	number: number;
	name: string;
	gridCode: string;
}

/** Everybody of the demo, and who does what where. Accounts keep their own names and posts. */
export class Staff {
	readonly people: Person[] = [];
	readonly answerables: Answerable[] = [];
	readonly grids: GridArea[] = [];
	readonly #byPost = new Map<string, Person>();

	constructor(tree: RealArea[], compounds: { spec: CompoundSpec; buildings: { code: string; name: string }[] }[]) {
		for (const account of DEMO_ACCOUNTS) {
			const { key, name, organisation, role, title, area } = account;
			this.#add(`account:${key}`, { name, organisation, role, title, area });
		}
		this.#bind('leader', CITY, this.account('city'));
		for (const [title, organisation] of CITY_LEADERS) {
			this.#hire('city-leader', CITY, { organisation, role: 'leader', title });
		}
		for (const district of tree.filter((area) => area.level === 'district')) this.#staffDistrict(district);
		for (const subdistrict of tree.filter((area) => area.level === 'subdistrict')) this.#staffSubdistrict(subdistrict, tree);
		const settled = new Set(compounds.map(({ spec }) => spec.community));
		for (const community of tree.filter((area) => area.level === 'community')) this.#staffCommunity(community, settled.has(community.code));
		for (const { spec, buildings } of compounds) this.#staffCompound(spec, buildings);
	}

	account(key: string): Person {
		return this.#get(`account:${key}`);
	}

	/** leader, dispatcher, inspector of the nearest area upwards that has one; secretary, grid, property of the place itself. */
	in(post: string, area: string): Person {
		for (const code of [area, area.slice(0, 12), area.slice(0, 9), area.slice(0, 6), CITY]) {
			const found = this.#byPost.get(`${post}:${code}`);
			if (found) return found;
		}
		throw new Error(`nobody is ${post} of ${area}`);
	}

	has(post: string, area: string): boolean {
		return this.#byPost.has(`${post}:${area}`);
	}

	#staffDistrict(district: RealArea): void {
		if (district.code === '220602') this.#bind('leader', district.code, this.account('district'));
		else
			this.#hire('leader', district.code, {
				organisation: `${district.name}政府`,
				role: 'leader',
				title: /县$/.test(district.name) ? '副县长' : /市$/.test(district.name) ? '副市长' : '副区长'
			});
		for (const [title, organisation] of DISTRICT_LEADERS) {
			this.#hire(`district-${title}`, district.code, { organisation: `${district.name}${organisation}`, role: 'leader', title });
		}
	}

	#staffSubdistrict(area: RealArea, tree: RealArea[]): void {
		const district = tree.find((one) => one.code === area.parentCode)?.name ?? '';
		const isTown = !/街道$/.test(area.name);
		const office = isTown ? `${area.name}人民政府` : `${area.name}办事处`;
		const isHome = area.code === '220602003';
		if (isHome) {
			this.#bind('leader', area.code, this.account('subdistrict'));
			this.#bind('dispatcher', area.code, this.account('dispatcher'));
			this.#bind('enforcement', area.code, this.account('enforcement'));
		} else {
			this.#hire('leader', area.code, { organisation: office, role: 'leader', title: isTown ? '镇长' : '办事处主任' });
			this.#hire('dispatcher', area.code, {
				organisation: `${area.name}综合指挥室`,
				role: 'dispatcher',
				title: isTown ? '镇派遣员' : '街道派遣员'
			});
		}
		this.#hire('inspector', area.code, { organisation: office, role: 'inspector', title: isTown ? '镇核查员' : '街道核查员' });
		for (const [trade, [title, bureau]] of Object.entries(TRADES)) {
			if (this.has(trade, area.code)) continue;
			this.#hire(trade, area.code, { organisation: `${district}${bureau}`, role: 'cadre', title });
		}
	}

	#staffCommunity(area: RealArea, isSettled: boolean): void {
		if (area.code === '220602003003') {
			this.#bind('secretary', area.code, this.account('secretary'));
			this.#bind('inspector', area.code, this.account('inspector'));
			this.#bind('property', area.code, this.account('property'));
		} else {
			const isVillage = !/社区$/.test(area.name);
			this.#hire('secretary', area.code, {
				organisation: `${area.name}${isVillage ? '党支部' : '党委'}`,
				role: 'cadre',
				title: isVillage ? '村党支部书记' : '社区党委书记'
			});
			if (isSettled) this.#hire('inspector', area.code, { organisation: `${area.name}居民委员会`, role: 'inspector', title: '社区核查员' });
		}
		if (!isSettled) return;
		for (const number of [1, 2, 3]) {
			const digits = String(number).padStart(3, '0');
			const grid = {
				code: `${area.code}G0${number}`,
				community: area.code,
				number,
				name: `第${digits}网格`,
				gridCode: `${area.code}${digits}`
			};
			this.grids.push(grid);
			if (grid.code === this.account('grid').area) this.#bind('grid', grid.code, this.account('grid'));
			else this.#hire('grid', grid.code, { organisation: `${area.name}${grid.name}党支部`, role: 'cadre', title: `${grid.name}网格长` });
		}
	}

	#staffCompound(spec: CompoundSpec, buildings: { code: string; name: string }[]): void {
		const random = new Random(`answerable:${spec.code}`);
		if (spec.community !== '220602003003') {
			this.#hire('property', spec.code, { organisation: spec.propertyCompany, role: 'cadre', title: '物业项目经理' });
		}
		const heads = buildings.map(({ code, name }) => {
			const isStory = spec.name === '富安小区' && name === '5号楼';
			return this.#hire(
				'head',
				code,
				{ organisation: `${spec.name}居民`, role: 'cadre', title: `${name}楼长` },
				isStory ? '张桂兰' : undefined
			);
		});
		const isHome = spec.code === '220602003003001';
		const cityLeaders = this.people.filter((person) => person.area === CITY && person.role === 'leader');
		const districtLeaders = this.people.filter((person) => person.area === spec.code.slice(0, 6) && person.role === 'leader');
		const grid = `${spec.community}G0${spec.grid}`;
		const named: [Answerable['level'], Person | undefined][] = [
			['city', isHome ? this.account('city') : random.pick(cityLeaders)],
			['district', isHome ? this.account('district') : random.pick(districtLeaders)],
			['subdistrict', this.in('leader', spec.code.slice(0, 9))],
			['community', this.in('secretary', spec.community)],
			['grid', this.#get(`grid:${grid}`)],
			['building', isHome ? heads[4] : heads[0]]
		];
		for (const [level, person] of named) if (person) this.answerables.push({ area: spec.code, level, person });
	}

	#hire(post: string, area: string, person: Omit<Person, 'id' | 'name' | 'area'>, name?: string): Person {
		const random = new Random(`person:${post}:${area}:${person.title}`);
		const age = post === 'head' ? 'elder' : post === 'inspector' || post === 'dispatcher' ? 'young' : 'adult';
		return this.#add(`${post}:${area}`, { ...person, area, name: name ?? personName(random, age) });
	}

	#add(key: string, person: Omit<Person, 'id'>): Person {
		const added = { id: new Random(`id:${key}:${person.title}`).uuid(), ...person };
		this.people.push(added);
		if (!this.#byPost.has(key)) this.#byPost.set(key, added);
		return added;
	}

	#bind(post: string, area: string, person: Person): void {
		this.#byPost.set(`${post}:${area}`, person);
	}

	#get(key: string): Person {
		const found = this.#byPost.get(key);
		if (!found) throw new Error(`nobody holds ${key}`);
		return found;
	}
}

const CITY_LEADERS: readonly (readonly [string, string])[] = [
	['副局长', '市住房和城乡建设局'],
	['副局长', '市城市管理执法局'],
	['副主任', '市精神文明建设办公室'],
	['副局长', '市卫生健康委员会'],
	['二级调研员', '市林业局'],
	['副局长', '市民政局'],
	['副行长', '市政府驻会单位'],
	['副局长', '市市场监督管理局']
];
const DISTRICT_LEADERS: readonly (readonly [string, string])[] = [
	['城管局副局长', '城市管理执法局'],
	['住建局副局长', '住房和城乡建设局'],
	['民政局副局长', '民政局']
];
