/** The statements of a migration, apart at the semicolons that stand in no quotes, no comment and no body. */
export function splitSql(text: string): string[] {
	const statements: string[] = [];
	let start = 0;
	let at = 0;
	while (at < text.length) {
		const rest = text.slice(at, at + 80);
		const tag = /^\$[a-z_]*\$/i.exec(rest)?.[0];
		if (tag) at = after(text, tag, at + tag.length);
		else if (rest.startsWith('--')) at = after(text, '\n', at);
		else if (rest.startsWith('/*')) at = after(text, '*/', at);
		else if (rest.startsWith("'")) at = after(text, "'", at + 1);
		else if (rest.startsWith('"')) at = after(text, '"', at + 1);
		else if (rest.startsWith(';')) {
			statements.push(text.slice(start, at));
			at++;
			start = at;
		} else at++;
	}
	statements.push(text.slice(start));
	return statements.filter((statement) => statement.replaceAll(/--.*$/gm, '').trim() !== '');
}

function after(text: string, end: string, from: number): number {
	const found = text.indexOf(end, from);
	return found < 0 ? text.length : found + end.length;
}
