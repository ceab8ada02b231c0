import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAngle, unpackAngle } from './angles.ts';

test.each([
	['126.438', 126.438],
	['１２６．４３８', 126.438],
	['−71.0587', -71.0587],
	['126.438°E', 126.438],
	['E126.438', 126.438],
	['126°26′18″', 126 + 26 / 60 + 18 / 3600],
	[`41°56'24.5"N`, 41 + 56 / 60 + 24.5 / 3600],
	['东经126度26分18秒', 126 + 26 / 60 + 18 / 3600],
	['126:26:18', 126 + 26 / 60 + 18 / 3600],
	['W71 03 31', -(71 + 3 / 60 + 31 / 3600)],
	['126,438', 126.438],
	['4,645,375.36', 4_645_375.36]
])('%s is read', (text, value) => {
	expect(parseAngle(text)).toBeCloseTo(value, 9);
});

test.each(['四十二度', '', '126°70′', '0x10', '1e5', 'E126.4W', '126.438abc', '9'.repeat(60)])('%s is not an angle', (text) => {
	expect(parseAngle(text)).toBeNull();
});

test('degrees packed as D.MMSS come apart, and what has sixty minutes or seconds is of another form', () => {
	const part = fc.integer({ min: 0, max: 59 });
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 179 }), part, part, fc.integer({ min: 0, max: 99 }), (degrees, minutes, seconds, hundredths) => {
			const two = (value: number): string => String(value).padStart(2, '0');
			const packed = Number(`${degrees}.${two(minutes)}${two(seconds)}${two(hundredths)}`);
			expect(unpackAngle(packed)).toBeCloseTo(degrees + minutes / 60 + (seconds + hundredths / 100) / 3600, 9);
		})
	);
	expect(unpackAngle(42.6094)).toBeNull();
	expect(unpackAngle(42.3594)).toBeNull();
});
