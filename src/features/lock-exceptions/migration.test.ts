import { readFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { addDays, isoDate } from '../../kernel/calendar.js';
import { PERIOD_TYPE_NAMES, periodContaining, periodLabel } from '../../kernel/periods/index.js';

const test = testDatabase({ demo: true });

it('merges exceptions that are there several times before it forbids them', async () => {
  const { db } = test;
  await sql`drop index lockexception_datasetid_periodid_organisationunitid_key`.execute(db);
  const before = await triples();
  await sql`
    insert into lockexception (lockexceptionid, datasetid, periodid, organisationunitid, created)
    select nextval('hibernate_sequence'), one.datasetid, one.periodid, one.organisationunitid, timestamp '2030-01-01' + make_interval(days => n)
    from lockexception as one, unnest(array[2, 3, 3, 1]) as n
  `.execute(db);
  // Several without a unit open nothing and are not in the way.
  await sql`
    insert into lockexception (lockexceptionid, datasetid, periodid)
    select nextval('hibernate_sequence'), dataset.datasetid, (select min(periodid) from period) from dataset, generate_series(1, 2)
  `.execute(db);
  const file = await readFile(new URL('../../database/migrations/0103_lock_exceptions.sql', import.meta.url), 'utf8');
  const [merge = '', forbid = ''] = file.split(';');
  await sql.raw(merge).execute(db);
  await sql.raw(forbid).execute(db);
  expect(await triples()).toEqual(before);
  const { rows } = await sql<{ day: string }>`
    select distinct to_char(created, 'YYYY-MM-DD') as day from lockexception where organisationunitid is not null
  `.execute(db);
  expect(rows).toEqual([{ day: '2030-01-04' }]);
});

async function triples(): Promise<readonly unknown[]> {
  const { rows } = await sql`
    select datasetid, periodid, organisationunitid from lockexception where organisationunitid is not null order by 1, 2, 3
  `.execute(test.db);
  expect(rows.length).toBeGreaterThan(0);
  return rows;
}

it('calls every period as the server does', async () => {
  const periods = PERIOD_TYPE_NAMES.flatMap((name) =>
    Array.from({ length: 500 }, (_, index) => periodContaining(name, addDays(isoDate(10_950), index * 17))),
  );
  const { rows } = await sql<{ label: string }>`
    select orderly.period_label(given.type, given.start, given."end") as label
    from unnest(
      ${periods.map(({ type }) => type)}::text[], ${periods.map(({ startDate }) => startDate)}::date[],
      ${periods.map(({ endDate }) => endDate)}::date[]
    ) with ordinality as given (type, start, "end", position)
    order by given.position
  `.execute(test.db);
  expect(rows.map(({ label }) => label)).toEqual(periods.map(periodLabel));
});
