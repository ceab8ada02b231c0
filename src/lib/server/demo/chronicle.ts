import type { WorkCalendar } from '#lib/domain/calendar.ts';
import type { KindDefinition, Template } from '#lib/domain/template.ts';
import { CaseTeller, type CaseInput, type Course } from './courses.ts';
import type { Staff, Trade } from './people.ts';
import { Random } from './random.ts';
import { Story, type PastChange, type PictureNeed } from './story.ts';

export const CAMPAIGN_ID = 'sancheng';
export const STARTS_ON = '2025-06-01';
export const ENDS_ON = '2026-12-31';

/** What becomes of a case: enough to count quantities and to choose what is published. */
export interface Told {
	taskId: string;
	siteId: string | null;
	area: string;
	kind: string;
	title: string;
	scene: string;
	quantity: number | null;
	isClosed: boolean;
	/** Kept when closed, ISO. */
	closedAt: string | null;
	changes: PastChange[];
	pictures: PictureNeed[];
}

export interface CaseOrder extends Omit<CaseInput, 'campaign' | 'kind' | 'limitHours' | 'by' | 'taskId' | 'siteId'> {
	/** Names the case's own chance. */
	key: string;
	kind: string;
	hasSite: boolean;
	trade: Trade | 'property';
	course: Course;
	/** When it is reported; or how much of its limit has run by now. */
	start: { at: Date } | { usedByNow: number };
	/** Overrides the usual holders of a role. */
	by?: Partial<CaseInput['by']>;
}

/** Writes the city's history: every case through the same people, calendar and clock. */
export class Chronicle {
	readonly now: Date;
	readonly calendar: WorkCalendar;
	readonly staff: Staff;
	readonly told: Told[] = [];
	readonly #kinds: Map<string, KindDefinition>;
	readonly #nowRuler: number;

	constructor(template: Template, calendar: WorkCalendar, staff: Staff, now: Date) {
		this.now = now;
		this.calendar = calendar;
		this.staff = staff;
		this.#kinds = new Map(template.kinds.map((kind) => [kind.id, kind]));
		this.#nowRuler = calendar.rulerAt(now);
	}

	write(order: CaseOrder): Told {
		const random = new Random(`case:${order.key}`);
		const kind = this.#kinds.get(order.kind);
		if (!kind) throw new Error(`the template has no kind ${order.kind}`);
		const limit = order.isUrgent && kind.urgent ? kind.urgent : kind.limit;
		const limitHours = this.calendar.limitHours(limit);
		const start = 'at' in order.start ? order.start.at : this.#startFor(order.course, limitHours, order.start.usedByNow);
		const story = new Story(this.calendar, start, this.now, random);
		const taskId = random.uuid();
		const siteId = order.hasSite ? random.uuid() : null;
		const { changes, pictures } = new CaseTeller(
			story,
			{
				...order,
				taskId,
				siteId,
				campaign: CAMPAIGN_ID,
				kind,
				limitHours,
				by: { ...this.#cast(order.area, order.trade, random), ...order.by }
			},
			order.course
		).tell();
		const last = changes.findLast((change) => change.patch.action !== 'attach');
		const isClosed = last?.patch.action === 'close';
		const told: Told = {
			taskId,
			siteId,
			area: order.area,
			kind: order.kind,
			title: order.title,
			scene: order.scene,
			quantity: order.quantity,
			isClosed,
			closedAt: isClosed ? (last?.at ?? null) : null,
			changes,
			pictures
		};
		this.told.push(told);
		return told;
	}

	/** Working time before now at which a case began that stands where its course stops. */
	#startFor(course: Course, limitHours: number, used: number): Date {
		const beforeFiling = course.stop === 'reported' ? used * 4 : 2.5 + used * limitHours;
		const more =
			course.turn === 'reopen'
				? course.used * limitHours + (course.reopenAfterH ?? 0)
				: course.turn === 'deferral' && course.stop === 'deferred'
					? 0.5 * limitHours + (course.deferDays ?? 30) * 7.5 * used - used * limitHours
					: 0;
		return this.calendar.rulerMoment(this.#nowRuler - beforeFiling - more);
	}

	#cast(area: string, trade: Trade | 'property', random: Random): CaseInput['by'] {
		const { staff } = this;
		const community = area.slice(0, 12);
		const secretary = staff.in('secretary', community);
		const grid = staff.grids.filter((one) => one.community === community);
		const walker = grid.length && random.chance(0.6) ? staff.in('grid', random.pick(grid).code) : secretary;
		const owner =
			trade === 'property' && !staff.has('property', area) && !staff.has('property', community)
				? staff.in('sanitation', area)
				: staff.in(trade, area);
		return {
			// A grid leader reaches only the compounds of the own grid, so the secretary stands in elsewhere.
			reporter: walker.area === community || this.#isGridOf(walker.area, area) ? walker : secretary,
			filer: secretary,
			dispatcher: staff.in('dispatcher', area),
			owner,
			other: staff.in(trade === 'housing' ? 'sanitation' : 'housing', area),
			inspector: staff.in('inspector', random.chance(0.85) ? area : area.slice(0, 9)),
			leader: staff.in('leader', area.slice(0, 6))
		};
	}

	#isGridOf(grid: string, area: string): boolean {
		return this.gridOf.get(area) === grid;
	}

	/** Grid of each compound. */
	readonly gridOf = new Map<string, string>();
}
