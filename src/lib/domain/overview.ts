import type { AreaName, Level } from './area.ts';
import type { Figures } from './figures.ts';
import type { TargetDefinition, Unit } from './template.ts';

/** A target with what has been reached of it. */
export interface TargetState {
	id: string;
	kinds: string[];
	measure: 'closed' | 'quantity';
	unit: Unit;
	document: TargetDefinition;
	/** Null where the target is not broken down to this area. */
	target: number | null;
	actual: number;
	/** Open cases of its kinds. */
	open: number;
}

export interface ChildOverview {
	code: string;
	level: Level;
	name: string;
	nameEn: string | null;
	figures: Figures;
	/** Cases closed in each of the last ten weeks, oldest first. */
	weeks: number[];
}

/** A leader's figures for an area and for each area below it. */
export interface Overview {
	asOf: string;
	area: AreaName & { isGenerated: boolean; path: AreaName[] };
	figures: Figures;
	targets: TargetState[];
	layers: Record<string, { open: number; closed: number }>;
	children: ChildOverview[];
}

/** [local day, filed, closed] */
export type DayFigures = [day: string, filed: number, closed: number];

export interface DueDay {
	day: string;
	due: number;
	returned: number;
}

export interface IndicatorSeries {
	id: string;
	name: { 'zh-CN': string; en: string };
	unit: string;
	values: [day: string, value: number, source: string][];
}
