/** Takes the lock that is named, says so where two would collide, and lets it go again. For the lock scenario. */
import { closeSync, openSync, rmSync } from 'node:fs';
import { DirectoryInUse, takeLock } from '#lib/server/backend/lock.ts';

const [file = '', holdMs = '50'] = process.argv.slice(2);
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
		setTimeout(() => {
			rmSync(witness, { force: true });
			release();
			process.send?.(isAlone ? 'held' : 'collided');
			process.disconnect();
		}, Number(holdMs));
	} catch (error) {
		process.send?.(error instanceof DirectoryInUse ? 'refused' : `failed: ${String(error)}`);
		process.disconnect();
	}
});
process.send?.('here');
