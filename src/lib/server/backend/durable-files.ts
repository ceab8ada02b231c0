import { fdatasyncSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import { syncFolder } from './durability.ts';

/** What we use of Emscripten's file system, whose types say less than it has. */
interface Node {
	name: string;
}
interface Stream {
	node: Node;
	/** The descriptor behind an open file; folders have none. */
	nfd?: number;
}
interface NodeFiles {
	realPath(node: Node): string;
	/** Runs an operation, turning Node's errors (a full disk) into those that PostgreSQL knows. */
	tryFSOperation<Result>(operation: () => Result): Result;
	node_ops: {
		mknod(folder: Node, ...rest: unknown[]): Node;
		setattr(node: Node, attributes: { size?: number }): void;
		rename(node: Node, folder: Node, name: string): void;
	};
	stream_ops: {
		write(stream: Stream, ...rest: unknown[]): number;
		fsync?(stream: Stream): number;
	};
}
interface Files {
	filesystems: { NODEFS: NodeFiles };
	lookupNode(folder: Node, name: string): Node;
	destroyNode(node: Node): void;
}

/**
 * PGlite over files that survive a power cut. PGlite 0.5.8 starts PostgreSQL with fsync off, and its
 * file system has no fsync to call; given one, PostgreSQL's own protocol does the rest: the log before
 * a commit is acknowledged, and at a checkpoint every changed file before the control file lets old log
 * go. Flushing from outside cannot keep that second order (decision 0004).
 *
 * Use {@link durableParameters} with it, and flush the file system once before opening: only what this
 * process wrote is flushed here, or recovery would flush 2,700 files that are on disk already.
 */
export class DurableFiles extends NodeFS {
	override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
		const made = await super.init(...given);
		made.emscriptenOpts.preRun?.push((module) => makeDurable(module.FS as unknown as Files));
		return made;
	}
}

/** `fdatasync` is a stub in PGlite, `fsync` is not. */
export function durableParameters(): string[] {
	return [...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'), '-c', 'wal_sync_method=fsync'];
}

function makeDurable(files: Files): void {
	const { NODEFS } = files.filesystems;
	const { node_ops: nodes, stream_ops: streams } = NODEFS;
	/** Files written since they were last flushed. A name too many costs one flush, so none is ever guessed away. */
	const dirty = new Set<string>();

	const { write } = streams;
	streams.write = (stream, ...rest) => {
		dirty.add(NODEFS.realPath(stream.node));
		return write(stream, ...rest);
	};
	const { mknod, setattr } = nodes;
	nodes.mknod = (...given) => {
		const made = mknod(...given);
		dirty.add(NODEFS.realPath(made));
		return made;
	};
	nodes.setattr = (node, attributes) => {
		if (attributes.size !== undefined) dirty.add(NODEFS.realPath(node));
		setattr(node, attributes);
	};
	streams.fsync = (stream) => {
		const path = NODEFS.realPath(stream.node);
		NODEFS.tryFSOperation(() => {
			if (stream.nfd === undefined) syncFolder(path);
			else if (dirty.has(path)) fdatasyncSync(stream.nfd);
		});
		dirty.delete(path);
		return 0;
	};
	// The original removes the target first, so a kill in between would leave neither file.
	nodes.rename = (node, folder, name) => {
		const from = NODEFS.realPath(node);
		const to = join(NODEFS.realPath(folder), name);
		try {
			files.destroyNode(files.lookupNode(folder, name));
		} catch {
			// Nothing has that name yet.
		}
		NODEFS.tryFSOperation(() => renameSync(from, to));
		if (dirty.has(from)) dirty.add(to);
		node.name = name;
	};
}
