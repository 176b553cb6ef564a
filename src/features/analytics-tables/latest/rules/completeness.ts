import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import { columnsOf, type LatestSource, type RowRules } from '../rules.js';
import { markOfYear, markRelation, unseenNote, unseenRow } from '../watermark.js';
import { identities } from './identities.js';
import { dimensionsShown } from './shown.js';

const KEY = ['datasetid', 'periodid', 'sourceid', 'attributeoptioncomboid'] as const;

const keys = columnsOf('cdr', KEY);
const period = sql.table(RESOURCE_TABLES.period);
const year = sql`extract(year from ps.startdate)::int`;
const ofUnit = sql`join completedatasetregistration as cdr on cdr.sourceid = change.key[1]`;

/** `analytics_completeness`: each row is a completed registration. */
export const completenessRules: RowRules = {
  type: 'COMPLETENESS',
  key: KEY,
  notes: ['completedatasetregistration'],
  dependencies: [
    {
      resource: 'orgUnit',
      shows: ({ source }) =>
        [...(source.resourceColumns.get(RESOURCE_TABLES.orgUnit) ?? [])].filter((column) =>
          /^(organisationunituid|uidlevel\d+)$/.test(column),
        ),
      rows: ofUnit,
    },
    { resource: 'orgUnitGroups', shows: dimensionsShown, rows: ofUnit },
    {
      resource: 'categories',
      shows: (at) => ['categoryoptioncombouid', ...dimensionsShown(at)],
      rows: sql`join completedatasetregistration as cdr on cdr.attributeoptioncomboid = change.key[1]`,
    },
    { resource: 'period', rows: sql`join completedatasetregistration as cdr on cdr.periodid = change.key[1]` },
    {
      resource: 'reportedDataSets',
      rows: sql`join completedatasetregistration as cdr on cdr.datasetid = change.key[1]`,
    },
  ],

  changedRows: ({ marks, since, fromYear }) => [
    sql`
      select ${keys}
      from completedatasetregistration as cdr
      left join ${period} as ps on ps.periodid = cdr.periodid
      join ${markRelation(marks)} on ${markOfYear(year)} and ${unseenRow('cdr')}
      where coalesce(cdr.lastupdated, cdr.date) >= ${since}::timestamp and coalesce(${year}, 0) >= ${fromYear}
    `,
    sql`
      select ${sql.join(KEY.map((_, index) => sql`note.key[${sql.lit(index + 1)}]`))}
      from orderly.analytics_gone_row as note
      left join ${period} as ps on ps.periodid = note.key[2]
      join ${markRelation(marks)} on ${markOfYear(year)} and ${unseenNote('note')}
      where note.source = 'completedatasetregistration' and note.key is not null and coalesce(${year}, 0) >= ${fromYear}
    `,
  ],

  dependentRows: ({ marks, changes, fromYear }, resource, rows) => sql`
    select ${keys}
    from ${tableRef(changes)} as change
    ${rows}
    left join ${period} as ps on ps.periodid = cdr.periodid
    join ${markRelation(marks)} on ${markOfYear(year)} and ${unseenNote('change')}
    where change.resource = ${resource} and coalesce(${year}, 0) >= ${fromYear}
  `,

  condition: (touched) => sql`(${keys}) in (select ${columnsOf('touched', KEY)} from ${tableRef(touched)} as touched)`,

  async beforeRemoval(at) {
    const { handle, touched } = at;
    await sql`
      create unlogged table ${obsoleteRows(at)} as
      select distinct data_set.identity || '-' || period.identity || '-' || coalesce(unit.identity, '') || '-' || ao.identity as id
      from ${tableRef(touched)} as touched
      join ${identities('reportedDataSets', 'datasetid', touched, 'datasetid')} as data_set on data_set.id = touched.datasetid
      join ${identities('period', 'periodid', touched, 'periodid')} as period on period.id = touched.periodid
      join ${identities('categories', 'categoryoptioncomboid', touched, 'attributeoptioncomboid')} as ao on ao.id = touched.attributeoptioncomboid
      left join ${identities('orgUnit', 'organisationunitid', touched, 'sourceid')} as unit on unit.id = touched.sourceid
    `.execute(handle);
    await sql`analyze ${obsoleteRows(at)}`.execute(handle);
  },

  obsolete: (at) => sql`using ${obsoleteRows(at)} as obsolete where present.id = obsolete.id`,

  touchedByYear: ({ touched }) => sql`
    select ${year} as year, count(*)::int as rows
    from ${tableRef(touched)} as touched join ${period} as ps on ps.periodid = touched.periodid
    group by 1
  `,
};

const obsoleteRows = ({ source }: LatestSource): RawBuilder<unknown> =>
  sql.id(source.workshop, 'obsolete_registrations');
