import { setTimeout as sleep } from 'node:timers/promises';

/** Stores `count` jobs that do nothing, with a schedule that is far away. */
export async function storeJobs(pool, count, prefix) {
  await pool.query(
    `insert into jobconfiguration
       (jobconfigurationid, uid, created, lastupdated, name, jobtype, jobstatus, lastexecutedstatus, enabled, schedulingtype, cronexpression, jsonbjobparameters)
     select nextval('hibernate_sequence'), $2 || lpad(number::text, 7, '0'), localtimestamp, localtimestamp, $2 || number, 'TEST', 'SCHEDULED', 'NOT_STARTED', true,
       'CRON', '0 0 0 1 1 ?', '{"stages": 0}'
     from generate_series(1, $1::int) as number`,
    [count, prefix],
  );
  await pool.query(
    `insert into orderly.job_schedule (job_uid, due_at) select uid, now() + interval '1 year' from jobconfiguration where uid like $1 || '%'`,
    [prefix],
  );
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index + 1).padStart(7, '0')}`);
}

/** Asks servers in turn to run jobs now; gives the milliseconds from the request's commit to each start. */
export async function runNowWaits(pool, servers, uids) {
  for (const [index, uid] of uids.entries()) {
    await servers[index % servers.length].post(`/api/jobConfigurations/${uid}/execute`);
    await sleep(20);
  }
  await allEnded(pool);
  const { rows } = await pool.query(
    'select extract(epoch from started_at - queued_at)::float8 * 1000 as wait from orderly.job_run where configuration = any ($1)',
    [uids],
  );
  return rows.map(({ wait }) => wait);
}

/** Makes the jobs due together a little later; gives the seconds until the last one began, and how many began twice. */
export async function dueTogether(pool, uids) {
  const { rows } = await pool.query(
    `update orderly.job_schedule set due_at = date_trunc('second', clock_timestamp()) + interval '2 seconds' where job_uid = any ($1) returning due_at as due`,
    [uids],
  );
  const { due } = rows[0];
  for (;;) {
    await sleep(200);
    const { rows: runs } = await pool.query(
      `select count(*)::int as runs, count(distinct configuration)::int as jobs, bool_and(started_at is not null) as all_started,
         extract(epoch from max(started_at) - $2)::float8 as last
       from orderly.job_run where configuration = any ($1) and trigger = 'schedule' and due_at >= $2`,
      [uids, due],
    );
    const [{ runs: count, jobs, all_started: allStarted, last }] = runs;
    if (jobs === uids.length && allStarted) return { seconds: last, twice: count - jobs };
  }
}

/** Queues `count` runs at once; gives how many of them a second were done from the first start to the last end. */
export async function drain(pool, count, round) {
  await pool.query(
    `with run as (
       insert into orderly.job_run (uid, type, name, trigger, parameters, exclusive)
       select 'drain' || $2::int || '_' || number, 'TEST', 'Test ' || number, 'request', '{"stages": 0}', '{}' from generate_series(1, $1::int) as number
       returning run_id
     ),
     event as (insert into orderly.job_event (run_id, uid, level, message) select run_id, 'xxxxxxxxxxx', 'INFO', 'Queued' from run)
     select pg_notify('orderly_runs', 'queued')`,
    [count, round],
  );
  await allEnded(pool);
  const { rows } = await pool.query(
    `select count(*) / extract(epoch from max(finished_at) - min(started_at))::float8 as rate, sum(attempt)::int as attempts,
       count(*) filter (where state = 'done')::int as done
     from orderly.job_run where uid like 'drain' || $1::int || '\\_%'`,
    [round],
  );
  const [{ rate, attempts, done }] = rows;
  if (attempts !== count || done !== count)
    throw new Error(`${done} of ${count} runs were done, in ${attempts} attempts.`);
  return rate;
}

async function allEnded(pool) {
  for (;;) {
    const { rows } = await pool.query(
      "select exists (select from orderly.job_run where state in ('queued', 'running') and type = 'TEST') as open",
    );
    if (!rows[0].open) return;
    await sleep(20);
  }
}
