import { lightOf, type Light } from '#lib/domain/clock.ts';
import type { MapSite } from '#lib/domain/site.ts';
import { isOpen } from '#lib/domain/stage.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { anchorOf } from '#lib/geo/inside.ts';
import { pinName } from './pin-name.ts';

/** A site as the map draws it: with its place and its light at a moment. */
export interface DrawnSite {
	site: MapSite;
	/** Where its pin stands; WGS-84. */
	anchor: Position;
	light: Light;
	isInternal: boolean;
}

/** Draws the located ones; `internal` names the layers that are drawn grey. */
export function drawSites(sites: readonly MapSite[], now: Date, internal: ReadonlySet<string>): DrawnSite[] {
	return sites.flatMap((site) =>
		site.geometry ? [{ site, anchor: anchorOf(site.geometry), light: lightOf(site, now), isInternal: internal.has(site.layer) }] : []
	);
}

export interface PinProperties {
	id: string;
	layer: string;
	/** Name of the image: see pin-name.ts. */
	pin: string;
	/** Overlap: overdue over open over closed. */
	rank: number;
	open: 0 | 1;
	overdue: 0 | 1;
	soon: 0 | 1;
	/** Pixels by which a pin is moved off others that stand on the same spot. */
	offset: [number, number];
}

export type PinCollection = GeoJSON.FeatureCollection<GeoJSON.Point, PinProperties>;

/** One point for each site. */
export function pinCollection(drawn: readonly DrawnSite[]): PinCollection {
	const offsets = fanOut(drawn);
	return {
		type: 'FeatureCollection',
		features: drawn.map(({ site, anchor, light, isInternal }, index) => {
			const open = isOpen(site.stage);
			const overdue = light === 'red';
			return {
				type: 'Feature',
				geometry: { type: 'Point', coordinates: anchor },
				properties: {
					id: site.id,
					layer: site.layer,
					pin: pinName({ stage: site.stage, number: site.number, isOverdue: overdue, isInternal }),
					rank: overdue ? 2 : open ? 1 : 0,
					open: open ? 1 : 0,
					overdue: overdue ? 1 : 0,
					soon: light === 'yellow' ? 1 : 0,
					offset: offsets[index] ?? [0, 0]
				}
			};
		})
	};
}

/** The ground that sites cover, where they cover any. */
export function shapeCollection(drawn: readonly DrawnSite[]): GeoJSON.FeatureCollection {
	return {
		type: 'FeatureCollection',
		features: drawn.flatMap(({ site, isInternal }) =>
			site.geometry && site.geometry.type !== 'Point'
				? [
						{
							type: 'Feature' as const,
							geometry: site.geometry,
							properties: { id: site.id, layer: site.layer, stage: isInternal ? 'internal' : site.stage }
						}
					]
				: []
		)
	};
}

/** About a metre. */
const SAME_SPOT = 1e5;
const STEP_PX = 20;

/**
 * Pins on one spot are laid around it, so that each can be seen and clicked: the first stays, six
 * stand round it, twelve in the next ring.
 */
function fanOut(drawn: readonly DrawnSite[]): [number, number][] {
	const seen = new Map<string, number>();
	return drawn.map(({ anchor }) => {
		const spot = `${Math.round(anchor[0] * SAME_SPOT)},${Math.round(anchor[1] * SAME_SPOT)}`;
		const index = seen.get(spot) ?? 0;
		seen.set(spot, index + 1);
		if (index === 0) return [0, 0];
		let ring = 1;
		let place = index - 1;
		while (place >= 6 * ring) {
			place -= 6 * ring;
			ring += 1;
		}
		if (ring > 4) return [0, 0];
		const angle = (place / (6 * ring)) * 2 * Math.PI - Math.PI / 2;
		return [Math.round(Math.cos(angle) * STEP_PX * ring), Math.round(Math.sin(angle) * STEP_PX * ring)];
	});
}

/**
 * The last moment before `now` at which a light turned. While it stays the same no pin looks
 * different, so data built for it need not be built again each minute.
 */
export function lastTurn(sites: readonly MapSite[], now: Date): number {
	const limit = now.getTime();
	let last = 0;
	for (const { dueAt, warnAt, stage } of sites) {
		if (!isOpen(stage) || stage === 'deferred') continue;
		for (const at of [dueAt, warnAt]) {
			const moment = at ? Date.parse(at) : NaN;
			if (moment <= limit && moment > last) last = moment;
		}
	}
	return last;
}
