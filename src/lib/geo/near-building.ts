import type { Plan, PlanFeature } from '#lib/domain/plan.ts';
import { positionsOf } from './bounds.ts';
import type { Position } from './coordinates.ts';
import { anchorOf, isInside } from './inside.ts';
import { tangentPlane } from './tangent-plane.ts';

export const SIDES = ['north', 'east', 'south', 'west'] as const;
export type Side = (typeof SIDES)[number];

/** A named building of a plan. */
export interface Building {
	name: string;
	nameEn: string | null;
	position: Position;
}

/** How a position is told on the spot: "5号楼北侧", or "5号楼" inside its outline. */
export interface BesideBuilding {
	name: string;
	nameEn: string | null;
	/** Null inside. */
	side: Side | null;
}

type BuildingFeature = PlanFeature & { geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon };

/** Named buildings inside the compound, in the plan's order. */
export function buildingsOf(plans: readonly Plan[]): Building[] {
	return plans.flatMap((plan) => plan.features.filter(isBuilding)).map(toBuilding);
}

/** The building that a position is told by: the one it lies in, else the nearest within so many metres. */
export function besideBuilding(plans: readonly Plan[], position: Position, withinM = 40): BesideBuilding | null {
	const plane = tangentPlane(position);
	let best: { feature: BuildingFeature; distanceM: number } | null = null;
	for (const feature of plans.flatMap((plan) => plan.features.filter(isBuilding))) {
		const { name, nameEn } = toBuilding(feature);
		if (isInside(position, feature.geometry)) return { name, nameEn, side: null };
		const distanceM = distanceToEdge(feature.geometry, plane.toPlane);
		if (distanceM <= withinM && (!best || distanceM < best.distanceM)) best = { feature, distanceM };
	}
	if (!best) return null;
	const { name, nameEn } = toBuilding(best.feature);
	return { name, nameEn, side: sideOf(best.feature, plane.toPlane) };
}

function isBuilding(feature: PlanFeature): feature is BuildingFeature {
	const { kind, name, isInside: isOurs } = feature.properties;
	return kind === 'building' && Boolean(name) && isOurs !== false && /Polygon$/.test(feature.geometry.type);
}

function toBuilding({ properties, geometry }: BuildingFeature): Building {
	return { name: properties.name ?? '', nameEn: properties.nameEn ?? null, position: anchorOf(geometry) };
}

/**
 * The side of the building that the origin of the plane lies on: the point of its outline's box that is
 * nearest, so that whoever stands before a long front stands before it and not "east" of its middle.
 */
function sideOf(feature: BuildingFeature, toPlane: (position: Position) => [number, number]): Side {
	// In the building's own directions: its long side runs at `bearing`, which is seldom due east.
	const turn = ((((feature.properties.bearing ?? 90) - 90 + 225) % 90) - 45) * (Math.PI / 180);
	const turned = (position: Position): [number, number] => {
		const [x, y] = toPlane(position);
		return [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)];
	};
	const points = [...positionsOf(feature.geometry)].map(turned);
	const xs = points.map(([x]) => x);
	const ys = points.map(([, y]) => y);
	const gaps: Record<Side, number> = { north: -Math.max(...ys), east: -Math.max(...xs), south: Math.min(...ys), west: Math.min(...xs) };
	return SIDES.reduce((best, side) => (gaps[side] > gaps[best] ? side : best));
}

/** Metres from the origin of the plane to the outline. */
function distanceToEdge(shape: GeoJSON.Polygon | GeoJSON.MultiPolygon, toPlane: (position: Position) => [number, number]): number {
	const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
	let least = Infinity;
	for (const ring of rings) {
		const points = ring.map(([lng = 0, lat = 0]) => toPlane([lng, lat]));
		for (let index = 0; index + 1 < points.length; index++) least = Math.min(least, toSegment(points[index], points[index + 1]));
	}
	return least;
}

function toSegment([ax, ay]: [number, number] = [0, 0], [bx, by]: [number, number] = [0, 0]): number {
	const [dx, dy] = [bx - ax, by - ay];
	const along = dx || dy ? Math.min(1, Math.max(0, -(ax * dx + ay * dy) / (dx * dx + dy * dy))) : 0;
	return Math.hypot(ax + along * dx, ay + along * dy);
}
