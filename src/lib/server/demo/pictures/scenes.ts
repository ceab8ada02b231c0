import type { Scene } from './canvas.ts';
import { GREENS } from './greens.ts';
import { RUBBISH } from './rubbish.ts';
import { STRUCTURES } from './structures.ts';
import { WORKS } from './works.ts';

/** Every kind of drawing; a case names one. */
export const SCENES: Record<string, Scene> = { ...STRUCTURES, ...RUBBISH, ...GREENS, ...WORKS };
