import type { SheetGrid } from '#lib/domain/area.ts';
import { project, type Camera, type Pixel, type Viewport } from './camera.ts';
import type { Position } from './coordinates.ts';
import { columnLetters, gridLines } from './sheet-grid.ts';

export type Edge = 'top' | 'right' | 'bottom' | 'left';

/** What stands in the margin of a sheet along one edge; pixels from its upper or left end. */
export interface MarginMarks {
	ticks: number[];
	labels: { at: number; text: string }[];
}

/** A cell narrower than this gets no letter. */
const LEAST_CELL_PX = 14;
const LEAST_LABEL_PX = 12;

/**
 * Ticks and letters of the ground-fixed grid along the edges of a map that shows it anyhow: panned,
 * zoomed, turned. Each edge shows the family of lines that crosses it. `draw` moves positions onto a
 * basemap of another system, as the map does.
 */
export function marginMarks(
	camera: Camera,
	viewport: Viewport,
	sheet: SheetGrid,
	draw: (position: Position) => Position = (position) => position
): Record<Edge, MarginMarks> {
	const drawnCamera = { ...camera, center: draw(camera.center) };
	const lines = gridLines(sheet).map(({ axis, index, from, to }) => ({
		axis,
		index,
		from: project(drawnCamera, viewport, draw(from)),
		to: project(drawnCamera, viewport, draw(to))
	}));
	const families = {
		column: lines.filter((line) => line.axis === 'column'),
		row: lines.filter((line) => line.axis === 'row')
	};
	const upright = Math.abs(slope(families.column[0])) >= Math.abs(slope(families.row[0])) ? 'column' : 'row';
	const { width, height } = viewport;
	const across = families[upright];
	const along = families[upright === 'column' ? 'row' : 'column'];
	const mark = (family: DrawnLine[], at: number, axis: 'x' | 'y', length: number): MarginMarks =>
		marksOf(
			family.map((line) => crossing(line, at, axis)),
			length,
			(cell) => (family[0]?.axis === 'column' ? columnLetters(cell) : String(cell + 1))
		);
	return {
		top: mark(across, 0, 'y', width),
		bottom: mark(across, height, 'y', width),
		left: mark(along, 0, 'x', height),
		right: mark(along, width, 'x', height)
	};
}

interface DrawnLine {
	axis: 'column' | 'row';
	from: Pixel;
	to: Pixel;
}

/** How upright a line stands on the screen. */
function slope(line: DrawnLine | undefined): number {
	if (!line) return 0;
	const [dx, dy] = [line.to[0] - line.from[0], line.to[1] - line.from[1]];
	return dy / Math.max(Math.hypot(dx, dy), 1e-9);
}

/** Where a line, drawn on, crosses an edge; NaN where it never does. */
function crossing({ from, to }: DrawnLine, at: number, axis: 'x' | 'y'): number {
	const [fixed, free] = axis === 'y' ? [1, 0] : [0, 1];
	const span = (to[fixed] ?? 0) - (from[fixed] ?? 0);
	if (Math.abs(span) < 1e-6) return NaN;
	const share = (at - (from[fixed] ?? 0)) / span;
	return (from[free] ?? 0) + share * ((to[free] ?? 0) - (from[free] ?? 0));
}

function marksOf(crossings: number[], length: number, name: (cell: number) => string): MarginMarks {
	const labels: MarginMarks['labels'] = [];
	for (let cell = 0; cell + 1 < crossings.length; cell++) {
		const [a = NaN, b = NaN] = [crossings[cell], crossings[cell + 1]];
		if (!(Math.abs(b - a) >= LEAST_CELL_PX)) continue;
		const from = Math.max(0, Math.min(a, b));
		const to = Math.min(length, Math.max(a, b));
		if (to - from >= LEAST_LABEL_PX) labels.push({ at: (from + to) / 2, text: name(cell) });
	}
	const isLegible = Math.abs((crossings[1] ?? NaN) - (crossings[0] ?? NaN)) >= LEAST_CELL_PX;
	return { ticks: isLegible ? crossings.filter((at) => at > 0 && at < length) : [], labels };
}
