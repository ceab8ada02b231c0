const ROUND = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** The longest round distance that fits into so many pixels, and how many it takes. */
export function scaleBar(metresPerPixel: number, mostPixels: number): { metres: number; pixels: number } | null {
	const metres = ROUND.findLast((one) => one / metresPerPixel <= mostPixels);
	return metres === undefined ? null : { metres, pixels: metres / metresPerPixel };
}
