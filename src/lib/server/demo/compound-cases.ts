import type { Chronicle, CaseOrder } from './chronicle.ts';
import { STARTS_ON } from './chronicle.ts';
import type { Course, Turn } from './courses.ts';
import { COMPOUND_MATTERS, type Matter } from './matters.ts';
import { Spots } from './places.ts';
import type { Drawn } from './plan/index.ts';
import { Random } from './random.ts';
import { geometryOf } from './shapes.ts';

const SELF = new Set(['exposed_rubbish', 'bin_overflow', 'small_ad', 'dirty_green']);

/** Eighteen months of a compound: mostly closed, a handful open today. */
export function tellCompound(chronicle: Chronicle, drawn: Drawn, isCurated: boolean): void {
	const { spec } = drawn;
	const random = new Random(`compound-cases:${spec.code}`);
	const spots = new Spots(drawn, random);
	const diligence = diligenceOf(spec.code.slice(0, 9));
	const past = Math.round(random.between(19, 27) * spec.weight);
	const closedCases: { taskId: string; matter: Matter; order: CaseOrder }[] = [];
	for (let index = 0; index < past; index++) {
		const matter = random.weighted(COMPOUND_MATTERS)(spots, random);
		const order: CaseOrder = {
			...orderOf(drawn, matter, `${spec.code}:${index}`, random),
			course: pastCourse(matter, diligence, random),
			start: { at: someDay(chronicle, random) }
		};
		const told = chronicle.write(order);
		if (told.isClosed) closedCases.push({ taskId: told.taskId, matter, order });
	}
	for (const old of closedCases
		.filter(({ order }) => order.layer === 'trash_site' || order.layer === 'illegal_structure')
		.slice(0, random.int(0, 2))) {
		relapse(chronicle, old.order, old.taskId, diligence, random);
	}
	if (isCurated) return;
	const open = Math.ceil((random.int(3, 6) + (diligence < 0.8 ? 2 : 0)) * Math.min(1, spec.weight + 0.15));
	for (let index = 0; index < open; index++) {
		const matter = random.weighted(COMPOUND_MATTERS)(spots, random);
		const { course, used } = openCourse(matter, diligence, random);
		chronicle.write({ ...orderOf(drawn, matter, `${spec.code}:open:${index}`, random), course, start: { usedByNow: used } });
	}
}

export function orderOf(drawn: Drawn, matter: Matter, key: string, random: Random): Omit<CaseOrder, 'course' | 'start'> {
	const isUnlocated = matter.layer !== 'illegal_structure' && random.chance(0.045);
	return {
		key,
		area: drawn.spec.code,
		layer: matter.layer,
		kind: matter.kind,
		domain: 'community',
		hasSite: true,
		title: matter.title,
		geometry: isUnlocated ? null : geometryOf(drawn, matter, random),
		attributes: matter.attributes,
		quantity: matter.quantity,
		scene: matter.scene,
		trade: matter.trade,
		...(random.chance(0.3) ? { description: random.pick(TOLD_BY) } : {})
	};
}

/** How well a subdistrict works: the share of its cases that is closed in time. */
export function diligenceOf(subdistrict: string): number {
	return new Random(`diligence:${subdistrict}`).between(0.68, 0.96);
}

export function pastCourse(matter: { kind: string; layer: string }, diligence: number, random: Random): Course {
	const turn: Turn = random.weighted([
		['plain', 60],
		['self', SELF.has(matter.kind) ? 46 : 0],
		['rework', 11 * (1.6 - diligence)],
		['twice', 3 * (1.6 - diligence)],
		['extension', matter.layer === 'illegal_structure' || matter.layer === 'renovation' ? 7 : 1],
		['refused', 1],
		['deferral', matter.layer === 'illegal_structure' || matter.kind === 'renovation_item' ? 4 : 0.6],
		['return', 3],
		['reopen', 3],
		['reject', 4],
		['void', 1.2],
		['supervised', 2]
	]);
	const isLate = random.chance(1 - diligence);
	return { turn, used: isLate ? random.between(1.05, 1.9) : turn === 'extension' ? random.between(0.7, 1.3) : random.between(0.22, 0.93) };
}

export function openCourse(matter: Pick<Matter, 'kind' | 'layer'>, diligence: number, random: Random): { course: Course; used: number } {
	const used = random.chance((1 - diligence) * 0.9)
		? random.between(1.05, 1.7)
		: random.chance(0.24)
			? random.between(0.81, 0.99)
			: random.between(0.12, 0.78);
	const [turn, stop] = random.weighted<[Turn, NonNullable<Course['stop']>]>([
		[['plain', 'reported'], 8],
		[['plain', 'filed'], 9],
		[['plain', 'assigned'], 14],
		[['plain', 'in_progress'], 30],
		[['plain', 'submitted'], 16],
		[['rework', 'rework'], 8],
		[['reopen', 'reopened'], 4],
		[['deferral', 'deferred'], matter.layer === 'illegal_structure' || matter.layer === 'renovation' ? 9 : 2],
		[['extension', 'asked_extension'], 4],
		[['deferral', 'asked_deferral'], 2],
		[['supervised', 'ordered'], 3]
	]);
	const share = stop === 'deferred' ? random.between(0.2, 0.95) : used;
	return {
		course: {
			turn,
			stop,
			used: turn === 'reopen' ? 0.8 : used,
			...(turn === 'reopen' ? { reopenAfterH: random.between(70, 200) } : {}),
			...(stop === 'deferred' ? { deferDays: random.int(25, 80) } : {})
		},
		used: share
	};
}

/** A closed problem that came back: a new case that points to the old one. */
function relapse(chronicle: Chronicle, old: CaseOrder, relapseOf: string, diligence: number, random: Random): void {
	const at = 'at' in old.start ? old.start.at : chronicle.now;
	const again = new Date(at.getTime() + random.between(45, 110) * 86_400_000);
	if (again > chronicle.now) return;
	chronicle.write({
		...old,
		key: `${old.key}:again`,
		description: '回头看发现反弹，关联原案件。',
		relapseOf,
		course: pastCourse(old, diligence, random),
		start: { at: again }
	});
}

/** A day of the campaign; more happens in its later months. */
export function someDay(chronicle: Chronicle, random: Random): Date {
	const start = Date.parse(`${STARTS_ON}T00:30:00Z`) + 86_400_000;
	const span = chronicle.now.getTime() - start - 3 * 86_400_000;
	const at = new Date(start + span * random.next() ** 0.8);
	return chronicle.calendar.rulerMoment(chronicle.calendar.rulerAt(at) + random.between(0.1, 7.2));
}

const TOLD_BY = ['居民来电反映', '网格长巡查发现', '党员志愿者上报', '业主委员会提出', '入户走访收集', '12345 转办', '楼长反映'] as const;
