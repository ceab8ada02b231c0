/** Takes the lock that is named, says so where two would collide, and lets it go when it is told. For the lock scenario. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { DirectoryInUse, takeLock } from '#lib/server/backend/lock.ts';

const [file = ''] = process.argv.slice(2);
const witness = `${file}.witness`;
process.once('message', () => {
	try {
		const release = takeLock(file);
		let isAlone = true;
		try {
			closeSync(openSync(witness, 'wx'));
		} catch {
			isAlone = false;
		}
		process.once('message', () => {
			rmSync(witness, { force: true });
			release();
			process.disconnect();
		});
		process.send?.(isAlone ? 'held' : 'collided');
	} catch (error) {
		process.send?.(error instanceof DirectoryInUse ? 'refused' : `failed: ${String(error)}`);
		process.disconnect();
	}
});
process.send?.('here');
