import { defineConfig } from 'vitest/config';

/** Against real servers that are started, killed and cut off: one file at a time, and time to come back. */
export default defineConfig({
  test: {
    name: 'cluster',
    include: ['tests/cluster/**/*.test.ts'],
    passWithNoTests: false,
    globalSetup: 'tests/cluster/global-setup.ts',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
