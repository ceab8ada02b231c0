import { expect, test } from 'vitest';
import type { SheetGrid } from '#lib/domain/area.ts';
import { project, type Camera } from './camera.ts';
import { marginMarks } from './margin-marks.ts';
import { fromSheet, gridReference } from './sheet-grid.ts';

const sheet: SheetGrid = { origin: [126.43, 41.944], cellM: 60, columns: 6, rows: 6, bearing: 0 };
const viewport = { width: 700, height: 600 };
const camera: Camera = { center: fromSheet(sheet, 180, 180), zoom: 17, bearing: 0 };

test('letters run from left to right, numbers downwards', () => {
	const marks = marginMarks(camera, viewport, sheet);
	expect(marks.top.labels.map(({ text }) => text).join('')).toBe('ABCDEF');
	expect(marks.bottom.labels).toHaveLength(6);
	expect(marks.left.labels.map(({ text }) => text)).toEqual(marks.right.labels.map(({ text }) => text));
	expect(Number(marks.left.labels[0]?.text)).toBeLessThan(Number(marks.left.labels.at(-1)?.text));
});

test('a letter in the margin stands over its column, wherever the map was moved', () => {
	const moved = { ...camera, center: fromSheet(sheet, 250, 90), zoom: 17.6 };
	for (const { at, text } of marginMarks(moved, viewport, sheet).top.labels) {
		const column = text.charCodeAt(0) - 65;
		const [x] = project(moved, viewport, fromSheet(sheet, column * 60, 90));
		const [right] = project(moved, viewport, fromSheet(sheet, column * 60 + 60, 90));
		expect(at).toBeGreaterThan(x - 1);
		expect(at).toBeLessThan(right + 1);
		expect(gridReference(sheet, fromSheet(sheet, column * 60 + 30, 90))).toBe(`${text}2`);
	}
});

test('with east up, rows stand along the top', () => {
	const marks = marginMarks({ ...camera, bearing: 90 }, viewport, sheet);
	expect(marks.top.labels[0]?.text).toMatch(/^\d$/);
	expect(marks.left.labels[0]?.text).toMatch(/^[A-F]$/);
});

test('far out nothing is written', () => {
	expect(marginMarks({ ...camera, zoom: 11 }, viewport, sheet).top).toEqual({ ticks: [], labels: [] });
});

test('close up the one cell in view is named', () => {
	const marks = marginMarks({ ...camera, center: fromSheet(sheet, 210, 150), zoom: 21 }, viewport, sheet);
	expect(marks.top).toMatchObject({ ticks: [], labels: [{ at: 350, text: 'D' }] });
	expect(marks.left.labels).toEqual([{ at: 300, text: '3' }]);
});
