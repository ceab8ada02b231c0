import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { WorkCalendar } from '#lib/domain/calendar.ts';
import { chineseCalendar } from '#lib/domain/calendar-cn.ts';
import type { Template } from '#lib/domain/template.ts';
import { tellBatches } from './batches.ts';
import { tellCameras } from './camera-cases.ts';
import { Chronicle } from './chronicle.ts';
import { tellCompound } from './compound-cases.ts';
import { tellCommunityWork } from './community-work.ts';
import { listCompounds } from './compounds.ts';
import { layGround, type Ground } from './ground.ts';
import { tellHome } from './home-cases.ts';
import { tellIndicators, type IndicatorValue } from './indicators.ts';
import { layNeighbourhood } from './neighbourhood.ts';
import { Staff } from './people.ts';
import { drawCompound, type Drawn } from './plan/index.ts';
import { tellPublications, type ToldPublication } from './publications.ts';
import { tellStreets } from './street-cases.ts';
import { shareTargets, type AreaTarget } from './targets.ts';

const TEMPLATE = join(import.meta.dirname, '../../../../supabase/seed/templates/sancheng.json');
const HOME = '220602003003001';

/** The whole demo as values; nothing here touches a database. */
export interface Invention {
	now: Date;
	template: Template;
	calendar: ReturnType<typeof chineseCalendar>;
	ground: Ground;
	drawn: Drawn[];
	staff: Staff;
	chronicle: Chronicle;
	publications: ToldPublication[];
	indicators: IndicatorValue[];
	targets: AreaTarget[];
}

/**
 * Invents the demo as it stands at a moment: the same moment gives the same city, to the last
 * identifier. Takes some seconds, and lets other work in between.
 */
export async function inventDemo(now: Date): Promise<Invention> {
	const template = JSON.parse(readFileSync(TEMPLATE, 'utf8')) as Template;
	const calendar = chineseCalendar();
	const ground = layGround();
	await setImmediate();
	const drawn = drawCompounds(ground);
	const staff = new Staff(
		ground.areas,
		drawn.map(({ spec, buildings }) => ({ spec, buildings: buildings.map(({ code, building }) => ({ code, name: building.name })) }))
	);
	const chronicle = new Chronicle(template, new WorkCalendar(calendar), staff, now);
	for (const { spec } of drawn) chronicle.gridOf.set(spec.code, `${spec.community}G0${spec.grid}`);
	for (const one of drawn) {
		tellCompound(chronicle, one, one.spec.code === HOME);
		tellCameras(chronicle, one);
		if (one.spec.code === HOME) tellHome(chronicle, one);
		await setImmediate();
	}
	tellCommunityWork(chronicle, drawn);
	const settled = new Set(drawn.map(({ spec }) => spec.community));
	const communities = ground.areas.filter((area) => area.level === 'community');
	for (const area of communities) tellStreets(chronicle, area, (at) => ground.contains(area.code, at), settled.has(area.code));
	await setImmediate();
	tellBatches(chronicle, communities);
	return {
		now,
		template,
		calendar,
		ground,
		drawn,
		staff,
		chronicle,
		publications: tellPublications(chronicle, drawn),
		indicators: tellIndicators(
			drawn.map(({ spec }) => spec),
			now
		),
		targets: shareTargets(template, chronicle.told, ground.areas, settled)
	};
}

function drawCompounds(ground: Ground): Drawn[] {
	const specs = listCompounds();
	return [...new Set(specs.map((spec) => spec.community))].flatMap((community) => {
		const center = ground.areas.find((area) => area.code === community)?.center;
		if (!center) throw new Error(`no community ${community}`);
		const own = specs.filter((spec) => spec.community === community);
		const place = layNeighbourhood(community, center, own, (at) => ground.contains(community, at));
		return place.blocks.flatMap((block) => (block.compound ? [drawCompound(place, block, block.compound)] : []));
	});
}
