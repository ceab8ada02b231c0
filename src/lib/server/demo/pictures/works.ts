import { backdrop, disc, GROUND, hedge, oval, rect, rubble, shape, stains, stroke, tree, WIDTH, type Scene } from './canvas.ts';

/** Façades, roads and parking places before and after renovation. */
export const WORKS: Record<string, Scene> = {
	facade: (setting, random) => {
		let patches = '';
		for (let count = 0; count < 16; count++) {
			const [x, y] = [random.between(-40, WIDTH), random.between(0, 420)];
			patches += shape(
				[
					[x, y],
					[x + random.between(50, 150), y + random.between(-20, 10)],
					[x + random.between(60, 130), y + random.between(40, 110)],
					[x - random.between(0, 30), y + random.between(30, 90)]
				],
				random.pick(['#8B7B6A', '#A58F7C', '#77695B']),
				'opacity=".5"'
			);
		}
		const bands =
			rect(0, 0, WIDTH, 14, '#B5674C') +
			rect(0, 196 + 22, WIDTH, 10, '#B5674C', 'opacity=".85"') +
			rect(0, 440, WIDTH, 34, '#B5674C', 'opacity=".9"');
		const units = setting.windows
			.filter((_, index) => index % 3 === 1)
			.map(
				({ x, y, width, height }) =>
					rect(x + width * 0.25, y + height + 18, width * 0.5, 34, '#E8EAE9') + disc(x + width * 0.4, y + height + 35, 12, '#9AA3A5')
			)
			.join('');
		return {
			before: backdrop(setting, true) + patches + stains(random) + stains(random) + rubble(300, 600, 6, random),
			after: backdrop(setting, false) + bands + units + hedge(60, 1140, 556, random)
		};
	},
	road: (setting, random) => {
		let holes = '';
		for (let count = 0; count < 9; count++) {
			const [x, y] = [random.between(80, 1120), random.between(590, 720)];
			holes +=
				oval(x, y, random.between(40, 110), random.between(9, 22), '#4E4A45') +
				oval(x + 6, y + 3, random.between(20, 60), random.between(4, 10), '#7D8A90');
		}
		return {
			before: backdrop(setting, true, '#77726A') + stains(random) + holes + rubble(200, 680, 8, random) + rubble(880, 650, 8, random),
			after:
				backdrop(setting, false, '#5E6468') +
				rect(0, GROUND, WIDTH, 40, '#C9C5BA') +
				rect(0, GROUND + 36, WIDTH, 8, '#9B978D') +
				[40, 340, 640, 940].map((x) => rect(x, 660, 180, 12, '#E9E6DA')).join('') +
				hedge(40, 1160, 540, random)
		};
	},
	parking: (setting, random) => {
		const lines = (opacity: number): string =>
			Array.from({ length: 7 }, (_, index) =>
				stroke(
					[
						[140 + index * 160, 560],
						[40 + index * 190, 740]
					],
					'#F2F2EE',
					10,
					`opacity="${opacity}"`
				)
			).join('');
		return {
			before:
				backdrop(setting, true, '#6C6964') +
				stains(random) +
				lines(0.14) +
				rubble(420, 650, 7, random) +
				rect(760, 520, 170, 90, '#7A5A3B') +
				rect(776, 494, 140, 30, '#8F6C49'),
			after:
				backdrop(setting, false, '#565C60') +
				lines(1) +
				stroke(
					[
						[120, 558],
						[1120, 558]
					],
					'#F2F2EE',
					10
				) +
				hedge(40, 1160, 548, random) +
				tree(1090, 560, 240, random)
		};
	}
};
