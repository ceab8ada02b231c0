import type { Random } from '../random.ts';
import {
	backdrop,
	bench,
	GROUND,
	hedge,
	lawn,
	oval,
	rect,
	rubble,
	shape,
	stains,
	stroke,
	tree,
	WIDTH,
	type Scene,
	type Setting
} from './canvas.ts';

/** Sheds of four materials, and a box built onto a window. */
export const STRUCTURES: Record<string, Scene> = {
	shed_blue: (setting, random) => shed(setting, random, { wall: '#4F82AE', rib: '#3D698F', roof: '#A2573F', door: '#39444B' }),
	shed_wood: (setting, random) => shed(setting, random, { wall: '#9A7B55', rib: '#7C6142', roof: '#5E5A54', door: '#4A3B2A' }),
	shed_brick: (setting, random) => shed(setting, random, { wall: '#A9644C', rib: '#8E523D', roof: '#6F6A64', door: '#3E3A36' }),
	shed_glass: (setting, random) => shed(setting, random, { wall: '#A9C6CF', rib: '#7F9AA3', roof: '#8FA9B1', door: '#6E8790' }),
	terrace(setting, random) {
		const spot = setting.windows.find(({ x, y }) => y > 150 && x > 240 && x < 760) ?? { x: 420, y: 214, width: 150, height: 130 };
		const [x, y, width, height] = [spot.x - 46, spot.y - 34, spot.width + 92, spot.height + 62];
		let panes = '';
		for (let step = 0; step < 4; step++)
			panes += rect(x + 10 + (step * (width - 20)) / 4, y + 26, (width - 20) / 4 - 6, height - 52, '#9DB8C0');
		const box =
			rect(x - 14, y + height, width + 28, 16, '#6F6A64') +
			rect(x, y, width, height, '#D8D4CB') +
			panes +
			shape(
				[
					[x - 26, y],
					[x + width + 26, y],
					[x + width + 6, y - 26],
					[x - 6, y - 26]
				],
				'#A2573F'
			) +
			stroke(
				[
					[x + 14, y + height + 16],
					[x + 14, GROUND]
				],
				'#6A6F70',
				9
			) +
			stroke(
				[
					[x + width - 14, y + height + 16],
					[x + width - 14, GROUND]
				],
				'#6A6F70',
				9
			);
		return {
			before: backdrop(setting, true) + stains(random) + box + rubble(spot.x + 60, 590, 9, random),
			after:
				backdrop(setting, false) +
				rect(spot.x - 4, spot.y + spot.height + 20, spot.width + 8, 12, '#C8C2B2') +
				hedge(140, 1060, 560, random) +
				tree(960, 640, 330 * setting.scale, random)
		};
	}
};

interface Paint {
	wall: string;
	rib: string;
	roof: string;
	door: string;
}

/** A shed against the wall; afterwards a tree, a bench and a hedge where it stood. */
function shed(setting: Setting, random: Random, paint: Paint): { before: string; after: string } {
	const { x, scale } = setting;
	const [width, height] = [520 * scale, 210 * scale];
	const top = 600 - height;
	let ribs = '';
	for (let step = 1; step < 8; step++)
		ribs += stroke(
			[
				[x + (step * width) / 8, top + 14],
				[x + (step * width) / 8 + 4, 600]
			],
			paint.rib,
			6
		);
	const body =
		oval(x + width / 2, 606, width * 0.58, 16, '#000', 'opacity=".2"') +
		shape(
			[
				[x + 16, top + 18],
				[x + width, top - 22],
				[x + width, 600],
				[x, 600]
			],
			paint.wall
		) +
		ribs +
		rect(x + width * 0.56, top + 54, width * 0.2, 600 - top - 54, paint.door) +
		shape(
			[
				[x - 30, top + 34],
				[x + width + 42, top - 26],
				[x + width + 30, top - 58],
				[x - 44, top - 2]
			],
			paint.roof
		) +
		shape(
			[
				[x - 30, top + 34],
				[x + width + 42, top - 26],
				[x + width + 42, top - 14],
				[x - 30, top + 46]
			],
			'#000',
			'opacity=".25"'
		);
	return {
		before: backdrop(setting, true) + stains(random) + body + rubble(x + width + 96, 600, 16, random) + rubble(x - 60, 612, 7, random),
		after:
			backdrop(setting, false) +
			hedge(40, 1160, 556, random) +
			lawn(-40, WIDTH + 40, 620, 566, random) +
			bench(x - 40, 640) +
			tree(x + width * 0.72, 632, 400 * scale, random) +
			(setting.trees > 0 ? tree(110, 620, 260, random) : '') +
			(setting.trees > 1 ? tree(1110, 616, 230, random) : '')
	};
}
