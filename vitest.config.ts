import { defineConfig } from 'vitest/config';

/**
 * unit: pure code beside its tests. database: rules in SQL, on PGlite or (DATABASE_URL) PostgreSQL.
 * contract: supabase-js against a running backend. durability: kills, floods and full disks in short.
 * commands: those of package.json on data directories of their own.
 * Browser tests are Playwright's (tests/e2e).
 */
export default defineConfig({
	test: {
		projects: [
			{ test: { name: 'unit', include: ['src/**/*.test.ts', 'tests/unit/**/*.test.ts'], environment: 'node' } },
			{
				test: {
					name: 'database',
					include: ['tests/database/**/*.test.ts'],
					environment: 'node',
					testTimeout: 180_000,
					hookTimeout: 180_000,
					globalSetup: ['tests/support/database-setup.ts'],
					// A PGlite takes about 1 GB; two files at a time fit everywhere.
					maxWorkers: 2
				}
			},
			{
				test: {
					name: 'contract',
					include: ['tests/contract/**/*.test.ts'],
					environment: 'node',
					testTimeout: 60_000,
					hookTimeout: 180_000,
					fileParallelism: false,
					globalSetup: ['tests/support/contract-backend.ts']
				}
			},
			{
				test: {
					name: 'durability',
					include: ['tests/durability/**/*.test.ts'],
					environment: 'node',
					// Against hanging only: what is slow on a busy machine is no fault.
					testTimeout: 900_000,
					hookTimeout: 900_000,
					// Every one holds a database process of about 1 GB and wants the machine for itself.
					fileParallelism: false,
					globalSetup: ['tests/durability/ground-setup.ts']
				}
			},
			{
				test: {
					name: 'commands',
					include: ['tests/cli/**/*.test.ts'],
					environment: 'node',
					testTimeout: 300_000,
					hookTimeout: 900_000,
					fileParallelism: false
				}
			}
		]
	}
});
