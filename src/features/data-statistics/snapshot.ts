import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { generateUid } from '../../kernel/uid.js';
import { writeSetting } from '../settings/index.js';

/**
 * Writes how the server was used in the last day as one row of `datastatistics`, and when that was (contract: job-types.md §3.3, data-admin.md §4). Snapshots are added
 * up, so what was saved and viewed is counted for that day alone.
 */
export async function takeSnapshot(db: Db, now: Date): Promise<void> {
  await transaction(db, async (handle) => {
    await insertSnapshot(handle, now);
    await writeSetting(handle, 'lastSuccessfulDataStatistics', now);
  });
}

/** Column → type of the events that it counts. */
const VIEWS = {
  mapviews: 'MAP_VIEW',
  visualizationviews: 'VISUALIZATION_VIEW',
  eventreportviews: 'EVENT_REPORT_VIEW',
  eventchartviews: 'EVENT_CHART_VIEW',
  eventvisualizationviews: 'EVENT_VISUALIZATION_VIEW',
  dashboardviews: 'DASHBOARD_VIEW',
  passivedashboardviews: 'PASSIVE_DASHBOARD_VIEW',
  datasetreportviews: 'DATA_SET_REPORT_VIEW',
};

const REPORT_TYPES = sql`('PIVOT_TABLE', 'LINE_LIST')`;

/** Column → rows whose `created` counts. Event reports and event charts are event visualizations of the old applications. */
const SAVED: Readonly<Record<string, RawBuilder<unknown>>> = {
  maps: sql`map where true`,
  visualizations: sql`visualization where true`,
  eventreports: sql`eventvisualization where legacy and type in ${REPORT_TYPES}`,
  eventcharts: sql`eventvisualization where legacy and type not in ${REPORT_TYPES}`,
  eventvisualizations: sql`eventvisualization where true`,
  dashboards: sql`dashboard where true`,
  indicators: sql`indicator where true`,
};

async function insertSnapshot(db: Db, now: Date): Promise<void> {
  const moment = sql`${formatTimestamp(now)}::timestamp`;
  const within = (column: string) =>
    sql`(${sql.ref(column)} > ${moment} - interval '1 day' and ${sql.ref(column)} <= ${moment})`;
  const counts: Readonly<Record<string, RawBuilder<unknown>>> = {
    ...Object.fromEntries(
      Object.entries(VIEWS).map(([column, type]) => [column, sql`count(*) filter (where eventtype = ${type})`]),
    ),
    totalviews: sql`count(*)`,
    ...Object.fromEntries(
      Object.entries(SAVED).map(([column, rows]) => [
        column,
        sql`(select count(*) from ${rows} and ${within('created')})`,
      ]),
    ),
    datavalues: sql`(select count(*) from datavalue where ${within('lastupdated')} and not deleted)`,
    active_users: sql`(select count(*) from userinfo where ${within('lastlogin')})`,
    users: sql`(select count(*) from userinfo)`,
  };
  await sql`
    insert into datastatistics (statisticsid, uid, created, lastupdated, ${sql.join(Object.keys(counts).map((column) => sql.id(column)))})
    select nextval('hibernate_sequence'), ${generateUid()}, ${moment}, ${moment}, ${sql.join(Object.values(counts))}
    from datastatisticsevent
    where ${within('timestamp')}
  `.execute(db);
}
