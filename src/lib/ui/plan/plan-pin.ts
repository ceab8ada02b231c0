import type { Stage } from '#lib/domain/stage.ts';
import type { Position } from '#lib/geo/coordinates.ts';

/** A site as a plan shows it. */
export interface PlanPin {
	id: string;
	position: Position;
	stage: Stage;
	/** The number that list, map, phone and paper share. */
	number: number | null;
	/** Read out: "7 5号楼西侧彩钢棚 处置中". */
	title: string;
	isSelected?: boolean;
	isOverdue?: boolean;
	/** Makes the pin a link. */
	href?: string;
}
