/** How long a job waits between its request's commit and its start, over many requests on an idle server. */
import { median, printTable, withCountry } from '../support.mjs';

export async function run({ runs = 200 }) {
  return await withCountry({ scale: 0 }, async ({ app, database }) => {
    let started;
    app.services.jobs.types();
    const waits = [];
    for (let index = 0; index < runs; index += 1) {
      const queued = performance.now();
      const { uid } = await app.services.jobs.queue(database.db, { type: 'RESOURCE_TABLE' });
      started = undefined;
      while (started === undefined) {
        const { rows } = await database.pool.query(
          'select extract(epoch from started_at - queued_at) * 1000 as wait, state from orderly.job_run where uid = $1',
          [uid],
        );
        if (rows[0].wait !== null && !['queued', 'running'].includes(rows[0].state)) started = Number(rows[0].wait);
        else if (performance.now() - queued > 30_000) throw new Error('A job did not start within 30 seconds.');
        else await new Promise((resolve) => setTimeout(resolve, 5));
      }
      waits.push(started);
    }
    const sorted = [...waits].sort((a, b) => a - b);
    const p99 = sorted[Math.floor(sorted.length * 0.99)];
    printTable(`Job start latency over ${runs} runs`, [
      { 'p50 ms': Math.round(median(waits)), 'p99 ms': Math.round(p99), 'max ms': Math.round(sorted.at(-1)) },
    ]);
    return { runs, p50: median(waits), p99, max: sorted.at(-1) };
  });
}
