import type { AreaCode } from './area.ts';

/** Name of the field of a target and an area. */
export function cellName(targetId: string, areaCode: AreaCode): string {
	return `${targetId}:${areaCode}`;
}

/** What a cell says: null when it is empty, undefined when it is no amount. Thousands may be set off by commas. */
export function readAmount(text: string): number | null | undefined {
	const plain = text.trim().replace(/(?<=\d)[,，](?=\d{3}(\D|$))/g, '');
	if (plain === '') return null;
	return /^\d{1,12}(\.\d{1,4})?$/.test(plain) ? Number(plain) : undefined;
}

/** Reads a posted table. `wrong` names the cells that are no amounts; a cell that was not sent is left alone. */
export function readAmounts(
	targets: { id: string }[],
	areas: { code: AreaCode }[],
	values: Record<string, string>
): { amounts: { targetId: string; areaCode: AreaCode; amount: number | null }[]; wrong: string[] } {
	const amounts: { targetId: string; areaCode: AreaCode; amount: number | null }[] = [];
	const wrong: string[] = [];
	for (const { id: targetId } of targets) {
		for (const { code: areaCode } of areas) {
			const name = cellName(targetId, areaCode);
			const text = values[name];
			if (text === undefined) continue;
			const amount = readAmount(text);
			if (amount === undefined) wrong.push(name);
			else amounts.push({ targetId, areaCode, amount });
		}
	}
	return { amounts, wrong };
}

/** Sum of a column and what it leaves of the whole; cells that are no amounts count as nothing. */
export function sumColumn(cells: string[], whole: number | null): { sum: number; rest: number | null } {
	// Tenths of tonnes must not leave a millionth behind.
	const rounded = (amount: number): number => Math.round(amount * 10_000) / 10_000;
	const sum = rounded(cells.reduce((total, text) => total + (readAmount(text) ?? 0), 0));
	const rest = whole === null ? null : rounded(whole - sum);
	return { sum, rest };
}
