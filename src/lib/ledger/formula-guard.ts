/**
 * A spreadsheet runs a cell that begins with one of these, in half or full width, as a formula. The
 * guard is an apostrophe, which spreadsheets take as "this is text"; a text that begins with
 * apostrophes before such a sign gets one more, so that taking one away is always right.
 */
const LIVE = /^'*[=+\-@\t\r\n＝＋－＠]/;
const GUARDED = /^'+[=+\-@\t\r\n＝＋－＠]/;
/** A negative number is a number, and has to stay one. */
const NUMBER = /^-\d+(\.\d+)?$/;

/** The text, unable to run in a spreadsheet. */
export function guard(text: string): string {
	return LIVE.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** The inverse of {@link guard}. */
export function unguard(text: string): string {
	return GUARDED.test(text) ? text.slice(1) : text;
}
