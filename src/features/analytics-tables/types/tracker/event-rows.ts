import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import type { BuildSource } from '../../definition.js';
import { inWindow } from '../../years.js';

/** Which events (`ev` in a statement) go into analytics, and of what day they are (contract: tables.md §4.6). */
export interface EventRows {
  readonly date: RawBuilder<unknown>;
  /** Not deleted, of a status that counts, dated within the years that the day table has and the window of the run. */
  readonly wanted: RawBuilder<unknown>;
  /** The years of the events of each table by the id of its program or type; asked once for all. */
  readonly years: (handle: Db) => Promise<ReadonlyMap<number, readonly number[]>>;
}

/** An event that was neither skipped nor forgotten. */
export const EXPORTED_STATUSES = sql`('COMPLETED', 'ACTIVE', 'SCHEDULE')`;
/** The day for which a visit is planned, and that of one that took place. */
const DATE = sql`case when ev.status = 'SCHEDULE' then ev.scheduleddate else ev.occurreddate end`;

/** @param table the id of what an event's table is for, from the event, its enrollment `en` and the tracked entity `te` */
export async function eventRows({ db, options }: BuildSource, table: RawBuilder<unknown>): Promise<EventRows> {
  const { first, beyond } = await availableDays(db);
  const inYears = sql`${DATE} >= ${sql.lit(first)}::timestamp and ${DATE} < ${sql.lit(beyond)}::timestamp`;
  const wanted = sql`(
    not ev.deleted and ev.status in ${EXPORTED_STATUSES} and ${inYears} and ${inWindow(options, sql`extract(year from ${DATE})`)}
  )`;
  let asked: Promise<ReadonlyMap<number, readonly number[]>> | undefined;
  return {
    date: DATE,
    wanted,
    years: (handle) => {
      asked ??= yearsOfTables(handle, wanted, table);
      return asked;
    },
  };
}

/** The first day of the day table, and that after its last whole year. */
async function availableDays(db: Db): Promise<{ readonly first: string; readonly beyond: string }> {
  const { rows } = await sql<{ first: string | null; beyond: string | null }>`
    select min(days.dateperiod)::text as first, max(days.dateperiod)::text as beyond from ${sql.table(RESOURCE_TABLES.datePeriod)} as days
  `.execute(db);
  return { first: rows[0]?.first ?? 'infinity', beyond: rows[0]?.beyond ?? 'infinity' };
}

async function yearsOfTables(
  handle: Db,
  wanted: RawBuilder<unknown>,
  table: RawBuilder<unknown>,
): Promise<ReadonlyMap<number, readonly number[]>> {
  const { rows } = await sql<{ id: number | null; years: readonly number[] }>`
    select ${table} as id, array_agg(distinct extract(year from ${DATE})::int) as years
    from event as ev
    join enrollment as en on en.enrollmentid = ev.enrollmentid and not en.deleted
    left join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
    where ${wanted}
    group by 1
  `.execute(handle);
  return new Map(rows.flatMap(({ id, years }) => (id === null ? [] : [[id, years]])));
}
