import type { Level } from '#lib/domain/area.ts';
import { m } from '#lib/paraglide/messages.js';
import type { MapFigure } from './view.ts';

const FIGURES: Record<MapFigure, { name: () => string; tab: () => string }> = {
	closing: { name: m.leader_closing_rate, tab: m.leader_tab_closing },
	on_time: { name: m.leader_on_time_rate, tab: m.leader_tab_on_time },
	rework: { name: m.leader_rework_rate, tab: m.leader_tab_rework },
	overdue: { name: m.leader_overdue_share, tab: m.leader_tab_overdue }
};

export const figureName = (figure: MapFigure): string => FIGURES[figure].name();
/** Short, for a row of choices. */
export const figureTab = (figure: MapFigure): string => FIGURES[figure].tab();

const BELOW: Partial<Record<Level, () => string>> = {
	district: m.leader_districts,
	subdistrict: m.leader_subdistricts,
	community: m.leader_communities,
	compound: m.leader_compounds
};

/** The areas of a level, many of them: 各区县, 各社区. */
export const levelBelow = (level: Level): string => (BELOW[level] ?? m.leader_area)();
