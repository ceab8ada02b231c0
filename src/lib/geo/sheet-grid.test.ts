import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SheetGrid } from '#lib/domain/area.ts';
import { distanceM } from './measure.ts';
import { columnLetters, fromSheet, gridLines, gridReference, sheetCorners, toSheet } from './sheet-grid.ts';

const northUp: SheetGrid = { origin: [126.43, 41.944], cellM: 40, columns: 6, rows: 6, bearing: 0 };
const turned: SheetGrid = { ...northUp, bearing: 30 };

const sheets = fc.record({
	origin: fc.tuple(fc.double({ min: 75, max: 135, noNaN: true }), fc.double({ min: 18, max: 53, noNaN: true })),
	cellM: fc.double({ min: 10, max: 100, noNaN: true }),
	columns: fc.integer({ min: 1, max: 12 }),
	rows: fc.integer({ min: 1, max: 12 }),
	bearing: fc.double({ min: -180, max: 180, noNaN: true })
}) as fc.Arbitrary<SheetGrid>;

test('the first cell lies right of and below the origin', () => {
	expect(gridReference(northUp, [126.43001, 41.94399])).toBe('A1');
	expect(gridReference(northUp, [126.42999, 41.94399])).toBeNull();
});

test('D3 is the fourth column, third row', () => {
	expect(gridReference(northUp, fromSheet(northUp, 3.5 * 40, 2.5 * 40))).toBe('D3');
	expect(gridReference(turned, fromSheet(turned, 3.5 * 40, 2.5 * 40))).toBe('D3');
});

test('up points where the bearing says', () => {
	const [, lat] = fromSheet(turned, 0, -100);
	const [lng] = fromSheet(turned, 0, -100);
	expect(lng).toBeGreaterThan(126.43);
	expect(lat).toBeGreaterThan(41.944);
});

test('every cell centre names its own cell, in any grid', () => {
	fc.assert(
		fc.property(sheets, fc.nat(), fc.nat(), (sheet, c, r) => {
			const column = c % sheet.columns;
			const row = r % sheet.rows;
			const center = fromSheet(sheet, (column + 0.5) * sheet.cellM, (row + 0.5) * sheet.cellM);
			expect(gridReference(sheet, center)).toBe(`${columnLetters(column)}${row + 1}`);
		})
	);
});

test('onto the sheet and back is the same position', () => {
	fc.assert(
		fc.property(sheets, fc.double({ min: -500, max: 500, noNaN: true }), fc.double({ min: -500, max: 500, noNaN: true }), (sheet, x, y) => {
			const [rightM, downM] = toSheet(sheet, fromSheet(sheet, x, y));
			expect(rightM).toBeCloseTo(x, 5);
			expect(downM).toBeCloseTo(y, 5);
		})
	);
});

test('a cell measures what it says on the ground', () => {
	const [a, b] = sheetCorners(northUp);
	// Turf measures on a sphere: 0.3 % off the ellipsoid is its share.
	expect(distanceM(a, b)).toBeGreaterThan(240 * 0.995);
	expect(distanceM(a, b)).toBeLessThan(240 * 1.005);
});

test('a grid of c by r cells has c + 1 and r + 1 lines', () => {
	const lines = gridLines({ ...northUp, columns: 8, rows: 6 });
	expect(lines.filter((line) => line.axis === 'column')).toHaveLength(9);
	expect(lines.filter((line) => line.axis === 'row')).toHaveLength(7);
});

test('columns go on after Z', () => {
	expect([0, 25, 26, 27, 52].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AB', 'BA']);
});
