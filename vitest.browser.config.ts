import { defineConfig } from 'vitest/config';

/** The page in a real browser against a real Bourse: one file at a time, since each brings both. */
export default defineConfig({
  test: {
    name: 'browser',
    include: ['tests/browser/**/*.test.ts'],
    passWithNoTests: false,
    globalSetup: 'tests/browser/support/global-setup.ts',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
