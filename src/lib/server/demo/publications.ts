import type { Box } from '#lib/domain/redaction.ts';
import type { Chronicle, Told } from './chronicle.ts';
import type { CompoundSpec } from './compounds.ts';
import type { Person } from './people.ts';
import { variantOf, windowsOf } from './pictures/index.ts';
import type { Drawn } from './plan/index.ts';
import { Random } from './random.ts';
import type { PastChange, PictureNeed } from './story.ts';
import { CAPTIONS, REFUSALS, WITHDRAWALS } from './words/captions.ts';

/** A redacted copy to be made of a drawn picture. */
export interface CopyNeed {
	path: string;
	of: PictureNeed;
	boxes: Box[];
}

export interface ToldPublication {
	id: string;
	area: string;
	state: 'approved' | 'proposed' | 'rejected' | 'withdrawn';
	changes: PastChange[];
	copies: [before: CopyNeed, after: CopyNeed];
}

/** Pairs that the campaign's main places show; the others show up to two. */
const APPROVED: Record<string, number> = { 富安小区: 10, 林海新苑: 7, 天池花园一期: 7, 铁北家属院: 3, 机务段家属楼: 3, 站前嘉园: 3 };
/** Proposals that nobody decided yet, by compound: those who decide find something waiting. */
const WAITING: Record<string, number> = { 富安小区: 2, 站前嘉园: 1, 铁北家属院: 1, 林海新苑: 1, 天池花园一期: 1 };
const REJECTED: Record<string, number> = { 富安小区: 1, 林海新苑: 1 };
const WITHDRAWN: Record<string, number> = { 富安小区: 1 };
/** Share of the pairs in which somebody stood at a window, so that it is covered. */
const COVERED = 0.4;

type Pair = readonly [was: PictureNeed, isNow: PictureNeed];

/** Before/after pairs on their way to the public: proposed by those who did the work, decided by somebody else. */
export function tellPublications(chronicle: Chronicle, drawn: readonly Drawn[]): ToldPublication[] {
	return drawn.flatMap(({ spec }) => tellCompoundPairs(chronicle, spec));
}

function tellCompoundPairs(chronicle: Chronicle, spec: CompoundSpec): ToldPublication[] {
	const random = new Random(`publications:${spec.code}`);
	const approved =
		APPROVED[spec.name] ??
		random.weighted([
			[0, 1],
			[1, 3],
			[2, 5]
		]);
	const wanted = [
		...times('withdrawn', WITHDRAWN[spec.name]),
		...times('rejected', REJECTED[spec.name]),
		...times('approved', approved),
		...times('proposed', WAITING[spec.name])
	] as const;
	const cases = pickCases(chronicle, spec, wanted.length, random);
	// Oldest first: what waits for a decision is what was closed last.
	return cases.map(({ told, pair }, index) =>
		tellPair(chronicle, spec, told, pair, wanted[wanted.length - cases.length + index] ?? 'approved')
	);
}

const times = <State extends ToldPublication['state']>(state: State, count = 0): State[] => Array<State>(count).fill(state);

/** Closed cases with a picture of before and after, spread over the campaign, each showing another drawing. */
function pickCases(chronicle: Chronicle, spec: CompoundSpec, count: number, random: Random): { told: Told; pair: Pair }[] {
	const seen = new Set<string>();
	// The latest are decided on already.
	const latest = new Date(chronicle.now.getTime() - 16 * 86_400_000).toISOString();
	return random
		.shuffled(chronicle.told.filter((one) => one.area === spec.code && one.closedAt !== null && one.closedAt < latest))
		.flatMap((told) => {
			const was = told.pictures.find((picture) => picture.phase === 'before');
			const isNow = told.pictures.findLast((picture) => picture.phase === 'after');
			const drawing = `${told.scene}:${variantOf(told.taskId)}`;
			if (!was || !isNow || !CAPTIONS[told.scene] || seen.has(drawing)) return [];
			seen.add(drawing);
			return [{ told, pair: [was, isNow] as const }];
		})
		.slice(0, count)
		.sort((a, b) => ((a.told.closedAt ?? '') < (b.told.closedAt ?? '') ? -1 : 1));
}

function tellPair(
	chronicle: Chronicle,
	spec: CompoundSpec,
	told: Told,
	[was, isNow]: Pair,
	state: ToldPublication['state']
): ToldPublication {
	const random = new Random(`publication:${told.taskId}`);
	const id = random.uuid();
	const path = (): string => `${told.area}/${random.uuid()}.jpg`;
	const boxes = random.chance(COVERED) ? windowsOf(told.scene, variantOf(told.taskId)).slice(0, 1) : [];
	const copies: ToldPublication['copies'] = [
		{ path: path(), of: was, boxes },
		{ path: path(), of: isNow, boxes }
	];
	const { calendar, staff } = chronicle;
	const proposer = proposerOf(chronicle, spec, random);
	const subdistrict = staff.in('leader', spec.code.slice(0, 9));
	const district = staff.in('leader', spec.code.slice(0, 6));
	const proposedAt =
		state === 'proposed'
			? calendar.rulerAt(chronicle.now) - random.between(1, 11)
			: calendar.rulerAt(new Date(told.closedAt ?? '')) + random.between(2, 18);
	const changes: PastChange[] = [];
	const tell = (actor: Person, ruler: number, patch: Record<string, unknown>): void => {
		const at = calendar.rulerMoment(ruler).toISOString();
		changes.push({ actor: actor.id, change_id: random.uuid(), target: `publication:${id}`, at, patch });
	};
	tell(proposer, proposedAt, {
		action: 'propose',
		task_id: told.taskId,
		before_evidence: was.id,
		after_evidence: isNow.id,
		before_path: copies[0].path,
		after_path: copies[1].path,
		boxes: { before: boxes, after: boxes },
		caption: random.pick(CAPTIONS[told.scene] ?? ['{title}']).replace('{title}', told.title)
	});
	const decidedAt = proposedAt + random.between(1, 16);
	if (state === 'rejected') tell(subdistrict, decidedAt, { action: 'reject', reason: random.pick(REFUSALS) });
	if (state === 'approved' || state === 'withdrawn') tell(random.chance(0.85) ? subdistrict : district, decidedAt, { action: 'approve' });
	if (state === 'withdrawn') tell(district, decidedAt + random.between(8, 20), { action: 'withdraw', reason: random.pick(WITHDRAWALS) });
	return { id, area: told.area, state, changes, copies };
}

/** The secretary, or now and then the leader of the compound's grid or the inspector. */
function proposerOf({ staff }: Chronicle, spec: CompoundSpec, random: Random): Person {
	return random.weighted([
		[staff.in('secretary', spec.community), 6],
		[staff.in('grid', `${spec.community}G0${spec.grid}`), 3],
		[staff.in('inspector', spec.community), 1]
	]);
}
