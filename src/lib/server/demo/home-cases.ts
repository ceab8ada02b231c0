import type { Chronicle } from './chronicle.ts';
import { orderOf } from './compound-cases.ts';
import { HOME_CASES } from './home-list.ts';
import { greenAt } from './home-places.ts';
import type { Matter } from './matters.ts';
import type { Spot } from './places.ts';
import type { Drawn } from './plan/index.ts';
import { Random } from './random.ts';
import { geometryOf } from './shapes.ts';

/** Tells what is open in 富安小区 today. */
export function tellHome(chronicle: Chronicle, drawn: Drawn): void {
	const random = new Random('home');
	for (const one of HOME_CASES) {
		const { title, kind, layer, place, trade, quantity, attributes = {}, areaM2, scene, course, used, reporter, isUrgent } = one;
		const at = place(drawn);
		const spot: Spot = { at, words: '', ...(layer === 'green_area' ? greenAt(drawn, at) : {}) };
		const matter: Matter = { kind, layer, spot, title, quantity, attributes, scene, trade, ...(areaM2 ? { areaM2 } : {}) };
		chronicle.write({
			...orderOf(drawn, matter, `home:${title}`, random),
			geometry: geometryOf(drawn, matter, random),
			description: '入户走访收集，网格党支部牵头。',
			...(isUrgent ? { isUrgent } : {}),
			course,
			start: { usedByNow: used },
			...(reporter ? { by: { reporter: chronicle.staff.account(reporter) } } : {})
		});
	}
}
