import type { Chronicle } from './chronicle.ts';
import { CAMERA_COST_YUAN, CAMERA_COUNT, CAMERA_COMPOUND } from './indicators.ts';
import { Spots } from './places.ts';
import type { Drawn } from './plan/index.ts';
import { Random } from './random.ts';

/** 72 cameras in one compound, paid by its property company, to the yuan; a few in others. Internal, all of them. */
export function tellCameras(chronicle: Chronicle, drawn: Drawn): void {
	const random = new Random(`cameras:${drawn.spec.code}`);
	const isStory = drawn.spec.name === CAMERA_COMPOUND;
	const count = isStory ? CAMERA_COUNT : random.chance(0.4) ? random.int(2, 6) : 0;
	const spots = new Spots(drawn, random).cameras(count);
	const base = Math.floor(CAMERA_COST_YUAN / CAMERA_COUNT / 10) * 10;
	const administrator = chronicle.staff.account('administrator');
	spots.forEach((spot, index) => {
		const cost = isStory ? (index === 0 ? CAMERA_COST_YUAN - base * (spots.length - 1) : base) : random.int(21, 27) * 100;
		const day = isStory
			? '2026-05-' + String(6 + Math.floor(index / 8)).padStart(2, '0')
			: '2026-0' + random.int(3, 9) + '-1' + random.int(0, 9);
		const isBroken = !isStory && index === 1;
		chronicle.write({
			key: `camera:${drawn.spec.code}:${index}`,
			area: drawn.spec.code,
			layer: 'camera',
			kind: 'camera_install',
			hasSite: true,
			title: `${spot.words}摄像头`,
			geometry: { type: 'Point', coordinates: drawn.toLngLat(spot.at) },
			attributes: {
				cost_yuan: cost,
				payer: drawn.spec.propertyCompany,
				bearing: random.int(0, 35) * 10,
				type: random.pick(['球机', '枪机', '枪机', '半球'])
			},
			quantity: 1,
			scene: 'none',
			trade: 'property',
			course: isBroken ? { turn: 'plain', used: 0.6, stop: 'in_progress' } : { turn: 'plain', used: random.between(0.3, 0.9) },
			start: isBroken
				? { usedByNow: 0.6 }
				: { at: chronicle.calendar.rulerMoment(chronicle.calendar.rulerAt(new Date(`${day}T01:00:00Z`)) + random.between(0, 4)) },
			by: { reporter: administrator }
		});
	});
}
