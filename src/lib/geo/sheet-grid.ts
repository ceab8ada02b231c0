import type { SheetGrid } from '#lib/domain/area.ts';
import type { Position } from './coordinates.ts';
import { tangentPlane } from './tangent-plane.ts';

/**
 * The ground-fixed grid of an operations map. Columns run from A to the right of "up", rows from 1
 * downwards; the grid is stored with its area, so that "D3" is the same in list, phone and print.
 */

/** Metres right of and below the grid's origin, in the grid's own directions. */
export function toSheet(sheet: SheetGrid, position: Position): [rightM: number, downM: number] {
	const [eastM, northM] = tangentPlane(sheet.origin).toPlane(position);
	const turn = (sheet.bearing * Math.PI) / 180;
	return [eastM * Math.cos(turn) - northM * Math.sin(turn), -(eastM * Math.sin(turn) + northM * Math.cos(turn))];
}

/** The inverse of {@link toSheet}. */
export function fromSheet(sheet: SheetGrid, rightM: number, downM: number): Position {
	const turn = (sheet.bearing * Math.PI) / 180;
	const eastM = rightM * Math.cos(turn) - downM * Math.sin(turn);
	const northM = -rightM * Math.sin(turn) - downM * Math.cos(turn);
	return tangentPlane(sheet.origin).fromPlane(eastM, northM);
}

/** "D3"; null outside the grid. A position on a line belongs to the cell right of it or below it. */
export function gridReference(sheet: SheetGrid, position: Position): string | null {
	const [rightM, downM] = toSheet(sheet, position);
	const column = Math.floor(rightM / sheet.cellM);
	const row = Math.floor(downM / sheet.cellM);
	if (column < 0 || row < 0 || column >= sheet.columns || row >= sheet.rows) return null;
	return `${columnLetters(column)}${row + 1}`;
}

/** A, B … Z, AA, AB … for a column counted from 0. */
export function columnLetters(column: number): string {
	const letter = String.fromCharCode(65 + (column % 26));
	return column < 26 ? letter : columnLetters(Math.floor(column / 26) - 1) + letter;
}

export interface GridLine {
	axis: 'column' | 'row';
	/** 0 is the outer line before the first cell. */
	index: number;
	from: Position;
	to: Position;
}

/** Every line of the grid, outer ones included. */
export function gridLines(sheet: SheetGrid): GridLine[] {
	const width = sheet.columns * sheet.cellM;
	const height = sheet.rows * sheet.cellM;
	const columns = Array.from({ length: sheet.columns + 1 }, (_, index): GridLine => {
		const rightM = index * sheet.cellM;
		return { axis: 'column', index, from: fromSheet(sheet, rightM, 0), to: fromSheet(sheet, rightM, height) };
	});
	const rows = Array.from({ length: sheet.rows + 1 }, (_, index): GridLine => {
		const downM = index * sheet.cellM;
		return { axis: 'row', index, from: fromSheet(sheet, 0, downM), to: fromSheet(sheet, width, downM) };
	});
	return [...columns, ...rows];
}

/** The four corners of the grid, clockwise from the origin. */
export function sheetCorners(sheet: SheetGrid): [Position, Position, Position, Position] {
	const width = sheet.columns * sheet.cellM;
	const height = sheet.rows * sheet.cellM;
	return [sheet.origin, fromSheet(sheet, width, 0), fromSheet(sheet, width, height), fromSheet(sheet, 0, height)];
}
