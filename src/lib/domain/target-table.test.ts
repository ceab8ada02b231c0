import { expect, test } from 'vitest';
import { cellName, readAmount, readAmounts, sumColumn } from './target-table.ts';

test('an amount is a number, with thousands set off or not; an empty cell is none', () => {
	expect(['6400', '6,400', ' 195000.5 ', '0', ''].map(readAmount)).toEqual([6400, 6400, 195000.5, 0, null]);
	expect(['6,40', '-3', '1e5', '三', '1.23456'].map(readAmount)).toEqual(Array(5).fill(undefined));
});

test('a table is read by its cells, and those that are no amounts are named', () => {
	const targets = [{ id: 'rubbish' }];
	const areas = [{ code: '220602' }, { code: '220605' }, { code: '220681' }];
	expect(readAmounts(targets, areas, { [cellName('rubbish', '220602')]: '12', [cellName('rubbish', '220605')]: 'x', other: '1' })).toEqual({
		amounts: [{ targetId: 'rubbish', areaCode: '220602', amount: 12 }],
		wrong: ['rubbish:220605']
	});
});

test('a column says what it leaves of the whole', () => {
	expect(sumColumn(['0.1', '0.2', ''], 0.3)).toEqual({ sum: 0.3, rest: 0 });
	expect(sumColumn(['70', 'x'], 100)).toEqual({ sum: 70, rest: 30 });
	expect(sumColumn(['70'], null)).toEqual({ sum: 70, rest: null });
});
