import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** The tests of faults take minutes and are small files: begun last, one of them would run alone at the end. */
class FaultsFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const largestFirst = await super.sort(files);
    const isOfFaults = ({ moduleId }: TestSpecification) => moduleId.includes('/test/faults/');
    return [...largestFirst.filter(isOfFaults), ...largestFirst.filter((file) => !isOfFaults(file))];
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 30_000,
    // A second, as it comes, is little on a machine that does other things, too.
    expect: { poll: { timeout: 15_000 } },
    hookTimeout: 60_000,
    pool: 'forks',
    // The modules of the server are loaded once for each worker: loading them for each file took a fifth of the time.
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: FaultsFirst },
    reporters: ['default'],
  },
});
