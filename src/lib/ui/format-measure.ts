import { formatNumber } from './format.ts';

/** "87.4 m", "1,240 m", "12.4 km": as many digits as a drawn line deserves. */
export function formatLengthM(metres: number): string {
	if (metres < 100) return `${formatNumber(metres, 1)} m`;
	return metres < 10_000 ? `${formatNumber(metres)} m` : `${formatNumber(metres / 1000, 1)} km`;
}

/** "26.4 m²", "1,240 m²", "1.2 km²". */
export function formatAreaM2(squareMetres: number): string {
	if (squareMetres < 100) return `${formatNumber(squareMetres, 1)} m²`;
	return squareMetres < 1e6 ? `${formatNumber(squareMetres)} m²` : `${formatNumber(squareMetres / 1e6, 2)} km²`;
}

/** "126.448051, 41.917513": a decimetre, longitude first as everywhere here. */
export function formatPosition([lng, lat]: readonly [number, number]): string {
	return `${lng.toFixed(6)}, ${lat.toFixed(6)}`;
}
