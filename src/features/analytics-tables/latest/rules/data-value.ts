import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../../database/build/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import { columnsOf, type Dependency, type LatestSource, type RowRules } from '../rules.js';
import { markOfYear, markRelation, unseenNote, unseenRow } from '../watermark.js';
import { seriesFollow } from './data-value-series.js';
import { identities } from './identities.js';
import { dimensionsShown } from './shown.js';

const KEY = ['dataelementid', 'periodid', 'sourceid', 'categoryoptioncomboid', 'attributeoptioncomboid'] as const;

const keys = columnsOf('dv', KEY);
const period = sql.table(RESOURCE_TABLES.period);

const dependencies: readonly Dependency[] = [
  {
    resource: 'orgUnit',
    shows: ({ source }) =>
      [...(source.resourceColumns.get(RESOURCE_TABLES.orgUnit) ?? [])].filter((column) =>
        /^(organisationunituid|level|path|(uid|id)level\d+)$/.test(column),
      ),
    rows: sql`join datavalue as dv on dv.sourceid = change.key[1]`,
  },
  {
    resource: 'orgUnitGroups',
    shows: dimensionsShown,
    rows: sql`join datavalue as dv on dv.sourceid = change.key[1]`,
  },
  {
    resource: 'dataElement',
    shows: () => [
      'dataelementuid',
      'aggregationtype',
      'valuetype',
      'domaintype',
      'zeroissignificant',
      'datasetapprovallevel',
      'workflowid',
    ],
    rows: sql`join datavalue as dv on dv.dataelementid = change.key[1]`,
  },
  {
    resource: 'dataElementGroups',
    shows: dimensionsShown,
    rows: sql`join datavalue as dv on dv.dataelementid = change.key[1]`,
  },
  { resource: 'aggregationLevels', rows: sql`join datavalue as dv on dv.dataelementid = change.key[1]` },
  ...(['categoryoptioncomboid', 'attributeoptioncomboid'] as const).flatMap((column): readonly Dependency[] => {
    const rows = sql`join datavalue as dv on ${sql.ref(`dv.${column}`)} = change.key[1]`;
    return [
      { resource: 'categories', shows: (at) => ['categoryoptioncombouid', ...dimensionsShown(at)], rows },
      { resource: 'comboNames', shows: () => ['approvallevel', 'startdate', 'enddate'], rows },
    ];
  }),
  { resource: 'period', rows: sql`join datavalue as dv on dv.periodid = change.key[1]` },
  {
    resource: 'approvalMinLevel',
    // An approval holds for the units below it and the elements of its workflow.
    rows: sql`
      join ${sql.table(RESOURCE_TABLES.orgUnit)} as approved on approved.organisationunitid = change.key[4]
      join ${sql.table(RESOURCE_TABLES.orgUnit)} as unit on unit.path = approved.path or starts_with(unit.path, approved.path || '/')
      join ${sql.table(RESOURCE_TABLES.dataElement)} as element on element.workflowid = change.key[1]
      join datavalue as dv
        on dv.dataelementid = element.dataelementid and dv.periodid = change.key[2] and dv.sourceid = unit.organisationunitid
        and dv.attributeoptioncomboid = change.key[3]
    `,
  },
];

/** `analytics`: each row is a data value; with outlier columns it also tells of all values of its series, which follows. */
export const dataValueRules: RowRules = {
  type: 'DATA_VALUE',
  key: KEY,
  notes: ['datavalue'],
  noted: 'dx',
  dependencies,

  changedRows: ({ marks, since, fromYear }) => [
    sql`
      select ${keys}
      from datavalue as dv
      left join ${period} as ps on ps.periodid = dv.periodid
      join ${markRelation(marks)} on ${markOfYear(sql`ps.year`)} and ${unseenRow('dv')}
      where dv.lastupdated >= ${since}::timestamp and coalesce(ps.year, 0) >= ${fromYear}
    `,
    sql`
      select ${sql.join(KEY.map((_, index) => sql`note.key[${sql.lit(index + 1)}]`))}
      from orderly.analytics_gone_row as note
      left join ${period} as ps on ps.periodid = note.key[2]
      join ${markRelation(marks)} on ${markOfYear(sql`ps.year`)} and ${unseenNote('note')}
      where note.source = 'datavalue' and note.key is not null and coalesce(ps.year, 0) >= ${fromYear}
    `,
  ],

  dependentRows: ({ marks, changes, fromYear }, resource, rows) => sql`
    select ${keys}
    from ${tableRef(changes)} as change
    ${rows}
    left join ${period} as ps on ps.periodid = dv.periodid
    join ${markRelation(marks)} on ${markOfYear(sql`ps.year`)} and ${unseenNote('change')}
    where change.resource = ${resource} and coalesce(ps.year, 0) >= ${fromYear}
  `,

  condition: (touched) => sql`(${keys}) in (select ${columnsOf('touched', KEY)} from ${tableRef(touched)} as touched)`,

  async beforeRemoval(at) {
    await sql`
      create unlogged table ${obsoleteRows(at)} as
      select distinct
        element.identity::char(11) as dx, unit.identity::char(11) as ou, co.identity::char(11) as co, ao.identity::char(11) as ao,
        period.identity as pe, case when ps.iso = period.identity then ps.year end as year
      from ${tableRef(at.touched)} as touched
      join ${identities('dataElement', 'dataelementid', at.touched, 'dataelementid')} as element on element.id = touched.dataelementid
      join ${identities('orgUnit', 'organisationunitid', at.touched, 'sourceid')} as unit on unit.id = touched.sourceid
      join ${identities('categories', 'categoryoptioncomboid', at.touched, 'categoryoptioncomboid')} as co on co.id = touched.categoryoptioncomboid
      join ${identities('categories', 'categoryoptioncomboid', at.touched, 'attributeoptioncomboid')} as ao on ao.id = touched.attributeoptioncomboid
      join ${identities('period', 'periodid', at.touched, 'periodid')} as period on period.id = touched.periodid
      left join ${period} as ps on ps.periodid = touched.periodid
    `.execute(at.handle);
    await sql`analyze ${obsoleteRows(at)}`.execute(at.handle);
  },

  obsolete: (at, _, year) => sql`
    using ${obsoleteRows(at)} as obsolete
    where present.ou = obsolete.ou and present.dx = obsolete.dx and present.co = obsolete.co and present.ao = obsolete.ao
      and present.pe = obsolete.pe
      ${year === undefined ? sql`` : sql`and coalesce(obsolete.year, ${sql.lit(year)}) = ${sql.lit(year)}`}
  `,

  touchedByYear: ({ touched }) => sql`
    select ps.year, count(*)::int as rows
    from ${tableRef(touched)} as touched join ${period} as ps on ps.periodid = touched.periodid
    group by ps.year
  `,

  following: seriesFollow,
};

const obsoleteRows = ({ source }: LatestSource): RawBuilder<unknown> => sql.id(source.workshop, 'obsolete_values');
