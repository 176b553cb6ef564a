import { setTimeout as sleep } from 'node:timers/promises';
import { Type } from 'typebox';
import type { JobType } from '../../jobs/index.js';

const SLEEP_MS = 10_000;
const PARAMETERS = Type.Object({ message: Type.Optional(Type.String()) });

/** `MOCK`: sleeps for ten seconds and says what it was given, for tests; nothing starts it by itself (contract: job-types.md §1.2). */
export function mockJob(): JobType<typeof PARAMETERS> {
  return {
    type: 'MOCK',
    label: 'Mock',
    parameters: PARAMETERS,
    takeOver: 'restart',
    startMessage: 'Mock',
    async run({ parameters: { message }, progress, signal }) {
      await progress.stage('Sleeping', () => sleep(SLEEP_MS, undefined, { signal }));
      return { message: message ?? 'Mock done' };
    },
  };
}
