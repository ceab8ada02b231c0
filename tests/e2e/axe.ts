import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';
import { expect } from './support.ts';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** No rule of WCAG 2.1 AA or good practice is broken on the page as it stands. */
export async function isAccessible(page: Page): Promise<void> {
	await page.evaluate(source);
	const { violations } = await page.evaluate(() => (window as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run());
	const found = violations.map(
		({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`
	);
	expect(found).toEqual([]);
}

/** Whatever can be pressed and is seen is at least so many pixels high and wide. Links in running text are excepted. */
export async function hasTargetsOf(page: Page, pixels: number): Promise<void> {
	const small = await page.evaluate((least) => {
		const pressable = 'main button, main a[href], main input:not([type=hidden]), main select, main textarea, nav a, label:has(> input)';
		return [...document.querySelectorAll<HTMLElement>(pressable)].flatMap((node) => {
			const inLabel = node.matches('input') ? node.closest('label') : null;
			const box = (inLabel ?? node).getBoundingClientRect();
			const isSeen = node.checkVisibility({ checkOpacity: false, checkVisibilityCSS: true }) && box.width > 1 && box.height > 1;
			const isInText = getComputedStyle(node).display === 'inline';
			const isPin = node.closest('svg') !== null;
			if (!isSeen || isInText || isPin || (box.height >= least - 0.5 && box.width >= least - 0.5)) return [];
			return [
				`${node.tagName} ${node.textContent?.trim().slice(0, 30)} ${node.getAttribute('aria-label') ?? ''} ${Math.round(box.width)}×${Math.round(box.height)}`
			];
		});
	}, pixels);
	expect(small).toEqual([]);
}
