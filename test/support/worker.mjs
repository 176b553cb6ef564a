/**
 * A node of a cluster in a process of its own, for tests that kill it: the jobs of the product with types that write down what they do. Speaks of what happens on its
 * standard output, a line each.
 */
import { sql } from 'kysely';
import { pino } from 'pino';
import { openDatabase } from '../../dist/database/index.js';
import { createJobs } from '../../dist/jobs/index.js';

const { ORDERLY_TEST_DATABASE: connectionString, ORDERLY_TEST_NODE: node } = process.env;
const say = (...words) => process.stdout.write(`${words.join(' ')}\n`);

const database = openDatabase({ connection: { connectionString }, poolSize: 12 });
const jobs = createJobs({ database, node, log: pino({ level: 'warn' }, pino.destination(2)), concurrency: 6 });

/** Writes down its beginning and its end, with a statement of some length in between. */
const recorded = (type, takeOver, exclusive) => ({
  type,
  label: type,
  takeOver,
  exclusive,
  startMessage: `${type} begins`,
  async run({ run, db, parameters, signal }) {
    signal.addEventListener('abort', () => say('aborted', run.uid, signal.reason.constructor.name), { once: true });
    const { rows } = await sql`
      insert into execution (run, type, attempt, node) values (${run.uid}, ${type}, ${run.attempt}, ${node}) returning id
    `.execute(db);
    say('begun', run.uid);
    try {
      await sql`select pg_sleep(${parameters.seconds ?? Math.random() * 0.3})`.execute(db);
      await sql`update execution set ended_at = clock_timestamp() where id = ${rows[0].id}`.execute(db);
      return { message: 'Done' };
    } finally {
      say('left', run.uid);
    }
  },
});

const { Type } = await import('typebox');
const parameters = Type.Object({ seconds: Type.Optional(Type.Number()) });
for (const type of [
  recorded('RESUMABLE', 'restart', []),
  recorded('ONCE', 'fail', []),
  recorded('SERIAL', 'restart', ['serial']),
])
  jobs.register({ ...type, parameters });

await jobs.start();
say('ready');
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, async () => {
    await jobs.stop();
    await database.close();
    process.exit(0);
  });
}
