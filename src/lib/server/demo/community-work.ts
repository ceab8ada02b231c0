import type { CaseOrder, Chronicle } from './chronicle.ts';
import { orderOf } from './compound-cases.ts';
import type { Course } from './courses.ts';
import { COMPOUND_MATTERS, type Matter } from './matters.ts';
import { Spots } from './places.ts';
import type { Drawn } from './plan/index.ts';
import { Random } from './random.ts';

interface Work {
	compound: string;
	kind: string;
	/** Keys of accounts: who has it, who reported it. */
	owner?: string;
	reporter?: string;
	course: Course;
	used: number;
}

/** Reported and not yet verified: it waits for the secretary, and in grid 003 for its leader too. */
const reported = (compound: string, kind: string, reporter: string, used: number): Work => ({
	compound,
	kind,
	reporter,
	course: { turn: 'plain', used: 0.5, stop: 'reported' },
	used
});
const owned = (owner: string, compound: string, kind: string, course: Course): Work => ({
	owner,
	compound,
	kind,
	course,
	used: course.used
});

/**
 * What waits today for those who sign in at 铁路社区, beside the cases of 富安小区: late, due today, sent
 * back, ordered, to be verified, and later.
 */
const WORK: readonly Work[] = [
	reported('站前嘉园', 'occupied_green', 'property', 0.3),
	reported('站前嘉园', 'small_ad', 'property', 0.7),
	reported('铁北家属院', 'private_structure', 'property', 0.5),
	reported('机务段家属楼', 'piled_rubbish', 'property', 1.3),
	owned('secretary', '铁北家属院', 'dirty_green', { turn: 'plain', used: 1.4, stop: 'in_progress' }),
	owned('secretary', '机务段家属楼', 'small_ad', { turn: 'plain', used: 0.6, stop: 'assigned' }),
	owned('secretary', '铁北家属院', 'occupied_green', { turn: 'rework', used: 0.6, stop: 'rework' }),
	owned('secretary', '站前嘉园', 'private_structure', { turn: 'supervised', used: 0.6, stop: 'ordered' }),
	owned('secretary', '机务段家属楼', 'planting', { turn: 'plain', used: 0.3, stop: 'in_progress' }),
	owned('secretary', '铁北家属院', 'renovation_item', { turn: 'plain', used: 0.4, stop: 'in_progress' }),
	owned('grid', '站前嘉园', 'bin_overflow', { turn: 'plain', used: 1.3, stop: 'in_progress' }),
	owned('grid', '站前嘉园', 'small_ad', { turn: 'plain', used: 0.5, stop: 'assigned' }),
	owned('grid', '站前嘉园', 'planting', { turn: 'rework', used: 0.62, stop: 'rework' }),
	owned('grid', '站前嘉园', 'occupied_green', { turn: 'plain', used: 0.3, stop: 'in_progress' }),
	owned('grid', '站前嘉园', 'renovation_item', { turn: 'plain', used: 0.3, stop: 'in_progress' }),
	owned('enforcement', '站前嘉园', 'private_structure', { turn: 'plain', used: 0.966, stop: 'in_progress' }),
	owned('enforcement', '铁北家属院', 'private_structure', { turn: 'rework', used: 0.66, stop: 'rework' }),
	owned('enforcement', '机务段家属楼', 'unlicensed_building', { turn: 'supervised', used: 0.7, stop: 'ordered' }),
	owned('property', '铁北家属院', 'planting', { turn: 'rework', used: 0.55, stop: 'rework' }),
	owned('property', '机务段家属楼', 'renovation_item', { turn: 'supervised', used: 0.6, stop: 'ordered' })
];

export function tellCommunityWork(chronicle: Chronicle, drawn: readonly Drawn[]): void {
	const random = new Random('community-work');
	WORK.forEach(({ compound, kind, owner, reporter, course, used }, index) => {
		const place = drawn.find(({ spec }) => spec.name === compound);
		if (!place) throw new Error(`no compound ${compound}`);
		const by: NonNullable<CaseOrder['by']> = {};
		if (owner) by.owner = chronicle.staff.account(owner);
		if (reporter) by.reporter = chronicle.staff.account(reporter);
		chronicle.write({
			...orderOf(place, matterOf(place, kind, random), `community-work:${index}`, random),
			course,
			start: { usedByNow: used },
			by
		});
	});
}

function matterOf(place: Drawn, kind: string, random: Random): Matter {
	const spots = new Spots(place, random);
	for (;;) {
		const matter = random.weighted(COMPOUND_MATTERS)(spots, random);
		if (matter.kind === kind) return matter;
	}
}
