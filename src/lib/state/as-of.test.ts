import { expect, test } from 'vitest';
import { mayReplace } from './as-of.ts';

const at = (asOf: string): { asOf: string } => ({ asOf });

test.each([
	[null, '2026-11-26T02:30:00+00:00', true],
	['', '2026-11-26T02:30:00+00:00', true],
	// As PostgreSQL writes moments: as many digits as there are, which no comparison of words puts in order.
	['2026-11-26T02:30:00.5+00:00', '2026-11-26T02:30:00.499999+00:00', false],
	['2026-11-26T02:30:00+00:00', '2026-11-26T02:30:00.002+00:00', true],
	['2026-11-26T02:30:00.002+00:00', '2026-11-26T02:30:00+00:00', false],
	['2026-11-26T02:30:00.25+00:00', '2026-11-26T02:30:00.25+00:00', true]
])('shown %o, answered %s: %s', (shown, answered, may) => {
	expect(mayReplace(shown === null ? null : at(shown), at(answered))).toBe(may);
});
