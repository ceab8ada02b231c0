import sharp from 'sharp';
import type { Box } from '#lib/domain/redaction.ts';
import { Random } from '../random.ts';
import { HEIGHT, mark, settingOf, WIDTH } from './canvas.ts';
import { SCENES } from './scenes.ts';

/** How many different places each scene is drawn at; cases share them. */
const VARIANTS = 6;
/** Pixels of every drawing. */
export const SIZE = { width: 1120, height: 700 };
const QUALITY = 72;

/** The place at which a case's scene is drawn. */
export function variantOf(taskId: string): number {
	return new Random(`variant:${taskId}`).int(0, VARIANTS - 1);
}

/** The picture of a scene before or after, as a JPEG without metadata. Both phases show the same place. */
export async function draw(scene: string, variant: number, phase: 'before' | 'after'): Promise<Buffer> {
	const make = SCENES[scene];
	if (!make) throw new Error(`no scene ${scene}`);
	const random = chanceOf(scene, variant);
	const setting = settingOf(random);
	const pair = make(setting, random);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${SIZE.width}" height="${SIZE.height}">${pair[phase]}${mark()}</svg>`;
	return sharp(Buffer.from(svg)).jpeg({ quality: QUALITY, mozjpeg: false }).toBuffer();
}

/** Scenes that stand before another wall than the usual one. */
const WITHOUT_WINDOWS = new Set(['ads', 'facade']);

/** Ground-floor windows of the wall that a scene stands before, left to right: what somebody would cover. */
export function windowsOf(scene: string, variant: number): Box[] {
	if (WITHOUT_WINDOWS.has(scene)) return [];
	return settingOf(chanceOf(scene, variant))
		.windows.filter(({ x, y, width }) => y > HEIGHT / 4 && x > 0 && x + width < WIDTH)
		.map(({ x, y, width, height }) => ({ x: x / WIDTH, y: y / HEIGHT, width: width / WIDTH, height: height / HEIGHT }));
}

function chanceOf(scene: string, variant: number): Random {
	return new Random(`picture:${scene}:${variant}`);
}
