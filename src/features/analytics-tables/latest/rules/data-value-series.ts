import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import { SERIES_KEY, STATISTICS, statisticsOf } from '../../types/data-value-outliers.js';
import { columnsOf, type Following, type LatestSource } from '../rules.js';

/**
 * The outlier statistics of a series stand in the rows of all its values. When one of them changes, those of the others follow: a thousand values change a hundred
 * thousand rows, in their four columns only.
 */
export const seriesFollow: Following = {
  name: 'outlier statistics',

  async prepare(at) {
    const statistics = at.plans[0]?.preparation;
    if (!statistics) return false;
    await findSeries(at);
    await statisticsOf(statistics.table, seriesValues(at), sql`true`).execute(at.handle);
    await nameSeries(at, tableRef(statistics.table));
    return true;
  },

  change: (at) => sql`
    set ${sql.join(STATISTICS.map((name) => sql`${sql.id(name)} = ${sql.ref(`series.${name}`)}`))}
    from ${named(at)} as series
    where present.ou = series.ou and present.dx = series.dx and present.co = series.co and present.ao = series.ao
      and (${columnsOf('present', STATISTICS)}) is distinct from (${columnsOf('series', STATISTICS)})
  `,
};

const series = ({ source }: LatestSource): RawBuilder<unknown> => sql.id(source.workshop, 'touched_series');
const periods = ({ source }: LatestSource): RawBuilder<unknown> => sql.id(source.workshop, 'touched_periods');
const named = ({ source }: LatestSource): RawBuilder<unknown> => sql.id(source.workshop, 'named_series');

/** The series that the touched values belong to, and the periods that their data elements have values for. */
async function findSeries(at: LatestSource): Promise<void> {
  await sql`
    create unlogged table ${series(at)} as
    select distinct ${columnsOf('touched', SERIES_KEY)} from ${tableRef(at.touched)} as touched
  `.execute(at.handle);
  await sql`
    create unlogged table ${periods(at)} as
    with recursive stored (dataelementid, periodid) as (
      select element.dataelementid, (select min(dv.periodid) from datavalue as dv where dv.dataelementid = element.dataelementid)
      from (select distinct series.dataelementid from ${series(at)} as series) as element
      union all
      select
        stored.dataelementid,
        (select min(dv.periodid) from datavalue as dv where dv.dataelementid = stored.dataelementid and dv.periodid > stored.periodid)
      from stored
      where stored.periodid is not null
    )
    select stored.dataelementid, stored.periodid from stored where stored.periodid is not null
  `.execute(at.handle);
  await sql`analyze ${series(at)}, ${periods(at)}`.execute(at.handle);
}

/**
 * All values of the series, one after the other by the key of `datavalue`, which begins with element and period. `offset 0` keeps PostgreSQL from reading the values of all units
 * for each pair of these instead.
 */
const seriesValues = (at: LatestSource): RawBuilder<unknown> => sql`
  ${series(at)} as series
  join ${periods(at)} as stored on stored.dataelementid = series.dataelementid
  cross join lateral (
    select dv.*
    from datavalue as dv
    where dv.dataelementid = series.dataelementid and dv.periodid = stored.periodid and dv.sourceid = series.sourceid
      and dv.categoryoptioncomboid = series.categoryoptioncomboid and dv.attributeoptioncomboid = series.attributeoptioncomboid
    offset 0
  ) as dv
`;

/** The statistics by the names that `analytics` knows the series by; null for a series that has none any more. */
async function nameSeries(at: LatestSource, statistics: RawBuilder<unknown>): Promise<void> {
  const same = SERIES_KEY.map((column) => sql`${sql.ref(`statistics.${column}`)} = ${sql.ref(`series.${column}`)}`);
  await sql`
    create unlogged table ${named(at)} as
    select
      element.dataelementuid as dx, unit.organisationunituid as ou, co.categoryoptioncombouid as co, ao.categoryoptioncombouid as ao,
      ${columnsOf('statistics', STATISTICS)}
    from ${series(at)} as series
    left join ${statistics} as statistics on ${sql.join(same, sql` and `)}
    join ${sql.table(RESOURCE_TABLES.dataElement)} as element on element.dataelementid = series.dataelementid
    join ${sql.table(RESOURCE_TABLES.orgUnit)} as unit on unit.organisationunitid = series.sourceid
    join ${sql.table(RESOURCE_TABLES.categories)} as co on co.categoryoptioncomboid = series.categoryoptioncomboid
    join ${sql.table(RESOURCE_TABLES.categories)} as ao on ao.categoryoptioncomboid = series.attributeoptioncomboid
  `.execute(at.handle);
  await sql`analyze ${named(at)}`.execute(at.handle);
}
