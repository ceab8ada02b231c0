const MARKED =
	/^([NSEW东西南北]?)\s*([+-]?\d+(?:\.\d+)?)\s*(?:[°º˚度:\s]\s*(?:(\d+(?:\.\d+)?)\s*(?:['′’分:\s]\s*(?:(\d+(?:\.\d+)?)\s*(?:["″”秒]|''|′′)?)?)?)?)?\s*([NSEW东西南北]?)$/i;
const LONGEST = 40;

/** Full-width digits, letters and signs as the plain ones; other characters stay (NFKC would eat º and ″). */
export function halfWidth(text: string): string {
	return text
		.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
		.replaceAll('\u3000', ' ')
		.replaceAll('−', '-');
}

/**
 * A coordinate as people write it: 126.438, １２６．４３８, 126.438°E, 126°26′18.5″, 东经126度26分18秒,
 * W71 03 31, 126,438 and metres such as 4,645,375.36. Null for anything else, minutes and seconds of
 * 60 or more among it.
 */
export function parseAngle(text: string): number | null {
	if (text.length > LONGEST) return null;
	let plain = halfWidth(text).trim();
	if (/^[+-]?\d{1,3}(,\d{3}){2,}(\.\d+)?$/.test(plain)) plain = plain.replaceAll(',', '');
	else if (/^[+-]?\d+,\d+$/.test(plain)) plain = plain.replace(',', '.');
	if (/^[+-]?\d+(\.\d*)?$/.test(plain)) return Number(plain);
	const found = MARKED.exec(plain.replace(/[经纬]/g, ''));
	if (!found) return null;
	const [, before = '', degrees = '', minutes, seconds, after = ''] = found;
	if (before && after) return null;
	const [m, s] = [Number(minutes ?? 0), Number(seconds ?? 0)];
	if (m >= 60 || s >= 60) return null;
	const size = Math.abs(Number(degrees)) + m / 60 + s / 3600;
	return degrees.startsWith('-') || /[SW西南]/i.test(before || after) ? -size : size;
}

/**
 * Degrees out of the surveyors' packed form D.MMSSss (126.261850 is 126°26′18.50″); null where the
 * minutes or seconds would be 60 or more, which shows that a number is not of that form.
 */
export function unpackAngle(packed: number): number | null {
	const size = Math.abs(packed);
	if (!(size <= 180)) return null;
	// The digits as written: a product of floating numbers would turn 26 minutes into 25.999….
	const [whole = '', digits = ''] = size.toFixed(10).split('.');
	const [minutes, seconds] = [Number(digits.slice(0, 2)), Number(`${digits.slice(2, 4)}.${digits.slice(4)}`)];
	if (minutes >= 60 || seconds >= 60) return null;
	const value = Number(whole) + minutes / 60 + seconds / 3600;
	return packed < 0 ? -value : value;
}
