import { rmSync } from 'node:fs';
import type { TestProject } from 'vitest/node';
import { layGround, type Ground } from './ground.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		ground: Ground;
	}
}

/** vitest global setup: the directory that every scenario copies is made once. */
export default async function setUp(project: TestProject): Promise<() => void> {
	const ground = await layGround();
	project.provide('ground', ground);
	return () => rmSync(ground.data, { recursive: true, force: true });
}
