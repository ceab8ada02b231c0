import { areaLabel } from '#lib/domain/area.ts';
import type { BesideBuilding, Side } from '#lib/geo/near-building.ts';
import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';

const SIDES: Record<Side, () => string> = {
	north: m.capture_side_north,
	east: m.capture_side_east,
	south: m.capture_side_south,
	west: m.capture_side_west
};

/** "5号楼北侧暴露垃圾": how people on the spot would call it. `area` stands in where no building is near. */
export function suggestTitle(beside: BesideBuilding | null, area: string, kind: string): string {
	if (!kind) return '';
	if (!beside) return area ? m.capture_name_at({ building: area, kind }) : kind;
	const building = areaLabel(beside, getLocale());
	return beside.side ? m.capture_name_beside({ building, side: SIDES[beside.side](), kind }) : m.capture_name_at({ building, kind });
}
