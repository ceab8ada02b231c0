import type { Random } from '../random.ts';

export const WIDTH = 1200;
export const HEIGHT = 750;
/** Where the wall stands on the ground. */
export const GROUND = 520;

/** Everything that a pair of pictures shares: the same wall, windows and light from the same spot. */
export interface Setting {
	wall: string;
	wallDirty: string;
	plinth: string;
	windows: { x: number; y: number; width: number; height: number }[];
	/** Where the trouble stands, and how large. */
	x: number;
	scale: number;
	trees: number;
}

/** Before and after of one place: what lies over the shared setting. */
export type Scene = (setting: Setting, random: Random) => { before: string; after: string };

const WALLS = [
	['#E3D8C0', '#BFB398', '#8F8672'],
	['#E6D3C3', '#BFA894', '#8B7668'],
	['#D9DDD6', '#AEB3AA', '#7C827A'],
	['#E8DDB9', '#BDB290', '#8C8264'],
	['#D5DCE3', '#A4ACB4', '#757E86'],
	['#E2C9B8', '#B89E8C', '#86705F']
] as const;

export function settingOf(random: Random): Setting {
	const [wall, wallDirty, plinth] = random.pick(WALLS);
	const columns = random.int(4, 6);
	const gap = WIDTH / columns;
	const width = gap * random.between(0.42, 0.56);
	const height = random.between(118, 148);
	const shift = random.between(0.15, 0.85) * gap;
	const windows = [];
	for (const row of [0, 1]) {
		for (let column = -1; column <= columns; column++)
			windows.push({ x: column * gap + shift, y: 22 + row * (height + 74), width, height });
	}
	return { wall, wallDirty, plinth, windows, x: random.between(300, 520), scale: random.between(0.88, 1.12), trees: random.int(0, 2) };
}

export function rect(x: number, y: number, width: number, height: number, fill: string, more = ''): string {
	return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" fill="${fill}" ${more}/>`;
}

export function shape(points: readonly (readonly [number, number])[], fill: string, more = ''): string {
	return `<polygon points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="${fill}" ${more}/>`;
}

export function disc(x: number, y: number, radius: number, fill: string, more = ''): string {
	return `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" fill="${fill}" ${more}/>`;
}

export function oval(x: number, y: number, rx: number, ry: number, fill: string, more = ''): string {
	return `<ellipse cx="${n(x)}" cy="${n(y)}" rx="${n(rx)}" ry="${n(ry)}" fill="${fill}" ${more}/>`;
}

export function stroke(points: readonly (readonly [number, number])[], colour: string, width: number, more = ''): string {
	return `<polyline points="${points.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="${n(width)}" ${more}/>`;
}

function n(value: number): string {
	return value.toFixed(1);
}

/** Wall, windows and ground; worn or renewed. */
export function backdrop(setting: Setting, isWorn: boolean, ground: string = isWorn ? '#8E8B84' : '#B9B7B0'): string {
	const wall = isWorn ? setting.wallDirty : setting.wall;
	const glass = isWorn ? '#6B7880' : '#8FA5B2';
	const frame = isWorn ? '#4C5A66' : '#F4F4F0';
	const windows = setting.windows
		.map(
			({ x, y, width, height }) =>
				rect(x - 7, y - 7, width + 14, height + 14, frame) +
				rect(x, y, width / 2 - 3, height, glass) +
				rect(x + width / 2 + 3, y, width / 2 - 3, height, glass) +
				shape(
					[
						[x, y + height],
						[x + width * 0.3, y],
						[x + width * 0.42, y],
						[x + width * 0.12, y + height]
					],
					'#fff',
					'opacity=".14"'
				) +
				rect(x - 12, y + height + 7, width + 24, 9, isWorn ? '#A79D8B' : '#D9D4C6')
		)
		.join('');
	return (
		rect(0, 0, WIDTH, GROUND, wall) +
		shape(
			[
				[0, 0],
				[WIDTH, 0],
				[WIDTH, GROUND],
				[WIDTH * 0.55, GROUND]
			],
			'#000',
			'opacity=".035"'
		) +
		windows +
		rect(0, GROUND - 46, WIDTH, 46, setting.plinth) +
		rect(0, GROUND, WIDTH, HEIGHT - GROUND, ground) +
		rect(0, GROUND, WIDTH, 10, '#000', 'opacity=".12"') +
		paving(isWorn)
	);
}

function paving(isWorn: boolean): string {
	const lines = [-500, -220, 60, 340, 620, 900, 1180, 1460]
		.map((x) =>
			stroke(
				[
					[600 + (x - 600) * 0.62, GROUND + 8],
					[x, HEIGHT]
				],
				'#000',
				2,
				'opacity=".09"'
			)
		)
		.join('');
	const across = [575, 640]
		.map((y) =>
			stroke(
				[
					[0, y],
					[WIDTH, y]
				],
				'#000',
				2,
				'opacity=".07"'
			)
		)
		.join('');
	return isWorn
		? stroke(
				[
					[120, 720],
					[260, 640],
					[230, 600],
					[380, 560]
				],
				'#000',
				3,
				'opacity=".16"'
			)
		: lines + across;
}

export function stains(random: Random): string {
	return Array.from({ length: 7 }, () => {
		const x = random.between(0, WIDTH);
		const y = random.between(120, 360);
		return shape(
			[
				[x, y],
				[x + random.between(14, 44), y],
				[x + random.between(4, 30), y + random.between(70, 170)],
				[x - 6, y + 60]
			],
			'#4A4336',
			'opacity=".16"'
		);
	}).join('');
}

export function tree(x: number, y: number, size: number, random: Random): string {
	const crown = ['#6E9E5A', '#5F8E4D', '#7BAA66'];
	return (
		oval(x, y + 4, size * 0.42, size * 0.07, '#000', 'opacity=".16"') +
		shape(
			[
				[x - size * 0.035, y],
				[x + size * 0.035, y],
				[x + size * 0.022, y - size * 0.62],
				[x - size * 0.022, y - size * 0.62]
			],
			'#6B4C3B'
		) +
		disc(x, y - size * 0.86, size * 0.3, crown[0] ?? '') +
		disc(x - size * 0.22, y - size * 0.7, size * 0.22, crown[1] ?? '') +
		disc(x + size * 0.22, y - size * random.between(0.64, 0.72), size * 0.23, crown[2] ?? '')
	);
}

export function hedge(from: number, to: number, y: number, random: Random): string {
	let drawn = '';
	for (let x = from; x < to; x += 38) {
		drawn += disc(
			x + random.between(-6, 6),
			y - random.between(12, 24),
			random.between(26, 36),
			random.pick(['#5C8A4B', '#689857', '#538045'])
		);
	}
	return drawn + rect(from - 20, y - 12, to - from + 40, 26, '#5C8A4B');
}

export function lawn(from: number, to: number, low: number, high: number, random: Random): string {
	let drawn = shape(
		[
			[from + 30, high],
			[to - 30, high],
			[to, low],
			[from, low]
		],
		'#7FB069'
	);
	for (let count = 0; count < 60; count++) {
		const [x, y] = [random.between(from + 20, to - 20), random.between(high + 8, low - 6)];
		drawn += stroke(
			[
				[x, y],
				[x + 3, y - 9]
			],
			'#669A53',
			3
		);
	}
	return drawn;
}

export function flowers(from: number, to: number, y: number, random: Random): string {
	let drawn = '';
	for (let x = from; x < to; x += 15) {
		const top = y - random.between(4, 30);
		drawn +=
			stroke(
				[
					[x, y],
					[x, top]
				],
				'#4F7D45',
				3
			) + disc(x, top, random.between(5, 8), random.pick(['#D96C75', '#E8B04A', '#C57BB5', '#F2E9DC']));
	}
	return drawn;
}

export function bench(x: number, y: number): string {
	return (
		oval(x + 95, y + 5, 105, 9, '#000', 'opacity=".16"') +
		rect(x, y - 92, 190, 13, '#B5783F') +
		rect(x, y - 72, 190, 13, '#B5783F') +
		rect(x - 6, y - 48, 202, 15, '#A86B34') +
		rect(x + 16, y - 36, 12, 38, '#4A4F50') +
		rect(x + 160, y - 36, 12, 38, '#4A4F50')
	);
}

/** Broken bricks and boards. */
export function rubble(x: number, y: number, count: number, random: Random): string {
	return Array.from({ length: count }, () => {
		const [cx, cy, size] = [x + random.between(-90, 90), y + random.between(-22, 16), random.between(9, 26)];
		return shape(
			[
				[cx - size, cy + size * 0.5],
				[cx - size * 0.4, cy - size * 0.6],
				[cx + size * 0.8, cy - size * 0.4],
				[cx + size, cy + size * 0.5]
			],
			random.pick(['#8A8074', '#A0948A', '#77695D', '#9C6B55'])
		);
	}).join('');
}

/** 演示 in a corner, within what every page shows of it, so that nobody takes the drawing for a photograph. */
export function mark(): string {
	return `<g opacity=".72"><rect x="${WIDTH - 118}" y="44" width="100" height="40" rx="6" fill="#15211F" opacity=".55"/><text x="${WIDTH - 68}" y="72" font-size="24" text-anchor="middle" fill="#fff" font-family="Noto Sans CJK SC, Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif">演示</text></g>`;
}

/** A torn piece of paper or plastic. */
export function scrap(random: Random, x: number, y: number): [number, number][] {
	const size = random.between(6, 17);
	return [
		[x - size, y],
		[x - size * 0.2, y - size * 0.7],
		[x + size, y - size * 0.2],
		[x + size * 0.4, y + size * 0.5]
	];
}
