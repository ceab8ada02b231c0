import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Whether this machine lets us mount file systems of our own; else the sentence why not. */
export function whyNoDisks(tools: string[]): string | null {
	if (process.getuid?.() !== 0) return 'mounting a file system needs root';
	for (const tool of tools) {
		try {
			execFileSync('sh', ['-c', `command -v ${tool}`], { stdio: 'ignore' });
		} catch {
			return `${tool} is not installed`;
		}
	}
	try {
		const folder = mkdtempSync(join(tmpdir(), 'zhantu-mount-'));
		run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
		run('umount', [folder]);
		rmSync(folder, { recursive: true });
		return null;
	} catch {
		return 'this machine refuses to mount';
	}
}

/** A file system in memory of a given size. */
export interface SmallDisk {
	folder: string;
	resize(mb: number): void;
	remove(): void;
}

export function aSmallDisk(mb: number): SmallDisk {
	const folder = mkdtempSync(join(tmpdir(), 'zhantu-small-'));
	run('mount', ['-t', 'tmpfs', '-o', `size=${mb}m`, 'tmpfs', folder]);
	return {
		folder,
		resize: (to) => run('mount', ['-o', `remount,size=${to}m`, folder]),
		remove: () => {
			run('umount', ['--lazy', folder]);
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

/**
 * An ext4 in a file that lies on an XFS in a file: cloning the inner file takes it, in one moment, as the
 * kernel has written it so far. What only stood in the page cache is not in the clone, as after a power cut.
 */
export interface CutDisk {
	folder: string;
	/** The disk as a power cut now would leave it, mounted elsewhere, its journal replayed. */
	cut(): { folder: string; remove(): void };
	remove(): void;
}

export function aCutDisk(mb: number): CutDisk {
	const root = mkdtempSync(join(tmpdir(), 'zhantu-power-'));
	const [outer, shelf, folder] = ['outer.xfs', 'shelf', 'disk'].map((name) => join(root, name)) as [string, string, string];
	sparse(outer, mb * 4);
	run('mkfs.xfs', ['-q', '-m', 'reflink=1', outer]);
	mkdirSync(shelf);
	run('mount', ['-o', 'loop', outer, shelf]);
	const inner = join(shelf, 'disk.ext4');
	sparse(inner, mb);
	run('mkfs.ext4', ['-q', inner]);
	mkdirSync(folder);
	// Every second the kernel writes what it likes, in an order of its own.
	run('mount', ['-o', 'loop,commit=1', inner, folder]);
	let cuts = 0;
	return {
		folder,
		cut: () => {
			const image = join(shelf, `cut-${cuts}.ext4`);
			const at = join(root, `cut-${cuts++}`);
			run('cp', ['--reflink=always', inner, image]);
			mkdirSync(at);
			run('mount', ['-o', 'loop', image, at]);
			return {
				folder: at,
				remove: () => {
					run('umount', ['--lazy', at]);
					rmSync(at, { recursive: true, force: true });
					rmSync(image, { force: true });
				}
			};
		},
		remove: () => {
			for (const mounted of [folder, shelf]) run('umount', ['--lazy', mounted]);
			rmSync(root, { recursive: true, force: true });
		}
	};
}

function sparse(file: string, mb: number): void {
	writeFileSync(file, '');
	truncateSync(file, mb * 2 ** 20);
	if (statSync(file).size !== mb * 2 ** 20) throw new Error(`${file} has another size`);
}

function run(command: string, args: string[]): void {
	execFileSync(command, args, { stdio: 'ignore' });
}
