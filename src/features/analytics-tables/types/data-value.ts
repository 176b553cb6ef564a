import { type RawBuilder, sql } from 'kysely';
import type { IndexDefinition } from '../../../database/build/index.js';
import { NUMERIC_VALUE_TYPES } from '../../../metadata/index.js';
import { RESOURCE_TABLES } from '../../resource-tables/index.js';
import {
  type AnalyticsColumn,
  type AnalyticsTableDefinition,
  type BuildSource,
  oneTable,
  REJECTED_YEAR,
  type TablePlan,
} from '../definition.js';
import { dimensionColumns, levels, periodColumns } from '../dimensions.js';
import { toNumber } from '../numbers.js';
import { blockShards } from '../shards.js';
import { beginsBefore, inWindow, isPartial, periodYears } from '../years.js';
import { levelsCutByAggregation } from './data-value-aggregation-levels.js';
import { type Approval, approval } from './data-value-approval.js';
import { OUTLIER_COLUMNS, outlierJoin, outlierStatistics } from './data-value-outliers.js';
import { BOOLEAN_TYPES, TEXT_TYPES, typeList } from './value-types.js';

/** `analytics`: one row per data value, from one scan of `datavalue` (contract: tables.md §4.1). */
export const dataValueTable: AnalyticsTableDefinition = {
  type: 'DATA_VALUE',
  tables: oneTable('analytics'),

  async nothingToDo({ db }) {
    const { rows } = await sql<{ values: boolean; units: boolean }>`
      select exists (select from datavalue) as values, exists (select from organisationunit) as units
    `.execute(db);
    if (!rows[0]?.units) return 'there are no organisation units';
    return rows[0].values ? undefined : 'there are no data values';
  },

  async plan(source) {
    const approvals = await approval(source);
    const levelCut = await levelsCutByAggregation(source);
    const statistics = source.options.skipOutliers ? undefined : outlierStatistics(source);
    const values: TablePlan = {
      table: 'analytics',
      columns: [
        ...identityColumns(),
        ...(await dimensions(source)),
        ...levelCut.columns,
        ...periodColumns(source, 'ps'),
        ...(statistics ? OUTLIER_COLUMNS : []),
        ...factColumns(approvals),
      ],
      source: (shard) => sql`
        from ${parsedValues(source, shard)} as dv
        left join ${sql.table(RESOURCE_TABLES.dataElementGroups)} as degs on degs.dataelementid = dv.dataelementid
        left join ${sql.table(RESOURCE_TABLES.period)} as ps on ps.periodid = dv.periodid
        left join (
          ${sql.table(RESOURCE_TABLES.orgUnit)} as ou
          join ${sql.table(RESOURCE_TABLES.orgUnitGroups)} as ougs on ougs.organisationunitid = ou.organisationunitid
        ) on ou.organisationunitid = dv.sourceid
        left join (
          ${sql.table(RESOURCE_TABLES.categories)} as co
          join ${sql.table(RESOURCE_TABLES.comboNames)} as con on con.categoryoptioncomboid = co.categoryoptioncomboid
        ) on co.categoryoptioncomboid = dv.categoryoptioncomboid
        left join (
          ${sql.table(RESOURCE_TABLES.categories)} as ao
          join ${sql.table(RESOURCE_TABLES.comboNames)} as aon on aon.categoryoptioncomboid = ao.categoryoptioncomboid
        ) on ao.categoryoptioncomboid = dv.attributeoptioncomboid
        ${levelCut.join}
        ${approvals.joins}
        ${statistics ? outlierJoin(statistics.table) : sql``}
        where ${wanted(source)}
      `,
      shards: await blockShards(source.db, 'datavalue', 'dv', source.workers),
      indexes: indexes(source),
      years: periodYears(source.options, beginsBefore),
      ...(statistics && { preparation: statistics }),
      rejectedRows: (rejected) => sql`
        select
          rejected.pe as reason,
          'data element ' || dataelement.uid || ' (' || dataelement.name || ')' as subject,
          min(left(rejected.textvalue, 60)) as example,
          count(*)::int as count
        from ${sql.id(rejected.schema, rejected.table)} as rejected
        join dataelement on dataelement.uid = rejected.dx
        group by rejected.pe, dataelement.uid, dataelement.name
        order by count(*) desc, subject
      `,
    };
    return [values];
  },
};

/**
 * The data values of one shard with their data element and their parsed number. `offset 0` keeps PostgreSQL from pulling the subqueries up, so that the kind
 * is decided once for each data element, and each value is matched and cast once although four columns need it.
 */
function parsedValues(source: BuildSource, shard: RawBuilder<unknown>): RawBuilder<unknown> {
  const form = source.options.skipDataTypeValidation ? 'lenient' : 'strict';
  const zeroCounts = source.options.includeZeroValues
    ? sql`(des.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT') or des.zeroissignificant)`
    : sql`des.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT')`;
  return sql`(
    select
      dv.dataelementid, dv.periodid, dv.sourceid, dv.categoryoptioncomboid, dv.attributeoptioncomboid,
      dv.value as text, des.dataelementuid, des.kind, des.workflowid, des.datasetapprovallevel,
      case des.kind
        when 'number' then ${toNumber(sql`dv.value`, form)}
        when 'boolean' then case dv.value when 'true' then 1 when 'false' then 0 end
        when 'true' then case dv.value when 'true' then 1 end
      end as number
    from datavalue as dv
    join (
      select
        des.*,
        case
          when des.valuetype in (${typeList(NUMERIC_VALUE_TYPES)}) then 'number'
          when des.valuetype = 'BOOLEAN' then 'boolean'
          when des.valuetype = 'TRUE_ONLY' then 'true'
          else 'text'
        end as kind,
        ${zeroCounts} as zerocounts
      from ${sql.table(RESOURCE_TABLES.dataElement)} as des
      where des.domaintype = 'AGGREGATE'
        and des.valuetype in (${typeList([...NUMERIC_VALUE_TYPES, ...BOOLEAN_TYPES, ...TEXT_TYPES])})
      offset 0
    ) as des on des.dataelementid = dv.dataelementid
    where not dv.deleted
      and dv.value is not null
      and (des.kind <> 'number' or des.zerocounts or dv.value <> '0')
      and ${shard}
    offset 0
  )`;
}

/** Rows inside the window of the run and, if the setting asks, inside the dates of their option combos. Rejected rows pass, to be counted. */
function wanted(source: BuildSource): RawBuilder<unknown> {
  const conditions = [
    isPartial(source.options) ? sql`(${inWindow(source.options, sql`ps.year`)} or ps.year is null)` : undefined,
    source.options.respectDates ? sql`(${validOn('con')} and ${validOn('aon')})` : undefined,
  ].filter((condition) => condition !== undefined);
  return conditions.length === 0 ? sql`true` : sql.join(conditions, sql` and `);
}

const validOn = (alias: string): RawBuilder<unknown> => sql`
  (${sql.ref(`${alias}.startdate`)} is null or ps.startdate is null or ${sql.ref(`${alias}.startdate`)} <= ps.startdate)
  and (${sql.ref(`${alias}.enddate`)} is null or ps.enddate is null or ${sql.ref(`${alias}.enddate`)} >= ps.enddate)
`;

/**
 * True for a row that cannot be taken. A missing dimension is an inner join's silent loss in the peer; here such rows are counted and reported
 * (contract: tables.md §10.2 no. 15, §10.3 no. 23).
 */
const REJECTED = sql`(
  (dv.number is null and dv.kind <> 'text') or ps.periodid is null or ou.organisationunitid is null
  or co.categoryoptioncomboid is null or ao.categoryoptioncomboid is null or degs.dataelementid is null
)`;

const REASON = sql`case
  when ps.periodid is null then 'period missing from the resource tables'
  when ou.organisationunitid is null then 'organisation unit missing from the resource tables'
  when co.categoryoptioncomboid is null then 'category option combo missing from the resource tables'
  when ao.categoryoptioncomboid is null then 'attribute option combo missing from the resource tables'
  when degs.dataelementid is null then 'data element missing from the resource tables'
  when dv.kind = 'number' then 'not a number'
  when dv.kind = 'boolean' then 'neither true nor false'
  else 'not true'
end`;

function identityColumns(): readonly AnalyticsColumn[] {
  return [
    { name: 'dx', type: 'char(11)', notNull: true, value: sql`dv.dataelementuid` },
    { name: 'co', type: 'char(11)', notNull: true, value: sql`co.categoryoptioncombouid` },
    { name: 'ao', type: 'char(11)', notNull: true, value: sql`ao.categoryoptioncombouid` },
    { name: 'pestartdate', type: 'date', value: sql`ps.startdate` },
    { name: 'peenddate', type: 'date', value: sql`ps.enddate` },
    {
      name: 'year',
      type: 'integer',
      notNull: true,
      value: sql`case when ${REJECTED} then ${sql.lit(REJECTED_YEAR)} else ps.year end`,
    },
    { name: 'pe', type: 'text', notNull: true, value: sql`case when ${REJECTED} then ${REASON} else ps.iso end` },
    { name: 'ou', type: 'char(11)', notNull: true, value: sql`ou.organisationunituid` },
    { name: 'oulevel', type: 'integer', value: sql`ou.level` },
    {
      name: 'id',
      type: 'text',
      value: sql`dv.dataelementuid || '-' || ps.iso || '-' || ou.organisationunituid || '-' || co.categoryoptioncombouid || '-' || ao.categoryoptioncombouid`,
    },
  ];
}

async function dimensions(source: BuildSource): Promise<readonly AnalyticsColumn[]> {
  return [
    ...(await dimensionColumns(source, 'dataElementGroupSets', 'degs')),
    ...(await dimensionColumns(source, 'orgUnitGroupSets', 'ougs')),
    ...(await dimensionColumns(source, 'disaggregationOptionGroupSets', 'co')),
    ...(await dimensionColumns(source, 'attributeOptionGroupSets', 'ao')),
    ...(await dimensionColumns(source, 'disaggregationCategories', 'co')),
    ...(await dimensionColumns(source, 'attributeCategories', 'ao')),
  ];
}

function factColumns(approvals: Approval): readonly AnalyticsColumn[] {
  return [
    { name: 'approvallevel', type: 'integer', value: approvals.level },
    { name: 'daysxvalue', type: 'double precision', value: sql`dv.number * ps.daysno` },
    { name: 'daysno', type: 'integer', notNull: true, value: sql`ps.daysno` },
    { name: 'value', type: 'double precision', value: sql`dv.number` },
    { name: 'textvalue', type: 'text', value: sql`case when dv.kind = 'text' or ${REJECTED} then dv.text end` },
  ];
}

/** With the other two, no more than eight indexes on a partition. */
const INDEXED_LEVELS = 6;

/**
 * Few indexes for the questions that are asked, instead of the peer's one per column: an element over time, a unit's values, an element within a district or
 * a facility (contract: tables.md §10.1 no. 3). Measured in `bench/RESULTS.md`.
 */
function indexes(source: BuildSource): readonly IndexDefinition[] {
  const belowRoot = levels(source).slice(1, 1 + INDEXED_LEVELS);
  return [
    { columns: ['dx', 'pestartdate'] },
    { columns: ['ou', 'dx'] },
    ...belowRoot.map((level) => ({ columns: [`uidlevel${level}`, 'dx'] })),
  ];
}
