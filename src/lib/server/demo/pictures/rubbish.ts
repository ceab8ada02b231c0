import {
	backdrop,
	bench,
	disc,
	flowers,
	GROUND,
	hedge,
	HEIGHT,
	lawn,
	oval,
	rect,
	rubble,
	scrap,
	shape,
	stains,
	tree,
	WIDTH,
	type Scene
} from './canvas.ts';

/** Heaps, bags, bins, and a stairwell full of small ads. */
export const RUBBISH: Record<string, Scene> = {
	heap: (setting, random) => {
		const { x } = setting;
		const width = 430 * setting.scale;
		let stones = '';
		for (let count = 0; count < 46; count++) {
			const share = random.between(-0.92, 0.92);
			const top = (1 - share * share) * 150 * setting.scale;
			stones += rubble(x + 150 + share * width * 0.5, 606 - random.between(0, top), 1, random);
		}
		const mound = `<path d="M${x + 150 - width * 0.62} 618 Q${x + 90} ${430 - 20 * setting.scale} ${x + 180} ${452 - 20 * setting.scale} T${x + 150 + width * 0.66} 618 Z" fill="#7D7062"/>`;
		return {
			before: backdrop(setting, true) + stains(random) + oval(x + 150, 620, width * 0.7, 20, '#000', 'opacity=".18"') + mound + stones,
			after:
				backdrop(setting, false) +
				lawn(x - 140, x + 470, 640, 548, random) +
				flowers(x - 90, x + 420, 612, random) +
				tree(x + 380, 600, 300, random) +
				tree(x - 40, 588, 230, random)
		};
	},
	heap_small: (setting, random) => {
		const { x } = setting;
		let bags = '';
		for (let count = 0; count < 9; count++) {
			const [bx, by, size] = [x + random.between(-60, 340), 612 - random.between(0, 46), random.between(34, 58)];
			const colour = random.pick(['#2F3436', '#4B5A66', '#7A4640', '#C9C6BD', '#55606B']);
			bags +=
				`<path d="M${bx - size} ${by} Q${bx - size * 0.9} ${by - size * 1.2} ${bx} ${by - size * 1.15} Q${bx + size * 0.95} ${by - size * 1.1} ${bx + size} ${by} Z" fill="${colour}"/>` +
				shape(
					[
						[bx - 9, by - size * 1.1],
						[bx + 9, by - size * 1.1],
						[bx + 16, by - size * 1.4],
						[bx - 12, by - size * 1.36]
					],
					colour
				);
		}
		let litter = '';
		for (let count = 0; count < 26; count++)
			litter += shape(
				scrap(random, x + random.between(-150, 430), random.between(590, 690)),
				random.pick(['#EDE8DC', '#C9C0AB', '#B2564B', '#6C8FA8'])
			);
		return {
			before:
				backdrop(setting, true) +
				stains(random) +
				rect(x + 300, 452, 150, 160, '#8B5E3C') +
				rect(x + 312, 466, 126, 60, '#6F4A2E') +
				bags +
				litter,
			after:
				backdrop(setting, false) +
				flowers(x - 60, x + 330, 590, random) +
				rect(x - 84, 588, 440, 20, '#C7BFAF') +
				bench(x + 430, 640) +
				tree(x + 40, 586, 240, random)
		};
	},
	bins: (setting, random) => {
		const { x } = setting;
		const bin = (at: number, colour: string, isFull: boolean): string => {
			const body =
				shape(
					[
						[at, 470],
						[at + 110, 470],
						[at + 98, 614],
						[at + 12, 614]
					],
					colour
				) +
				rect(at - 5, 456, 120, 18, colour) +
				rect(at - 5, 456, 120, 18, '#000', 'opacity=".18"') +
				disc(at + 26, 618, 12, '#2E3234') +
				disc(at + 84, 618, 12, '#2E3234');
			return isFull
				? disc(at + 30, 446, 34, '#3A3F41') + disc(at + 78, 440, 38, '#59636A') + disc(at + 54, 420, 30, '#C9C6BD') + body
				: body + rect(at - 7, 440, 124, 18, colour);
		};
		const colours = ['#3F6FA8', '#3E7E55', '#A5473B', '#5B6064'];
		let litter = '';
		for (let count = 0; count < 34; count++)
			litter += shape(
				scrap(random, x + random.between(-110, 520), random.between(604, 700)),
				random.pick(['#EDE8DC', '#C9C0AB', '#B2564B', '#6C8FA8', '#3A3F41'])
			);
		const roof =
			rect(x - 50, 350, 600, 18, '#49605B') +
			rect(x - 44, 368, 10, 250, '#5E706C') +
			rect(x + 534, 368, 10, 250, '#5E706C') +
			rect(x - 30, 378, 560, 40, '#E9EFEA') +
			rect(x - 20, 388, 120, 20, '#0B5A58') +
			rect(x + 130, 392, 240, 12, '#9FB3AE');
		return {
			before:
				backdrop(setting, true) +
				stains(random) +
				colours
					.slice(0, 3)
					.map((colour, index) => bin(x + index * 150 + (index % 2) * 12, colour, true))
					.join('') +
				litter,
			after:
				backdrop(setting, false) +
				roof +
				colours.map((colour, index) => bin(x + index * 132 - 6, colour, false)).join('') +
				hedge(60, x - 90, 570, random)
		};
	},
	ads: (setting, random) => {
		let ads = '';
		for (let count = 0; count < 46; count++) {
			const [x, y, width] = [random.between(150, 1040), random.between(70, 460), random.between(30, 74)];
			const turn = random.between(-9, 9);
			ads += `<g transform="rotate(${turn.toFixed(1)} ${x.toFixed(0)} ${y.toFixed(0)})">${rect(x, y, width, width * 1.3, random.pick(['#F4F0E4', '#F2D94E', '#E79A8F', '#DCE7EF', '#F6F6F2']))}${[0.2, 0.36, 0.52, 0.68].map((share) => rect(x + width * 0.12, y + width * 1.3 * share, width * random.between(0.4, 0.76), 4, '#7A2A24', 'opacity=".8"')).join('')}</g>`;
		}
		const plain = (isWorn: boolean): string =>
			rect(0, 0, WIDTH, GROUND, isWorn ? '#C4BBA8' : '#EFE9DB') +
			rect(0, 330, WIDTH, 190, isWorn ? '#8FA08F' : '#A9C3AE') +
			rect(0, 326, WIDTH, 8, isWorn ? '#6F7F70' : '#7FA287');
		const door = (isWorn: boolean): string =>
			rect(820, 130, 250, 390, '#4C5A66') +
			rect(834, 144, 222, 376, isWorn ? '#6E5F4E' : '#6D8A7C') +
			disc(1030, 330, 9, '#D8D4CB') +
			rect(870, 180, 150, 110, isWorn ? '#57626A' : '#93A9B4');
		const floor = (isWorn: boolean): string => rect(0, GROUND, WIDTH, HEIGHT - GROUND, isWorn ? '#7F7A72' : '#B4B2AB');
		const board =
			rect(250, 120, 330, 210, '#0B5A58') +
			rect(262, 132, 306, 186, '#F7F6F0') +
			[160, 190, 220, 250, 280].map((y) => rect(286, y, random.between(150, 250), 9, '#9FB3AE')).join('');
		return { before: plain(true) + door(true) + floor(true) + ads, after: plain(false) + door(false) + floor(false) + board };
	}
};
