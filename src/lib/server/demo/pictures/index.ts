import sharp from 'sharp';
import { Random } from '../random.ts';
import { HEIGHT, mark, settingOf, WIDTH } from './canvas.ts';
import { SCENES } from './scenes.ts';

export interface Drawing {
	bytes: Buffer;
	width: number;
	height: number;
}

/** How many different places each scene is drawn at; cases share them. */
export const VARIANTS = 6;
const SIZE = { width: 1120, height: 700 };
const QUALITY = 72;

/** The picture of a scene before or after, as a JPEG without metadata. Both phases show the same place. */
export async function draw(scene: string, variant: number, phase: 'before' | 'after', boxes: Box[] = []): Promise<Drawing> {
	const make = SCENES[scene];
	if (!make) throw new Error(`no scene ${scene}`);
	const random = new Random(`picture:${scene}:${variant}`);
	const setting = settingOf(random);
	const pair = make(setting, random);
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${SIZE.width}" height="${SIZE.height}">${pair[phase]}${boxes.map(burn).join('')}${mark()}</svg>`;
	const bytes = await sharp(Buffer.from(svg)).jpeg({ quality: QUALITY, mozjpeg: false }).toBuffer();
	return { bytes, ...SIZE };
}

/** A rectangle to hide, as shares of the picture. */
export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Solid: what is under it is gone, as in a copy that a person redacted. */
function burn({ x, y, width, height }: Box): string {
	return `<rect x="${x * WIDTH}" y="${y * HEIGHT}" width="${width * WIDTH}" height="${height * HEIGHT}" fill="#20282A"/>`;
}
