import type { Position } from './coordinates.ts';

const SEMI_MAJOR_M = 6_378_137;
const ECCENTRICITY_2 = 0.006_694_379_990_14;

/** Metres on the plane that touches the WGS-84 ellipsoid at an origin: good to a centimetre within a kilometre. */
export interface TangentPlane {
	/** Position to [east, north] in metres. */
	toPlane(position: Position): [eastM: number, northM: number];
	fromPlane(eastM: number, northM: number): Position;
}

export function tangentPlane([lng0, lat0]: Position): TangentPlane {
	const latitude = (lat0 * Math.PI) / 180;
	const w2 = 1 - ECCENTRICITY_2 * Math.sin(latitude) ** 2;
	const perLng = ((SEMI_MAJOR_M / Math.sqrt(w2)) * Math.cos(latitude) * Math.PI) / 180;
	const perLat = ((SEMI_MAJOR_M * (1 - ECCENTRICITY_2)) / w2 ** 1.5) * (Math.PI / 180);
	return {
		toPlane: ([lng, lat]) => [(lng - lng0) * perLng, (lat - lat0) * perLat],
		fromPlane: (eastM, northM) => [lng0 + eastM / perLng, lat0 + northM / perLat]
	};
}
