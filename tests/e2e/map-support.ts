import type { Page } from '@playwright/test';
import type { PlaceFound } from '#lib/domain/place.ts';
import { fromColumns, type MapSite, type SiteColumns } from '#lib/domain/site.ts';
import { project, writeCamera, type Camera } from '#lib/geo/camera.ts';
import type { Position } from '#lib/geo/coordinates.ts';
import { anchorOf } from '#lib/geo/inside.ts';
import { HOME_COMPOUND, expect } from './support.ts';

/** A compound beside the home compound, in the same community. */
export const NEXT_COMPOUND = '220602003003002';

/** Opens an area's map and waits until everything is drawn. */
export async function openMap(page: Page, area = HOME_COMPOUND, query: Record<string, string> = {}): Promise<void> {
	await page.goto(`/areas/${area}?${new URLSearchParams(query)}`);
	await mapIsDrawn(page);
}

export async function mapIsDrawn(page: Page): Promise<void> {
	await expect(page.locator('[data-map-ready]')).toBeAttached({ timeout: 40_000 });
}

/** The camera that a link asks for, so that a test knows where on the screen a place lies. */
export function cameraAt(center: Position, zoom = 18): { camera: Camera; at: string } {
	const camera: Camera = { center: [Number(center[0].toFixed(6)), Number(center[1].toFixed(6))], zoom, bearing: 0 };
	return { camera, at: writeCamera(camera) };
}

/** Clicks the map where a place lies, seen by the camera. */
export async function clickPlace(page: Page, camera: Camera, place: Position): Promise<void> {
	const canvas = page.locator('.canvas canvas').first();
	const box = await canvas.boundingBox();
	if (!box) throw new Error('there is no map');
	const [x, y] = project(camera, box, place);
	await page.mouse.move(box.x + x, box.y + y, { steps: 3 });
	const isFree = await canvas.evaluate((map, at) => document.elementFromPoint(...at) === map, [box.x + x, box.y + y] as [number, number]);
	if (!isFree) throw new Error(`something lies over the map at ${Math.round(x)}, ${Math.round(y)}`);
	await page.mouse.click(box.x + x, box.y + y);
}

/** The sites of the home compound, as the map asks for them. */
export async function homeSites(page: Page): Promise<MapSite[]> {
	const answered = await page.request.get(`/api/areas/${HOME_COMPOUND}/sites?campaign=sancheng`);
	return fromColumns((await answered.json()) as SiteColumns).sites;
}

/** Where a site's point is stored. */
export function pointOf(site: MapSite | undefined): Position {
	if (site?.geometry?.type !== 'Point') throw new Error('no such point');
	return anchorOf(site.geometry);
}

/** A place so many metres east and north of another. */
export function beside([lng, lat]: Position, eastM: number, northM: number): Position {
	const metreLat = 1 / 111_195;
	return [lng + (eastM * metreLat) / Math.cos((lat * Math.PI) / 180), lat + northM * metreLat];
}

export async function find(page: Page, text: string): Promise<PlaceFound[]> {
	const answered = await page.request.get(`/api/search?${new URLSearchParams({ campaign: 'sancheng', q: text })}`);
	return (await answered.json()) as PlaceFound[];
}

/** Where a building of a compound stands. */
export async function buildingAt(page: Page, text: string): Promise<Position> {
	const found = (await find(page, text)).find((one) => one.type === 'building');
	if (!found?.position) throw new Error(`no building ${text}`);
	return found.position;
}

/** A title that nothing else has, whatever runs before. */
export function titled(text: string): string {
	return `${text}${Math.floor(Math.random() * 1e6)}号`;
}

/** A browser that draws no map: the list works all the same, and ten of them do not fill a machine. */
export async function withoutWebgl(page: Page): Promise<void> {
	await page.addInitScript(() => {
		const getContext = HTMLCanvasElement.prototype.getContext;
		HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, type: string, ...rest: unknown[]) {
			return /webgl/.test(type) ? null : (getContext as (...all: unknown[]) => unknown).call(this, type, ...rest);
		} as typeof getContext;
	});
}
