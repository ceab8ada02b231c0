/** One way to hurt the server, in a short form for every test run and at full figures (`npm run torture`). */
export interface Scenario<Figures extends Record<string, number | string>> {
	name: string;
	/** Which row of the fault list, and what is done. */
	about: string;
	/** How many rounds: in `npm test`, and for the figure that is kept in bench/results. */
	rounds: { short: number; full: number };
	/** What this machine lacks for it; null or absent when it can run. */
	missing?(): string | null;
	run(rounds: number, say: (line: string) => void): Promise<Figures>;
	/** What there must be some of, or nothing was put to the test. */
	some: (keyof Figures & string)[];
	/** What must hold for every number of rounds: figures with the value that they must have. */
	sound: Partial<Figures>;
	/** Shares and counts that may not be greater than this. */
	atMost?: { [Name in keyof Figures]?: number };
	/** Milliseconds that a machine with nothing else to do must keep; judged at full figures only. */
	withinMs?: { [Name in keyof Figures]?: number };
}

export function describeFigures(figures: Record<string, number | string>): string {
	return Object.entries(figures)
		.map(([name, value]) => `${name} ${typeof value === 'number' ? Math.round(value * 100) / 100 : value}`)
		.join(', ');
}

/** What of the figures is not as it must be; empty when all is well. A slow machine is no fault. */
export function faults<Figures extends Record<string, number | string>>(scenario: Scenario<Figures>, figures: Figures): string[] {
	const unequal = Object.entries(scenario.sound)
		.filter(([name, value]) => figures[name] !== value)
		.map(([name, value]) => `${name} is ${figures[name]}, not ${value}`);
	const none = scenario.some
		.filter((name) => !(Number(figures[name]) > 0))
		.map((name) => `${name} is ${figures[name]}: nothing was put to the test`);
	return [...none, ...unequal, ...over(scenario.atMost, figures)];
}

/** What took longer than it may, where the machine has nothing else to do. */
export function delays<Figures extends Record<string, number | string>>(scenario: Scenario<Figures>, figures: Figures): string[] {
	return over(scenario.withinMs, figures);
}

function over(limits: Record<string, number | undefined> = {}, figures: Record<string, number | string>): string[] {
	return Object.entries(limits)
		.filter(([name, most]) => Number(figures[name]) > Number(most))
		.map(([name, most]) => `${name} is ${figures[name]}, more than ${most}`);
}
