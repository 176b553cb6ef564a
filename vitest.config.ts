import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // The modules of the server are loaded once for each worker: loading them for each file took a fifth of the time.
    isolate: false,
    maxWorkers: 3,
    reporters: ['default'],
  },
});
