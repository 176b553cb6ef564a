import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { addDays, localDate } from '../../kernel/calendar.js';
import { formatTimestamp } from '../../kernel/clock.js';

/** Days → number. */
export type ByDays = Readonly<Record<string, number>>;

export interface DayCounts {
  readonly activeUsers: ByDays;
  readonly userInvitations: { readonly all: number; readonly expired: number };
  readonly dataValueCount: ByDays;
  readonly eventCount: ByDays;
  readonly trackerEventCount: ByDays;
  readonly singleEventCount: ByDays;
  readonly enrollmentCount: ByDays;
}

const HOUR_MS = 3_600_000;
const LAST_HOUR = '0';

/**
 * What was done in the last hour (`0`), the last 24 hours (`1`), 7 and 30 days: rows by `lastupdated`, deleted ones included. For users by their last login the other
 * windows begin with a day: `1` today, `2` yesterday, `7` and `30` so many days ago (contract: data-admin.md §3.3). Exact: each table is read by its index on
 * `lastupdated`, once for all windows.
 */
export async function dayCounts(db: Db, now: Date): Promise<DayCounts> {
  const { rows } = await sql<{ counts: DayCounts }>`
    with events as (
      select coalesce(program.type = 'WITHOUT_REGISTRATION', false) as single, ${rolling(now)}
      from event
      left join programstage on programstage.programstageid = event.programstageid
      left join program on program.programid = programstage.programid
      where event.lastupdated >= ${longest(now)}
      group by single
    )
    select jsonb_build_object(
      'activeUsers', (select ${mapOf(['0', '1', '2', '7', '30'])} from (select ${logins(now)} from userinfo) as counted),
      'userInvitations', (
        select jsonb_build_object('all', count(*), 'expired', count(*) filter (
          where userinfo.restoretoken is not null and userinfo.restoreexpiry < ${moment(now)}
        ))
        from userinfo where userinfo.invitation
      ),
      'dataValueCount', ${updated('datavalue', now)},
      'enrollmentCount', ${updated('enrollment', now)},
      'eventCount', (select ${sumOf()} from events as counted),
      'trackerEventCount', (select ${sumOf()} from events as counted where not counted.single),
      'singleEventCount', (select ${sumOf()} from events as counted where counted.single)
    ) as counts
  `.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database counted nothing.');
  return row.counts;
}

const moment = (date: Date): RawBuilder<unknown> => sql`${formatTimestamp(date)}::timestamp`;

/** Begin of each rolling window. */
const windows = (now: Date): readonly (readonly [days: string, since: Date])[] =>
  [[LAST_HOUR, 1] as const, ['1', 24] as const, ['7', 7 * 24] as const, ['30', 30 * 24] as const].map(
    ([days, hours]) => [days, new Date(now.getTime() - hours * HOUR_MS)],
  );

const longest = (now: Date): RawBuilder<unknown> => moment(windows(now).at(-1)?.[1] ?? now);

/** A column for each window, of events. */
const rolling = (now: Date): RawBuilder<unknown> =>
  sql.join(
    windows(now).map(
      ([days, since]) =>
        sql`count(*) filter (where ${sql.ref('event.lastupdated')} >= ${moment(since)}) as ${sql.id(days)}`,
    ),
  );

/**
 * The windows of a table that is counted by its index alone. What lies between the begins of two windows is counted once and added to the longer ones: to ask each entry of the
 * index which windows it is in takes longer than to read it.
 */
function updated(table: string, now: Date): RawBuilder<unknown> {
  const all = windows(now);
  const stretches = all.map(([days, since], index) => {
    const newer = all[index - 1];
    const end = newer ? sql`and lastupdated < ${moment(newer[1])}` : sql``;
    return sql`(select count(*) from ${sql.table(table)} where lastupdated >= ${moment(since)} ${end}) as ${sql.id(days)}`;
  });
  const sums = all.flatMap(([days], index) => [
    sql.lit(days),
    sql.join(
      all.slice(0, index + 1).map(([part]) => sql.ref(`counted.${part}`)),
      sql` + `,
    ),
  ]);
  // Without an offset each count would be done as often as it is named.
  return sql`(select jsonb_build_object(${sql.join(sums)}) from (select ${sql.join(stretches)} offset 0) as counted)`;
}

/** Users by their last login. */
function logins(now: Date): RawBuilder<unknown> {
  const today = localDate(now);
  const midnight = (days: number) => sql`${addDays(today, -days)}::timestamp`;
  const since = [
    [LAST_HOUR, moment(new Date(now.getTime() - HOUR_MS))] as const,
    ['1', midnight(0)] as const,
    ['2', midnight(1)] as const,
    ['7', midnight(7)] as const,
    ['30', midnight(30)] as const,
  ];
  return sql.join(
    since.map(([days, start]) => sql`count(*) filter (where userinfo.lastlogin >= ${start}) as ${sql.id(days)}`),
  );
}

/** The windows' columns of `counted` as one JSON map. */
const mapOf = (days: readonly string[]): RawBuilder<unknown> =>
  sql`jsonb_build_object(${sql.join(days.flatMap((name) => [sql.lit(name), sql.ref(`counted.${name}`)]))})`;

const sumOf = (): RawBuilder<unknown> =>
  sql`jsonb_build_object(${sql.join(
    ['0', '1', '7', '30'].flatMap((name) => [sql.lit(name), sql`coalesce(sum(${sql.ref(`counted.${name}`)}), 0)`]),
  )})`;
