import type { AreaName, Level } from './area.ts';
import type { Figures } from './figures.ts';
import type { Stage } from './stage.ts';
import type { Task } from './task.ts';
import type { LimitUnit, TargetDefinition, Unit } from './template.ts';

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
	/** Closed and open cases of its kinds. */
	closed: number;
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
	/** Filed cases of the area itself, in none of the areas below it. */
	own: number;
	/** Cases by domain, where they name one. */
	domains: Record<string, number>;
	targets: TargetState[];
	layers: Record<string, { open: number; closed: number }>;
	children: ChildOverview[];
}

/** [local day, filed, closed] */
export type DayFigures = [day: string, filed: number, closed: number];

export interface DueDay {
	day: string;
	due: number;
	/** Of those: sent back or reopened. */
	returned: number;
}

/** 到期日历: what the coming days bring. */
export interface DueCalendar {
	days: DueDay[];
	lastDay: string;
	/** Deferrals that come up for review by then. */
	reviews: number;
	/** Closed cases to look at again by then (回头看). */
	looks: number;
}

/** 卡点: an open case that stands, with who holds it. */
export interface StuckCase {
	id: string;
	number: string;
	title: string;
	stage: Stage;
	kind: string;
	area: string;
	/** Names below the area that was asked for; null for a case of that area itself. */
	areaName: string | null;
	owner: string | null;
	ownerName: string | null;
	department: string | null;
	dueAt: string | null;
	warnAt: string | null;
	limitUnit: LimitUnit | null;
	reviewOn: string | null;
	stageSince: string;
	rework: number;
	supervision: Task['supervision'];
	request: Task['request'];
	isGenerated: boolean;
}

/** The ground of an area below, for a small map. WGS-84. */
export interface Outline {
	code: string;
	isGenerated: boolean;
	boundary: GeoJSON.MultiPolygon | null;
	/** A point inside it, for its label. */
	center: GeoJSON.Point | null;
}

export interface IndicatorSeries {
	id: string;
	name: { 'zh-CN': string; en: string };
	unit: string;
	values: [day: string, value: number, source: string][];
}
