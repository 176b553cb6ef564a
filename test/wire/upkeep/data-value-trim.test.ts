import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);

/** Fingerprint of all values but the marked ones. */
async function others(marked: readonly string[]): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select md5(string_agg(datavalue::text, '|' order by datavalue::text)) as sum
    from datavalue where datavalue.comment is null or datavalue.comment <> all (${[...marked]}::text[])
  `.execute(server.db);
  return rows[0]?.sum ?? '';
}

it('marks what says nothing, and leaves all else alone', async () => {
  await sql`update datavalue set value = '1' where datavalue.value is null or datavalue.value = ''`.execute(server.db);
  await sql`
    update dataelement set zeroissignificant = (dataelement.dataelementid = (select max(dataelementid) from datavalue))
  `.execute(server.db);
  // Four values of data elements without meaning of zero, and two of one with.
  await sql`
    with numbered as (
      select datavalue.ctid as place, row_number() over (order by datavalue.ctid) as number
      from datavalue where not datavalue.deleted and datavalue.dataelementid < (select max(dataelementid) from datavalue)
    ), chosen as (
      select place, (array['null', 'empty', 'blank', 'zero'])[number] as kind from numbered where number <= 4
    )
    update datavalue set comment = chosen.kind, value = case chosen.kind when 'empty' then '' when 'blank' then ' ' when 'zero' then '0' end
    from chosen where datavalue.ctid = chosen.place
  `.execute(server.db);
  await sql`
    update datavalue set value = null, comment = 'significant'
    where datavalue.ctid = (
      select min(ctid) from datavalue where dataelementid = (select max(dataelementid) from datavalue) and not deleted
    )
  `.execute(server.db);
  const before = await others(['null', 'empty']);
  const { rows: old } = await sql`
    select comment, lastupdated from datavalue where comment in ('null', 'empty') order by comment
  `.execute(server.db);

  const run = await jobs.run('DATA_VALUE_TRIM');
  expect(run).toMatchObject({ state: 'done', message: '2 data values marked as deleted' });
  expect(await others(['null', 'empty'])).toBe(before);
  const { rows } = await sql`
    select comment, deleted from datavalue
    where comment in ('null', 'empty', 'blank', 'zero', 'significant') order by comment
  `.execute(server.db);
  expect(rows).toEqual([
    { comment: 'blank', deleted: false },
    { comment: 'empty', deleted: true },
    { comment: 'null', deleted: true },
    { comment: 'significant', deleted: false },
    { comment: 'zero', deleted: false },
  ]);
  const { rows: now } = await sql`
    select comment, lastupdated from datavalue where comment in ('null', 'empty') order by comment
  `.execute(server.db);
  expect(now).toEqual(old);

  expect(await jobs.run('DATA_VALUE_TRIM')).toMatchObject({
    state: 'done',
    message: '0 data values marked as deleted',
  });
});
