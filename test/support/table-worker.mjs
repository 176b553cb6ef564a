/** A server in a process of its own that only builds tables, for tests that kill it: the product's jobs, analytics tables and roll-ups, without HTTP. */
import { pino } from 'pino';
import { openDatabase } from '../../dist/database/index.js';
import { createAnalyticsTables } from '../../dist/features/analytics-tables/index.js';
import { createRollUps } from '../../dist/features/roll-ups/index.js';
import { createJobs } from '../../dist/jobs/index.js';
import { systemClock } from '../../dist/kernel/clock.js';

const { ORDERLY_TEST_DATABASE: connectionString, ORDERLY_TEST_NODE: node } = process.env;
const log = pino({ level: 'warn' }, pino.destination(2));

const database = openDatabase({ connection: { connectionString }, poolSize: 60 });
const jobs = createJobs({ database, node, log, concurrency: 20 });
const services = { config: {}, database, jobs, clock: systemClock, dataDirectory: undefined, log };
const features = [createAnalyticsTables(services), createRollUps(services)];

// Loaded, but not yet part of the cluster: its start is worth waiting for beside something else.
await new Promise((resolve) => process.stdin.once('data', resolve));
process.stdin.destroy();
for (const feature of features) await feature.start?.();
await jobs.start();
process.stdout.write('ready\n');
process.once('SIGTERM', async () => {
  await jobs.stop();
  for (const feature of features) await feature.stop?.();
  await database.close();
  process.exit(0);
});
