import type { Template } from '#lib/domain/template.ts';
import type { Told } from './chronicle.ts';
import type { RealArea } from './baishan.ts';
import { Random } from './random.ts';

export interface AreaTarget {
	target_id: string;
	area_code: string;
	amount: number;
}

/**
 * Breaks the city's targets down by what each area has done and how well it keeps pace, so that some
 * are ahead and some behind. The districts' amounts add up to the city's, the subdistricts' to the district's.
 */
export function shareTargets(template: Template, told: Told[], areas: RealArea[], settled: Set<string>): AreaTarget[] {
	const targets: AreaTarget[] = [];
	for (const target of template.targets) {
		const done = new Map<string, number>();
		for (const one of told) {
			if (!one.isClosed || !target.kinds.includes(one.kind)) continue;
			const amount = target.measure === 'closed' ? 1 : (one.quantity ?? 0);
			for (const length of [6, 9, 12]) done.set(one.area.slice(0, length), (done.get(one.area.slice(0, length)) ?? 0) + amount);
		}
		const districts = split(target.amount, childrenOf(areas, 'district', ''), done, target.id);
		for (const [district, amount] of districts) {
			targets.push({ target_id: target.id, area_code: district, amount });
			for (const [subdistrict, part] of split(amount, childrenOf(areas, 'subdistrict', district), done, target.id)) {
				targets.push({ target_id: target.id, area_code: subdistrict, amount: part });
				for (const community of childrenOf(areas, 'community', subdistrict).filter((code) => settled.has(code))) {
					const own = done.get(community) ?? 0;
					if (own > 0)
						targets.push({ target_id: target.id, area_code: community, amount: Math.max(1, Math.round(own / pace(community, target.id))) });
				}
			}
		}
	}
	return targets;
}

function split(amount: number, codes: string[], done: Map<string, number>, target: string): [string, number][] {
	const wanted = codes.map((code) => (done.get(code) ?? 0) / pace(code, target));
	const total = wanted.reduce((sum, one) => sum + one, 0);
	if (total === 0) return [];
	const parts = codes.map((code, index): [string, number] => [code, Math.round((amount * (wanted[index] ?? 0)) / total)]);
	const largest = parts.reduce((best, part) => (part[1] > best[1] ? part : best));
	largest[1] += amount - parts.reduce((sum, [, part]) => sum + part, 0);
	return parts.filter(([, part]) => part > 0);
}

function pace(code: string, target: string): number {
	return new Random(`pace:${code}:${target}`).between(0.84, 1.08);
}

function childrenOf(areas: RealArea[], level: RealArea['level'], prefix: string): string[] {
	return areas.filter((area) => area.level === level && area.code.startsWith(prefix)).map((area) => area.code);
}
