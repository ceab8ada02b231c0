/**
 * Whether an answer may stand in for what is shown: it must not tell of an earlier moment. Two questions that
 * are under way together are answered in either order, and the later moment is not always the later answer.
 */
export function mayReplace(shown: { asOf: string } | null, answer: { asOf: string }): boolean {
	return !shown?.asOf || Date.parse(answer.asOf) >= Date.parse(shown.asOf);
}
