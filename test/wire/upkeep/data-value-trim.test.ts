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
    from datavalue where datavalue.storedby is null or datavalue.storedby <> all (${[...marked]}::text[])
  `.execute(server.db);
  return rows[0]?.sum ?? '';
}

it('marks what says nothing, and leaves all else alone', async () => {
  await sql`update datavalue set value = '1' where datavalue.value is null or datavalue.value = ''`.execute(server.db);
  await sql`
    update dataelement set zeroissignificant = (dataelement.dataelementid = (select max(dataelementid) from datavalue))
  `.execute(server.db);
  // Five values of data elements without meaning of zero, and two of one with.
  await sql`
    with numbered as (
      select datavalue.ctid as place, row_number() over (order by datavalue.ctid) as number
      from datavalue where not datavalue.deleted and datavalue.dataelementid < (select max(dataelementid) from datavalue)
    ), chosen as (
      select place, (array['null', 'empty', 'blank', 'zero', 'commented'])[number] as kind from numbered where number <= 5
    )
    update datavalue
    set storedby = chosen.kind,
      comment = case chosen.kind when 'commented' then 'The register was lost' end,
      value = case chosen.kind when 'empty' then '' when 'blank' then ' ' when 'zero' then '0' end
    from chosen where datavalue.ctid = chosen.place
  `.execute(server.db);
  await sql`
    update datavalue set value = null, comment = null, storedby = 'significant'
    where datavalue.ctid = (
      select min(ctid) from datavalue where dataelementid = (select max(dataelementid) from datavalue) and not deleted
    )
  `.execute(server.db);
  const before = await others(['null', 'empty']);
  const { rows: old } = await sql`
    select storedby, lastupdated from datavalue where storedby in ('null', 'empty') order by storedby
  `.execute(server.db);

  const run = await jobs.run('DATA_VALUE_TRIM');
  expect(run).toMatchObject({ state: 'done', message: '2 data values marked as deleted' });
  expect(await others(['null', 'empty'])).toBe(before);
  const { rows } = await sql`
    select storedby, deleted from datavalue
    where storedby in ('null', 'empty', 'blank', 'zero', 'commented', 'significant') order by storedby
  `.execute(server.db);
  expect(rows).toEqual([
    { storedby: 'blank', deleted: false },
    { storedby: 'commented', deleted: false },
    { storedby: 'empty', deleted: true },
    { storedby: 'null', deleted: true },
    { storedby: 'significant', deleted: false },
    { storedby: 'zero', deleted: false },
  ]);
  const { rows: now } = await sql`
    select storedby, lastupdated from datavalue where storedby in ('null', 'empty') order by storedby
  `.execute(server.db);
  expect(now).toEqual(old);

  expect(await jobs.run('DATA_VALUE_TRIM')).toMatchObject({
    state: 'done',
    message: '0 data values marked as deleted',
  });
});
