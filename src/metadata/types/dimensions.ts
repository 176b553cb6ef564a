import { type RawBuilder, sql } from 'kysely';
import { RELATIVE_BY_SPELLING } from '../../kernel/periods/index.js';
import { computed, json, members, type PropertyBuilder, values } from '../model/property.js';

import { dataDimensionItem } from './data-dimension-item.js';

const SPELLINGS = JSON.stringify(Object.fromEntries(RELATIVE_BY_SPELLING));

/**
 * What a favourite shows and how it is laid out, kept in tables of its own named after the favourite's. `withData` adds the data items, which event visualizations
 * do not have.
 */
export function layoutOf(table: string, withData: boolean): Readonly<Record<string, PropertyBuilder>> {
  const own = `${table}id`;
  const sort = 'sort_order';
  const dimensions = (list: string) => values('TEXT', { table: `${table}_${list}`, own, column: 'dimension', sort });
  return {
    relativePeriods: json(),
    columnDimensions: dimensions('columns'),
    rowDimensions: dimensions('rows'),
    filterDimensions: dimensions('filters'),
    periods: members('period', { table: `${table}_periods`, own, item: 'periodid', sort }),
    organisationUnits: members('organisationUnit', {
      table: `${table}_organisationunits`,
      own,
      item: 'organisationunitid',
      sort,
    }),
    organisationUnitLevels: values('INTEGER', { table: `${table}_orgunitlevels`, own, column: 'orgunitlevel', sort }),
    itemOrganisationUnitGroups: members('organisationUnitGroup', {
      table: `${table}_itemorgunitgroups`,
      own,
      item: 'orgunitgroupid',
      sort,
    }),
    ...(withData && {
      dataDimensionItems: members('dataDimensionItem', {
        table: `${table}_datadimensionitems`,
        own,
        item: 'datadimensionitemid',
        sort,
        embedded: true,
      }),
    }),
    columns: dimensionsOf(table, 'columns', withData),
    rows: dimensionsOf(table, 'rows', withData),
    filters: dimensionsOf(table, 'filters', withData),
  };
}

/**
 * `columns`, `rows` and `filters` of a favourite as clients read them: the dimensions in order, each with its items. Items of data, periods and organisation units
 * come from the lists in which the database keeps them.
 */
const dimensionsOf = (table: string, list: 'columns' | 'rows' | 'filters', withData: boolean): PropertyBuilder =>
  computed(
    'COMPLEX',
    (alias, context) => sql`(
      select coalesce(json_agg(json_build_object(
        'id', entry.dimension,
        'dimension', entry.dimension,
        'items', case entry.dimension
          when 'dx' then ${withData ? dataItems(table, alias, context) : sql`'[]'::jsonb`}
          when 'pe' then ${periodItems(table, alias)}
          when 'ou' then ${unitItems(table, alias)}
          else '[]'::jsonb
        end
      ) order by entry.sort_order), '[]')
      from ${sql.table(`${table}_${list}`)} as entry
      where entry.${sql.id(`${table}id`)} = ${sql.ref(`${alias}.${table}id`)}
    )`,
  );

type Context = Parameters<Extract<ReturnType<PropertyBuilder>, { readonly kind: 'computed' }>['expression']>[1];

function dataItems(table: string, alias: string, context: Context): RawBuilder<unknown> {
  const named = (name: string): RawBuilder<unknown> => {
    const property = dataDimensionItem.properties.get(name);
    if (property?.kind !== 'computed') throw new Error(`Data dimension items have no ${name}.`);
    return property.expression('item', context);
  };
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', ${named('dimensionItem')}, 'dimensionItem', ${named('dimensionItem')}, 'dimensionItemType', ${named('dataDimensionItemType')}
    ) order by link.sort_order), '[]')
    from ${sql.table(`${table}_datadimensionitems`)} as link
    join datadimensionitem as item on item.datadimensionitemid = link.datadimensionitemid
    where link.${sql.id(`${table}id`)} = ${sql.ref(`${alias}.${table}id`)}
  )`;
}

function periodItems(table: string, alias: string): RawBuilder<unknown> {
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', found.item, 'dimensionItem', found.item, 'dimensionItemType', 'PERIOD')), '[]')
    from (
      select orderly.period_iso(periodtype.name, period.startdate) as item
      from ${sql.table(`${table}_periods`)} as link
      join period on period.periodid = link.periodid
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      where link.${sql.id(`${table}id`)} = ${sql.ref(`${alias}.${table}id`)}
      union all
      select ${SPELLINGS}::jsonb ->> relative.key
      from jsonb_each(coalesce(${sql.ref(`${alias}.relativeperiods`)}, '{}')) as relative
      where relative.value = 'true' and ${SPELLINGS}::jsonb ? relative.key
    ) as found
  )`;
}

function unitItems(table: string, alias: string): RawBuilder<unknown> {
  const own = (link: string): RawBuilder<unknown> =>
    sql`${sql.ref(`${link}.${table}id`)} = ${sql.ref(`${alias}.${table}id`)}`;
  const flag = (column: string, word: string): RawBuilder<unknown> =>
    sql`select ${word}::text as item where ${sql.ref(`${alias}.${column}`)}`;
  return sql`(
    select coalesce(jsonb_agg(jsonb_build_object('id', found.item, 'dimensionItem', found.item, 'dimensionItemType', 'ORGANISATION_UNIT')), '[]')
    from (
      ${flag('userorganisationunit', 'USER_ORGUNIT')}
      union all ${flag('userorganisationunitchildren', 'USER_ORGUNIT_CHILDREN')}
      union all ${flag('userorganisationunitgrandchildren', 'USER_ORGUNIT_GRANDCHILDREN')}
      union all
      select 'LEVEL-' || link.orgunitlevel from ${sql.table(`${table}_orgunitlevels`)} as link where ${own('link')}
      union all
      select 'OU_GROUP-' || orgunitgroup.uid
      from ${sql.table(`${table}_itemorgunitgroups`)} as link
      join orgunitgroup on orgunitgroup.orgunitgroupid = link.orgunitgroupid
      where ${own('link')}
      union all
      select unit.uid
      from ${sql.table(`${table}_organisationunits`)} as link
      join organisationunit as unit on unit.organisationunitid = link.organisationunitid
      where ${own('link')}
    ) as found
  )`;
}
