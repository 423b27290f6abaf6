import { defineConfig } from 'vitest/config';

const MEMORY = 'tests/support/memory-setup.ts';
const DATABASE = 'tests/support/global-setup.ts';
const PROCESSES = 'tests/support/processes-setup.ts';

/** Tests of several parts together, in one process and on a database. */
const TOGETHER = 'tests/{audit,codecs,contracts,identity,ledger,market,orders,processing,trades}/**/*.test.ts';

export default defineConfig({
  test: {
    // All cores; the default leaves one idle, which on two is half of them.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{core,application,adapters,entrypoints,web,bench}/**/*.test.ts'],
          // These change nothing outside of themselves, so a worker need not load everything again for each file.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
          restoreMocks: true,
          // Generous: on a busy machine a test may be slow, and none of them says anything about speed.
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [TOGETHER],
          globalSetup: [MEMORY, DATABASE],
          // Each file has a database of its own, and shares nothing else with others.
          isolate: false,
          unstubEnvs: true,
          unstubGlobals: true,
          restoreMocks: true,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'system',
          include: ['tests/**/*.test.ts'],
          exclude: [TOGETHER, 'tests/cluster/**', 'tests/browser/**'],
          globalSetup: [MEMORY, DATABASE, PROCESSES],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['core/**/*.ts', 'application/**/*.ts'],
      exclude: ['**/*.test.ts'],
      reporter: ['text-summary', 'html'],
      thresholds: { lines: 90 },
    },
  },
});
