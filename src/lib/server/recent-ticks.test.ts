import { expect, test } from 'vitest';
import { RecentTicks } from './recent-ticks.ts';

test('the newest tick that concerns an area is known for a minute', () => {
	const ticks = new RecentTicks();
	ticks.hear({ area: '220602003003001', revision: 1 }, 0);
	ticks.hear({ area: '220602003003002', revision: 2 }, 1000);
	expect(ticks.of('220602003003001', 2000)).toEqual({ area: '220602003003001', revision: 1 });
	expect(ticks.of('2206', 2000)).toEqual({ area: '220602003003002', revision: 2 });
	expect(ticks.of('220605', 2000)).toBeNull();
	expect(ticks.of('220602003003001', 60_500)).toBeNull();
	expect(ticks.of('2206', 60_500)).toEqual({ area: '220602003003002', revision: 2 });
});

test('an import of a whole city does not make it grow', () => {
	const ticks = new RecentTicks();
	for (let nth = 0; nth < 5000; nth++) ticks.hear({ area: String(100_000 + nth), revision: nth }, nth);
	expect(ticks.of('100000', 5000)).toBeNull();
	expect(ticks.of('104999', 5000)).toEqual({ area: '104999', revision: 4999 });
});
