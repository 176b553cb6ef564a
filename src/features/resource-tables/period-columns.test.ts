import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { type PeriodTypeName, periodContaining } from '../../kernel/periods/index.js';
import { PERIOD_COLUMNS } from './period-columns.js';

const test = testDatabase();

it('names the periods of every day of 81 years as the kernel does', async () => {
  const columns = PERIOD_COLUMNS.map(({ column, iso }) => sql`${iso(sql.ref('days.day'))} as ${sql.id(column)}`);
  const { rows } = await sql<Record<string, string>>`
    select days.day, ${sql.join(columns)}
    from (
      select series.day::date as day from generate_series('1970-01-01'::timestamp, '2050-12-31', interval '1 day') as series (day)
    ) as days
  `.execute(test.db);
  expect(rows).toHaveLength(29_585);
  for (const row of rows) {
    const { day = '' } = row;
    for (const { type, column } of PERIOD_COLUMNS) {
      const wanted = periodContaining(type as PeriodTypeName, day).iso;
      if (row[column] !== wanted) expect(`${day} ${column} ${row[column]}`).toBe(`${day} ${column} ${wanted}`);
    }
  }
});
