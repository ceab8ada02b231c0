import { expect, test } from 'vitest';
import { readPosition } from './position.ts';

test('a position is two numbers on the globe', () => {
	expect(readPosition('126.43, 41.94')).toEqual([126.43, 41.94]);
	for (const text of [null, '', ',', '126.43', '126.43,', '126.43,41.94,3', '41.94,126.43', 'NaN,1', '1e9,0']) {
		expect(readPosition(text), String(text)).toBeNull();
	}
});
