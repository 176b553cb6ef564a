import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../../database/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import type { BuildSource } from '../../definition.js';
import { inWindow } from '../../years.js';
import type { Program } from './programs.js';

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
/**
 * The program of an event `ev` with its `stage` and its enrollment `en`. From 2.43 on events of programs without registration have no enrollment (contract: schema.md §4.1).
 */
export const PROGRAM_OF_EVENT = sql`coalesce(en.programid, stage.programid)`;

export const STAGE_AND_ENROLLMENT = sql`
  join programstage as stage on stage.programstageid = ev.programstageid
  left join enrollment as en on en.enrollmentid = ev.enrollmentid
`;

/** The events `ev` of a program, with their enrollments `en` if they have any, and the condition that makes them the program's: `from … where …`. */
export function eventsOf({ id, registration }: Pick<Program, 'id' | 'registration'>): {
  readonly from: RawBuilder<unknown>;
  readonly where: RawBuilder<unknown>;
} {
  const program = sql.lit(id);
  if (registration) {
    return {
      from: sql`event as ev join enrollment as en on en.enrollmentid = ev.enrollmentid`,
      where: sql`en.programid = ${program} and not en.deleted`,
    };
  }
  return {
    from: sql`event as ev ${STAGE_AND_ENROLLMENT}`,
    where: sql`stage.programid = ${program} and ${PROGRAM_OF_EVENT} = ${program} and en.deleted is not true`,
  };
}

/** The day for which a visit is planned, and that of one that took place: the only one of an event without enrollment. */
const DATE = sql`case when ev.status = 'SCHEDULE' and ev.enrollmentid is not null then ev.scheduleddate else ev.occurreddate end`;

/** @param table the id of what an event's table is for, from the event, its `stage`, its enrollment `en` and the tracked entity `te` */
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
    ${STAGE_AND_ENROLLMENT}
    left join trackedentity as te on te.trackedentityid = en.trackedentityid and not te.deleted
    where en.deleted is not true and ${wanted}
    group by 1
  `.execute(handle);
  return new Map(rows.flatMap(({ id, years }) => (id === null ? [] : [[id, years]])));
}
