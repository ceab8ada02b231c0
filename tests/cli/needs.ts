/**
 * Whether the machine has what a test needs; said when it has not. Where nothing may be skipped (CI=true) the test
 * runs all the same, and fails.
 */
export function isThere(name: string, found: string | null): boolean {
	if (found !== null) return true;
	console.warn(`skipped: no ${name} on this machine`);
	return process.env.CI === 'true';
}
