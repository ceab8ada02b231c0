import decodeQR from 'qr/decode.js';
import { expect, test } from 'vitest';
import { drawQr } from './qr.ts';

test('what is drawn reads back as what was said', () => {
	const text =
		'otpauth://totp/%E6%88%98%E5%9B%BE:liu%40zhantu.test?issuer=%E6%88%98%E5%9B%BE&secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA1&digits=6&period=30';
	const { size, path } = drawQr(text);
	const scale = 4;
	const data = new Uint8Array(size * size * scale * scale * 4).fill(255);
	for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
		for (let px = Number(x) * scale; px < (Number(x) + Number(width)) * scale; px++) {
			for (let py = Number(y) * scale; py < (Number(y) + 1) * scale; py++)
				data.fill(0, (py * size * scale + px) * 4, (py * size * scale + px) * 4 + 3);
		}
	}
	expect(decodeQR({ width: size * scale, height: size * scale, data })).toBe(text);
});
