/** The same rows claimed and finished by bare SQL, without exclusion, nodes or anything to do in between. */
const CLAIM = `
  update floor_run set state = 'running', node_id = $1, attempt = attempt + 1, started_at = clock_timestamp()
  where run_id in (select run_id from floor_run where state = 'queued' order by due_at, run_id limit 8 for update skip locked)
  returning run_id`;
const START_EVENTS = `insert into floor_event (run_id, uid, level, message) select id, 'xxxxxxxxxxx', 'INFO', 'Test job' from unnest($1::bigint[]) as id`;
const FINISH = `
  with ended as (
    update floor_run set state = 'done', finished_at = clock_timestamp(), message = 'Test job done: 0 stages' where run_id = any ($1::bigint[]) returning run_id
  )
  insert into floor_event (run_id, uid, level, message, completed) select run_id, 'xxxxxxxxxxx', 'INFO', 'Test job done: 0 stages', true from ended`;

export async function fillFloor(pool, count) {
  await pool.query('drop table if exists floor_run, floor_event');
  await pool.query('create table floor_run (like orderly.job_run including all)');
  await pool.query('create table floor_event (like orderly.job_event including all)');
  await pool.query(
    `insert into floor_run (uid, type, name, trigger, exclusive)
     select 'floor' || number, 'TEST', 'Test ' || number, 'request', '{}' from generate_series(1, $1::int) as number`,
    [count],
  );
}

/** Drains the table over `connections` connections; gives runs a second. */
export async function drainFloor(pool, count, connections) {
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async (_, node) => {
      const client = await pool.connect();
      try {
        for (;;) {
          const { rows } = await client.query(CLAIM, [node]);
          if (rows.length === 0) return;
          const ids = rows.map(({ run_id }) => run_id);
          await client.query(START_EVENTS, [ids]);
          await client.query(FINISH, [ids]);
        }
      } finally {
        client.release();
      }
    }),
  );
  return count / ((performance.now() - started) / 1_000);
}

/** Milliseconds from a row's commit until somebody who listens has claimed it. */
export async function floorWaits(pool, count) {
  const listener = await pool.connect();
  await listener.query('listen floor');
  const waits = [];
  for (let index = 0; index < count; index += 1) {
    const claimed = new Promise((resolve) => {
      listener.once('notification', () => void pool.query(CLAIM, [1]).then(() => resolve(performance.now())));
    });
    const queued = performance.now();
    await pool.query(
      `with run as (insert into floor_run (uid, type, name, trigger, exclusive) values ('wait' || $1::int, 'TEST', 'Test', 'request', '{}') returning run_id)
       select pg_notify('floor', '') from run`,
      [index],
    );
    waits.push((await claimed) - queued);
  }
  await listener.query('unlisten *');
  listener.release();
  return waits;
}
