import type * as maplibre from 'maplibre-gl';
import type { Pixel } from '#lib/geo/camera.ts';

export interface KeptClicks {
	/** The clicks so far, as pixels of where the map is now; keeps no more. */
	take: () => Pixel[];
}

/** Keeps what is clicked on a map on which nothing listens yet. */
export function keepClicks(map: Pick<maplibre.Map, 'on' | 'off' | 'project'>): KeptClicks {
	/** Places and not pixels: the map may be moved meanwhile. */
	let places: maplibre.LngLat[] = [];
	const keep = (event: maplibre.MapMouseEvent): void => void places.push(event.lngLat);
	map.on('click', keep);
	return {
		take: () => {
			map.off('click', keep);
			const kept = places;
			places = [];
			return kept.map((place) => {
				const { x, y } = map.project(place);
				return [x, y];
			});
		}
	};
}
