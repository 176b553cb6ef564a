import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { localDate } from '../../../kernel/calendar.js';
import { type PeriodTypeName, periodContaining, shiftPeriod } from '../../../kernel/periods/index.js';

/** Nobody enters data for a time further away; it bounds the work for a number that makes no sense. */
const FURTHEST = 1_000;

/**
 * The latest period that each data set is open for, as a relation `(datasetid, start_date, iso)`. With 0 open future periods it is the last that ended, with 1 the one that
 * is going on (contract: imports.md §2.4 `E7641`).
 */
export async function latestOpenPeriods(db: Db, now: Date): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<{ periodTypeId: number; type: PeriodTypeName; open: number }>`
    select distinct dataset.periodtypeid as "periodTypeId", periodtype.name as type,
      greatest(${-FURTHEST}::int, least(coalesce(dataset.openfutureperiods, 0), ${FURTHEST}::int)) as open
    from dataset
    join periodtype on periodtype.periodtypeid = dataset.periodtypeid
  `.execute(db);
  const latest = rows.map(({ type, open }) => shiftPeriod(periodContaining(type, localDate(now)), open - 1));
  return sql`
    select dataset.datasetid, latest.start_date, latest.iso
    from unnest(
      ${rows.map(({ periodTypeId }) => periodTypeId)}::int[], ${rows.map(({ open }) => open)}::int[],
      ${latest.map(({ startDate }) => startDate)}::date[], ${latest.map(({ iso }) => iso)}::text[]
    ) as latest (period_type_id, open, start_date, iso)
    join dataset on dataset.periodtypeid = latest.period_type_id
      and greatest(${-FURTHEST}::int, least(coalesce(dataset.openfutureperiods, 0), ${FURTHEST}::int)) = latest.open
  `;
}
