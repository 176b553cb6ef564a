import { type RawBuilder, sql } from 'kysely';
import { RELATIVE_BY_SPELLING } from '../../kernel/periods/index.js';
import { computed, type PropertyBuilder } from '../model/property.js';

import { dataDimensionItem } from './data-dimension-item.js';

const SPELLINGS = JSON.stringify(Object.fromEntries(RELATIVE_BY_SPELLING));

/**
 * `columns`, `rows` and `filters` of a favourite as clients read them: the dimensions in order, each with its items. Items of data, periods and organisation units
 * come from the lists in which the database keeps them.
 */
export const dimensionsOf = (table: string, list: 'columns' | 'rows' | 'filters'): PropertyBuilder =>
  computed(
    'COMPLEX',
    (alias, context) => sql`(
      select coalesce(json_agg(json_build_object(
        'id', entry.dimension,
        'dimension', entry.dimension,
        'items', case entry.dimension
          when 'dx' then ${table === 'eventvisualization' ? sql`'[]'::jsonb` : dataItems(table, alias, context)}
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
