/** The tile of the web's pyramid of 256-pixel tiles that holds a WGS-84 position. */
export function tileAt([lng, lat]: readonly [number, number], zoom: number): { z: number; x: number; y: number } {
	const count = 2 ** zoom;
	const radians = (lat * Math.PI) / 180;
	const within = (tile: number): number => Math.min(Math.max(Math.floor(tile), 0), count - 1);
	return {
		z: zoom,
		x: within(((lng + 180) / 360) * count),
		y: within(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * count)
	};
}
