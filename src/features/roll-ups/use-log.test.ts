import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { openDatabase } from '../../database/index.js';
import type { QuestionUse } from './reader.js';
import { forgetOldUse, signatureOf, useLog } from './use-log.js';

const test = testDatabase();
const log = pino({ enabled: false });
const NEVER = 3_600_000;

const question = (more: Partial<QuestionUse> = {}): QuestionUse => ({
  ...{ cube: 'DATA_VALUE', columns: ['dx', 'monthly'], states: ['n', 'sum_v'], instance: undefined },
  ...{ milliseconds: 2.5, rows: 0 },
  ...more,
});

async function written() {
  const { rows } = await sql<{ columns: string[]; answeredBy: string; queries: number; ms: number; read: number }>`
    select columns, answered_by as "answeredBy", queries, total_ms as ms, rows_read as read
    from orderly.roll_up_use
    where day = (now() at time zone 'UTC')::date and signature <> ''
    order by columns, answered_by
  `.execute(test.db);
  return rows;
}

const forgetAll = async () => await sql`delete from orderly.roll_up_use`.execute(test.db);

describe('the log of use', () => {
  it('adds up what several servers were asked, and marks the roll-ups that answered', async () => {
    const { rows } = await sql<{ id: string }>`
      with defined as (
        insert into orderly.roll_up (organization_id, cube, name, kind, subtype, columns, states)
        values ('default', 'DATA_VALUE', 'one', 'user_defined', 'manual', '{dx}', '{n}')
        returning roll_up_id
      )
      insert into orderly.roll_up_instance (roll_up_id, status, table_name) select roll_up_id, 'active', 'agg_one' from defined
      returning instance_id as id
    `.execute(test.db);
    const instance = rows[0]?.id ?? '';
    const servers = [useLog(test.db, log, { everyMs: NEVER }), useLog(test.db, log, { everyMs: NEVER })];
    for (const server of servers) {
      server.start();
      server.note(question());
      server.note(question({ columns: ['monthly', 'dx'] }));
      server.note(question({ instance, rows: 40 }));
      server.note(question({ columns: ['dx'], instance: 'gone in the meantime' }));
    }
    await Promise.all(servers.map((server) => server.stop()));
    expect(await written()).toEqual([
      { columns: ['dx'], answeredBy: 'gone in the meantime', queries: 2, ms: 5, read: 0 },
      { columns: ['dx', 'monthly'], answeredBy: '', queries: 4, ms: 10, read: 0 },
      { columns: ['dx', 'monthly'], answeredBy: instance, queries: 2, ms: 5, read: 80 },
    ]);
    const { rows: used } = await sql<{ isUsed: boolean }>`
      select last_used_at > now() - interval '1 minute' as "isUsed" from orderly.roll_up_instance
    `.execute(test.db);
    expect(used).toEqual([{ isUsed: true }]);
    await forgetAll();
  });

  it('writes while it runs, once for each time', async () => {
    const server = useLog(test.db, log, { everyMs: 5 });
    server.start();
    server.note(question());
    await expect.poll(async () => (await written()).length).toBe(1);
    server.note(question());
    await server.stop();
    expect(await written()).toMatchObject([{ queries: 2 }]);
    await forgetAll();
  });

  it('forgets new kinds of questions when too many wait, and all of them when the database is away', async () => {
    const small = useLog(test.db, log, { everyMs: NEVER, most: 2 });
    for (const name of ['a', 'b', 'c', 'a']) small.note(question({ columns: [name] }));
    await small.stop();
    expect(await written()).toMatchObject([
      { columns: ['a'], queries: 2 },
      { columns: ['b'], queries: 1 },
    ]);
    await forgetAll();

    const away = openDatabase({ connection: test.connection, poolSize: 1 });
    await sql`select 1`.execute(away.db);
    await away.close();
    const lost = useLog(away.db, log, { everyMs: NEVER });
    lost.note(question());
    await lost.stop();
    expect(await written()).toEqual([]);
  });

  it('keeps ninety days', async () => {
    await sql`
      insert into orderly.roll_up_use (cube, day, signature, columns, states, queries, total_ms, rows_read)
      select 'DATA_VALUE', (now() at time zone 'UTC')::date - age, 'known', '{dx}', '{n}', 1, 1, 1 from unnest(array[0, 90, 91, 200]) as age
    `.execute(test.db);
    expect(await forgetOldUse(test.db)).toBe(2);
    expect(await forgetOldUse(test.db)).toBe(0);
    await forgetAll();
  });

  it('names columns and states in whichever order', () => {
    const own = signatureOf({ columns: ['dx', 'monthly'], states: ['n', 'sum_v'] });
    expect(signatureOf({ columns: ['monthly', 'dx'], states: ['sum_v', 'n'] })).toBe(own);
    expect(signatureOf({ columns: ['dx'], states: ['n', 'sum_v'] })).not.toBe(own);
    expect(own).toMatch(/^[0-9a-f]{32}$/);
  });
});
