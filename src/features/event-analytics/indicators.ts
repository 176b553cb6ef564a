import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type IndicatorSql, readIndicatorSql } from '../analytics-query/index.js';
import type { ItemScope } from './item-statements.js';
import type { AnalyticsTable, ProgramItem, Subject } from './model.js';
import { readTable } from './table.js';

/**
 * The program indicators of the programs among `uids`.
 *
 * @throws OrderlyError E7132 for a formula that has no meaning
 */
export async function readIndicators(
  db: Db,
  uids: readonly string[],
  { programs, user, shortNames, period }: ItemScope,
): Promise<ReadonlyMap<string, IndicatorSql>> {
  const found = await readIndicatorSql(db, uids, { user, shortNames, override: undefined, period });
  return new Map(found.filter(({ item }) => programs.includes(item.program)).map((one) => [one.item.uid, one]));
}

/** The tables that indicators among the items are worked out from. */
export async function tablesOfIndicators(
  db: Db,
  subject: Subject,
  items: readonly ProgramItem[],
): Promise<readonly AnalyticsTable[]> {
  const wanted = new Map<string, readonly ['EVENT' | 'ENROLLMENT', string]>();
  for (const { indicator } of items) {
    if (!indicator) continue;
    const { analyticsType, program } = indicator.item;
    wanted.set(`EVENT ${program}`, ['EVENT', program]);
    if (analyticsType === 'ENROLLMENT' || subject === 'TRACKED_ENTITY')
      wanted.set(`ENROLLMENT ${program}`, ['ENROLLMENT', program]);
  }
  const tables: AnalyticsTable[] = [];
  for (const [type, uid] of wanted.values()) tables.push(await readTable(db, type, uid));
  return tables;
}

const enrollmentTable = (program: string): RawBuilder<unknown> =>
  sql.id('public', `analytics_enrollment_${program.toLowerCase()}`);

const also = (condition: RawBuilder<unknown> | undefined): RawBuilder<unknown> =>
  condition ? sql`and ${condition}` : sql``;

/**
 * What an indicator comes to beside a row: of the event itself, or of the events or the enrollment that belong together with it. Of a tracked entity the last enrollment counts.
 */
export function indicatorValue(subject: Subject, indicator: IndicatorSql): RawBuilder<unknown> {
  const { item, table, aggregated, condition } = indicator;
  const from = sql`${sql.id('public', table)} as analytics`;
  if (subject !== 'TRACKED_ENTITY') return ofSameRows(subject, indicator, aggregated);
  const last = (source: RawBuilder<unknown>, wanted: RawBuilder<unknown>) => sql`(
    select (${aggregated})::double precision
    from ${from}
    where analytics.enrollment = (
      select analytics.enrollment
      from ${source} as analytics
      where analytics.trackedentity = ax.trackedentity ${wanted}
      order by analytics.enrollmentdate desc, analytics.enrollment
      limit 1
    ) ${also(condition)}
  )`;
  // Of enrollments the last that the indicator is about, of events those in the last of all, as the peer has it.
  return item.analyticsType === 'ENROLLMENT'
    ? last(sql.id('public', table), also(condition))
    : last(enrollmentTable(item.program), sql``);
}

/** Of an indicator that is about rows of this kind: what the row adds to the number of a group, nothing where it is not about the row. */
export const indicatorPart = (subject: Subject, indicator: IndicatorSql): RawBuilder<unknown> =>
  ofSameRows(subject, indicator, indicator.ofRow ?? sql`1`);

/** Of an indicator that counts what is different among rows: which of them the row is. */
export const indicatorIdentity = (subject: Subject, indicator: IndicatorSql): RawBuilder<unknown> => sql`(
  select ${sql.ref(`analytics.${indicator.counted}`)}::text
  from ${sql.id('public', indicator.table)} as analytics
  where ${sameRows(subject, indicator)} ${also(indicator.condition)}
)`;

const ofSameRows = (subject: Subject, indicator: IndicatorSql, value: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select (${value})::double precision
  from ${sql.id('public', indicator.table)} as analytics
  where ${sameRows(subject, indicator)} ${also(indicator.condition)}
)`;

const sameRows = (subject: Subject, { item }: IndicatorSql): RawBuilder<unknown> =>
  subject === 'EVENT' && item.analyticsType === 'EVENT'
    ? sql`analytics.event = ax.event`
    : sql`analytics.enrollment = ax.enrollment`;

/** Whether the numbers of groups of rows can be put together from an indicator: it is about such rows, and about those of the periods themselves. */
export const isOfRows = (subject: Subject, { item, dependsOnPeriod }: IndicatorSql): boolean =>
  item.analyticsType === subject && !dependsOnPeriod;
