import type { Template } from '#lib/domain/template.ts';
import { diagnose, pairReader, type Diagnosis, type Reading } from '#lib/geo/doctor.ts';
import { parseSystem, type FileSystem } from '#lib/geo/systems.ts';
import { guessProfile, hintedSystem } from './guess.ts';
import { Mapper, type Target } from './mapper.ts';
import { choiceIds, columnsRead, type Profile } from './profile.ts';
import type { Survey } from './survey.ts';

/** Everything that is settled before the first row is stored: which profile, which coordinate system. */
export interface Plan {
	profile: Profile;
	/** Where the profile comes from: asked for, known by its columns, or made up from the headings. */
	origin: 'given' | 'recognised' | 'guessed';
	diagnosis: Diagnosis;
	/** Null while it is not known how positions are to be read. */
	reading: Reading | null;
	/** Positions that stand for too many rows to be true ones: [east, north] and how many of the sample. */
	suspects: { point: [number, number]; count: number }[];
	/** Why nothing may be stored yet. */
	obstacles: Obstacle[];
}

export type Obstacle =
	| { code: 'missing_columns'; columns: string[] }
	| { code: 'dates_ambiguous' }
	| { code: 'crs_ambiguous' }
	| { code: 'crs_nowhere' }
	| { code: 'unknown_crs'; crs: string };

const PLAIN: Reading = { system: 'WGS84', isSwapped: false, isPacked: false };
const SAMPLES = 2000;
/** One place that holds so many of the rows is a clerk's default, not where things are. */
const SUSPECT_SHARE = 0.04;
const SUSPECT_LEAST = 25;

export interface PlanOptions {
	target: Target;
	/** The layer that somebody chose. */
	layer: string | null;
	/** The profile to use; one of `known` that fits the columns, or a guess, when left out. */
	profile: Profile | null;
	known: Profile[];
	/** auto, or a system that somebody named; the profile's when left out. */
	crs: string | null;
}

/** Settles how a surveyed file will be read. */
export function planImport(survey: Survey, options: PlanOptions): Plan {
	const recognised = options.profile ?? options.known.find((one) => fits(one, survey, options.target.template)) ?? null;
	const guess = recognised ? null : guessProfile(survey, { ...options.target, layer: options.layer });
	const profile = withLayer(recognised ?? (guess as { profile: Profile }).profile, options.layer);
	const obstacles: Obstacle[] = [];
	const missing = columnsRead(profile).filter((column) => !survey.layout.columns.includes(column));
	if (missing.length > 0) obstacles.push({ code: 'missing_columns', columns: missing });
	if (guess?.areDatesAmbiguous) obstacles.push({ code: 'dates_ambiguous' });
	const asked = options.crs ?? profile.crs ?? 'auto';
	const system = asked === 'auto' ? null : parseSystem(asked);
	if (asked !== 'auto' && !system) obstacles.push({ code: 'unknown_crs', crs: asked });
	const { diagnosis, reading } = examine(survey, profile, options.target, system);
	if (!reading && obstacles.length === 0) obstacles.push({ code: diagnosis.verdict === 'nowhere' ? 'crs_nowhere' : 'crs_ambiguous' });
	const origin = options.profile ? 'given' : recognised ? 'recognised' : 'guessed';
	return { profile, origin, diagnosis, reading, suspects: suspectPoints(survey, profile, options.target), obstacles };
}

/** Asks the coordinate doctor. A system that somebody named is believed; the doctor still finds turned axes. */
function examine(
	survey: Survey,
	profile: Profile,
	target: Target,
	system: FileSystem | null
): { diagnosis: Diagnosis; reading: Reading | null } {
	const mapper = new Mapper(profile, survey.layout, target);
	const samples = survey.sample.flatMap((record) => mapper.sample(record) ?? []).slice(0, SAMPLES);
	const diagnosis = diagnose(samples, target.places, system ?? hintedSystem(survey, profile), system ? [system] : undefined);
	if (diagnosis.chosen) return { diagnosis, reading: diagnosis.chosen };
	if (system) {
		const plain: Reading = { ...PLAIN, system };
		const read = pairReader(plain);
		const isPossible = samples.every(({ east, north }) => read(east, north) !== null);
		return { diagnosis, reading: isPossible || !diagnosis.candidates[0] ? plain : diagnosis.candidates[0] };
	}
	return { diagnosis, reading: diagnosis.verdict === 'nothing' ? PLAIN : null };
}

/** Whether every column that the profile reads is there, and every kind that it answers is the campaign's. */
function fits(profile: Profile, { layout }: Survey, template: Template): boolean {
	const kinds = new Set(template.kinds.map(({ id }) => id));
	return (
		columnsRead(profile).every((column) => layout.columns.includes(column)) &&
		(profile.kind ? choiceIds(profile.kind).every((id) => kinds.has(id)) : true)
	);
}

/** A layer that somebody chose goes before the profile's. */
function withLayer(profile: Profile, layer: string | null): Profile {
	return layer && !profile.layer?.from ? { ...profile, layer: { default: layer } } : profile;
}

function suspectPoints(survey: Survey, profile: Profile, target: Target): Plan['suspects'] {
	const mapper = new Mapper(profile, survey.layout, target);
	const counts = new Map<string, { point: [number, number]; count: number }>();
	for (const record of survey.sample) {
		const sample = mapper.sample(record);
		if (!sample) continue;
		const key = `${sample.east} ${sample.north}`;
		const seen = counts.get(key) ?? { point: [sample.east, sample.north], count: 0 };
		seen.count++;
		counts.set(key, seen);
	}
	const least = Math.max(SUSPECT_LEAST, survey.sample.length * SUSPECT_SHARE);
	return [...counts.values()].filter(({ count }) => count >= least).sort((a, b) => b.count - a.count);
}
