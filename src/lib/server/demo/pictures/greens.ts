import {
	backdrop,
	disc,
	flowers,
	hedge,
	HEIGHT,
	lawn,
	oval,
	rect,
	rubble,
	scrap,
	shape,
	stains,
	stroke,
	tree,
	WIDTH,
	type Scene
} from './canvas.ts';

/** Greens that are littered, dug up, paved over or bare. */
export const GREENS: Record<string, Scene> = {
	green_dirty: (setting, random) => {
		let litter = '';
		for (let count = 0; count < 48; count++)
			litter += shape(
				scrap(random, random.between(80, 1120), random.between(570, 720)),
				random.pick(['#EDE8DC', '#C9C0AB', '#B2564B', '#6C8FA8', '#57524A'])
			);
		let leaves = '';
		for (let count = 0; count < 70; count++)
			leaves += oval(random.between(60, 1140), random.between(560, 730), 9, 4, random.pick(['#A27A3D', '#8C6A35', '#6F5A33']));
		return {
			before:
				backdrop(setting, true) +
				shape(
					[
						[0, 556],
						[WIDTH, 556],
						[WIDTH, HEIGHT],
						[0, HEIGHT]
					],
					'#7C7A4E'
				) +
				leaves +
				litter +
				tree(setting.x - 120, 640, 300, random),
			after:
				backdrop(setting, false) +
				lawn(-60, WIDTH + 60, HEIGHT, 552, random) +
				hedge(40, 1160, 566, random) +
				tree(setting.x - 120, 640, 300, random) +
				flowers(560, 1080, 676, random)
		};
	},
	green_vegetables: (setting, random) => {
		let rows = '';
		for (let row = 0; row < 5; row++) {
			const y = 580 + row * 34;
			rows += rect(0, y, WIDTH, 20, '#5F4A36');
			for (let x = 20; x < WIDTH; x += 46)
				rows += disc(x + random.between(-8, 8), y + 2, random.between(10, 17), random.pick(['#5E8F3C', '#76A84A', '#4E7B34']));
		}
		let fence = '';
		for (let x = 10; x < WIDTH; x += 52)
			fence += stroke(
				[
					[x, 560],
					[x + random.between(-6, 6), 470]
				],
				'#8C6E48',
				8
			);
		fence +=
			stroke(
				[
					[0, 500],
					[WIDTH, 508]
				],
				'#8C6E48',
				6
			) +
			stroke(
				[
					[0, 540],
					[WIDTH, 534]
				],
				'#8C6E48',
				6
			);
		return {
			before:
				backdrop(setting, true, '#6E5742') +
				stains(random) +
				rows +
				fence +
				rect(setting.x + 300, 440, 120, 130, '#35597A') +
				oval(setting.x + 360, 440, 60, 14, '#2A4761'),
			after:
				backdrop(setting, false) +
				lawn(-60, WIDTH + 60, HEIGHT, 548, random) +
				hedge(30, 1170, 564, random) +
				tree(setting.x, 650, 320, random) +
				tree(setting.x + 430, 620, 260, random)
		};
	},
	green_paved: (setting, random) => {
		const car = (x: number, y: number, colour: string): string =>
			oval(x + 130, y + 62, 150, 14, '#000', 'opacity=".2"') +
			`<path d="M${x} ${y + 52} L${x + 8} ${y + 10} Q${x + 60} ${y - 8} ${x + 78} ${y - 40} L${x + 180} ${y - 40} Q${x + 210} ${y - 6} ${x + 256} ${y + 8} L${x + 262} ${y + 52} Z" fill="${colour}"/>` +
			shape(
				[
					[x + 88, y - 30],
					[x + 124, y - 30],
					[x + 124, y],
					[x + 70, y]
				],
				'#BFD0D8'
			) +
			shape(
				[
					[x + 132, y - 30],
					[x + 172, y - 30],
					[x + 194, y],
					[x + 132, y]
				],
				'#BFD0D8'
			) +
			disc(x + 58, y + 52, 25, '#2B2E30') +
			disc(x + 206, y + 52, 25, '#2B2E30') +
			disc(x + 58, y + 52, 11, '#A9ADAE') +
			disc(x + 206, y + 52, 11, '#A9ADAE');
		return {
			before:
				backdrop(setting, true) +
				shape(
					[
						[60, 560],
						[1140, 560],
						[1200, 750],
						[0, 750]
					],
					'#A09C93'
				) +
				stains(random) +
				car(150, 590, '#9C3B33') +
				car(500, 610, '#D9DBDA') +
				car(850, 588, '#3E5A74'),
			after:
				backdrop(setting, false) +
				lawn(-40, WIDTH + 40, HEIGHT, 556, random) +
				hedge(80, 1120, 572, random) +
				flowers(200, 620, 690, random) +
				tree(setting.x + 420, 660, 300, random) +
				tree(230, 630, 240, random)
		};
	},
	planting: (setting, random) => ({
		before:
			backdrop(setting, true) +
			shape(
				[
					[0, 556],
					[WIDTH, 556],
					[WIDTH, HEIGHT],
					[0, HEIGHT]
				],
				'#8B7355'
			) +
			rubble(300, 650, 9, random) +
			rubble(860, 620, 9, random) +
			stroke(
				[
					[setting.x, 660],
					[setting.x + 6, 560]
				],
				'#6B4C3B',
				9
			),
		after:
			backdrop(setting, false) +
			lawn(-60, WIDTH + 60, HEIGHT, 552, random) +
			hedge(60, 1140, 600, random) +
			tree(setting.x - 60, 660, 320, random) +
			tree(setting.x + 330, 640, 280, random) +
			flowers(140, 1060, 716, random)
	})
};
