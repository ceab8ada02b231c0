/** Five classes of a figure on a map, by round bounds, so that a legend can be read aloud. */
export interface Ramp {
	/** The four bounds between the classes; a value on a bound belongs to the class above it. */
	bounds: [number, number, number, number];
}

export const CLASSES = 5;
const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2];
/** Above this, a single per cent is no difference worth a colour. */
const COARSE_FROM = 0.2;

/**
 * The finest round step by which five classes hold every value. Values are shares (0–1); the outer
 * classes are open, so the lowest holds what lies below the first bound.
 */
export function rampOf(values: readonly number[]): Ramp {
	const low = Math.min(...values);
	const high = Math.max(...values);
	const step =
		values.length === 0
			? 0.2
			: (STEPS.find((one) => (one > 0.01 || high <= COARSE_FROM) && floorTo(low, one) + CLASSES * one >= high - 1e-9) ?? 0.2);
	// Near the upper end the classes are laid from 100 % down, so that no bound lies past it.
	const start = Math.max(0, Math.min(values.length === 0 ? 0 : floorTo(low, step), 1 - CLASSES * step));
	const bound = (index: number): number => Math.round((start + index * step) * 1e6) / 1e6;
	return { bounds: [bound(1), bound(2), bound(3), bound(4)] };
}

function floorTo(value: number, step: number): number {
	return Math.floor(value / step + 1e-9) * step;
}

/** 1 to 5; null for no data. */
export function classOf(ramp: Ramp, value: number | null): 1 | 2 | 3 | 4 | 5 | null {
	if (value === null) return null;
	return (1 + ramp.bounds.filter((bound) => value >= bound - 1e-9).length) as 1 | 2 | 3 | 4 | 5;
}

/** How many values fall into each class, lowest first, and how many have none. */
export function countClasses(ramp: Ramp, values: readonly (number | null)[]): { classes: number[]; none: number } {
	const classes = Array.from({ length: CLASSES }, () => 0);
	let none = 0;
	for (const value of values) {
		const one = classOf(ramp, value);
		if (one === null) none += 1;
		else classes[one - 1] = (classes[one - 1] ?? 0) + 1;
	}
	return { classes, none };
}
