import { expect, test } from 'vitest';
import { deviceOf } from './device.ts';

test('a device is known by browser and system, and by nothing finer', () => {
	expect(
		deviceOf('Mozilla/5.0 (Linux; Android 14; PGT-AN10) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36')
	).toBe('Chrome · Android');
	expect(deviceOf('Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 MicroMessenger/8.0.50')).toBe(
		'微信 WeChat · Android'
	);
	expect(deviceOf('Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0')).toBe(
		'Edge · Windows'
	);
	expect(deviceOf('Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1')).toBe(
		'Safari · iOS'
	);
	expect(deviceOf(null)).toBe('');
	expect(deviceOf('curl/8.5')).toBe('');
	expect(deviceOf('x'.repeat(1_000_000)).length).toBe(0);
});
