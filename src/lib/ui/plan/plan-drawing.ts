import { PLAN_KINDS, type Plan, type PlanFeature, type PlanKind } from '#lib/domain/plan.ts';
import { positionsOf } from '#lib/geo/bounds.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { tangentPlane, type TangentPlane } from '#lib/geo/tangent-plane.ts';

/**
 * A plan as SVG: paths in metres on the plane that touches the ground at `origin`, x east and y
 * south. Made once for a plan; panning and zooming only move the view box over it.
 */
export interface PlanDrawing {
	origin: Position;
	shapes: Record<PlanKind, Shape[]>;
	labels: PlanLabel[];
}

export interface Shape {
	d: string;
	/** Of a road or path. */
	widthM: number;
	isInside: boolean;
	isMajor: boolean;
}

export interface PlanLabel {
	kind: PlanKind;
	text: string;
	textEn: string | null;
	x: number;
	y: number;
	/** Degrees, clockwise, −90 … 90: along the long side of a building, along a road. */
	angle: number;
	/** Room for the text in metres. */
	lengthM: number;
}

const DEFAULT_ROAD_M = 5;
const LABELLED: ReadonlySet<PlanKind> = new Set(['building', 'road', 'gate', 'parking', 'green', 'plaza', 'water']);

/** Draws plans in one plane; unknown kinds are left out. */
export function drawPlans(plans: readonly Plan[], origin: Position): PlanDrawing {
	const plane = tangentPlane(origin);
	const shapes = Object.fromEntries(PLAN_KINDS.map((kind) => [kind, [] as Shape[]])) as Record<PlanKind, Shape[]>;
	const labels: PlanLabel[] = [];
	for (const plan of plans) {
		for (const feature of plan.features) {
			const { kind } = feature.properties;
			if (!(kind in shapes)) continue;
			const d = kind === 'gate' && feature.geometry.type === 'Point' ? '' : pathOf(feature, plane);
			if (d) {
				shapes[kind].push({
					d,
					widthM: feature.properties.widthM ?? DEFAULT_ROAD_M,
					isInside: feature.properties.isInside ?? false,
					isMajor: feature.properties.isMajor ?? false
				});
			}
			const label = LABELLED.has(kind) ? labelOf(feature, plane) : null;
			if (label) labels.push(label);
		}
	}
	return { origin, shapes, labels };
}

/** A geometry as a path in metres from the origin; polygons are closed, points are circles of `radiusM`. */
function pathOf({ geometry, properties }: PlanFeature, plane: TangentPlane): string {
	switch (geometry.type) {
		case 'Point':
			return circle(geometry.coordinates as Position, properties.radiusM ?? 1, plane);
		case 'LineString':
			return line(geometry.coordinates, plane);
		case 'MultiLineString':
			return geometry.coordinates.map((part) => line(part, plane)).join('');
		case 'Polygon':
			return polygonPath(geometry, plane);
		case 'MultiPolygon':
			return polygonPath(geometry, plane);
		default:
			return '';
	}
}

export function polygonPath(shape: GeoJSON.Polygon | GeoJSON.MultiPolygon, plane: TangentPlane): string {
	const parts = shape.type === 'Polygon' ? [shape.coordinates] : shape.coordinates;
	return parts.map((rings) => rings.map((ring) => `${line(ring.slice(0, -1), plane)}z`).join('')).join('');
}

function line(positions: GeoJSON.Position[], plane: TangentPlane): string {
	return positions.map((position, index) => `${index ? 'L' : 'M'}${point(position, plane)}`).join('');
}

function circle(center: Position, radiusM: number, plane: TangentPlane): string {
	const [x, y] = onPaper(center, plane);
	const r = round(radiusM);
	return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
}

function point(position: GeoJSON.Position, plane: TangentPlane): string {
	const [x, y] = onPaper(position as Position, plane);
	return `${round(x)} ${round(y)}`;
}

/** Metres east and south of the origin. */
export function onPaper(position: Position, plane: TangentPlane): [number, number] {
	const [eastM, northM] = plane.toPlane(position);
	return [eastM, -northM];
}

function labelOf({ geometry, properties }: PlanFeature, plane: TangentPlane): PlanLabel | null {
	const text = properties.name;
	if (!text) return null;
	const points = [...positionsOf(geometry)].map((position) => onPaper(position as Position, plane));
	const side = longestSide(points);
	const isLine = geometry.type === 'LineString' || geometry.type === 'MultiLineString';
	const [x, y] = isLine && side ? middle(side) : centre(points);
	return {
		kind: properties.kind,
		text,
		textEn: properties.nameEn ?? null,
		x: round(x),
		y: round(y),
		angle: side && properties.kind !== 'gate' ? round(upright(side)) : 0,
		lengthM: side ? round(Math.hypot(side[1][0] - side[0][0], side[1][1] - side[0][1])) : 0
	};
}

type Point = [number, number];
type Side = [Point, Point];

function longestSide(points: Point[]): Side | null {
	let best: Side | null = null;
	let length = 0;
	for (let index = 0; index + 1 < points.length; index++) {
		const [from, to] = [points[index], points[index + 1]];
		if (!from || !to) continue;
		const own = Math.hypot(to[0] - from[0], to[1] - from[1]);
		if (own > length) [best, length] = [[from, to], own];
	}
	return best;
}

/** The angle along a side at which text stands on its feet. */
function upright([from, to]: Side): number {
	const angle = (Math.atan2(to[1] - from[1], to[0] - from[0]) * 180) / Math.PI;
	return angle > 90 ? angle - 180 : angle <= -90 ? angle + 180 : angle;
}

function middle([from, to]: Side): Point {
	return [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
}

/** The middle of the box around them: a building's number stands at its middle, not at its stairs. */
function centre(points: Point[]): Point {
	const xs = points.map(([x]) => x);
	const ys = points.map(([, y]) => y);
	return [(Math.min(...xs) + Math.max(...xs)) / 2, (Math.min(...ys) + Math.max(...ys)) / 2];
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
