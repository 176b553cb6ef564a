import { type RawBuilder, sql } from 'kysely';
import { listed } from '../../../database/index.js';
import type { CurrentUser } from '../../../http/index.js';
import { isDataReadable, isReadable } from '../../../metadata/index.js';
import type { Item } from '../query.js';

/** Where group sets and categories are, and the members that are their items. */
const SOURCES = [
  {
    kind: 'DATA_ELEMENT_GROUP_SET',
    table: 'dataelementgroupset',
    id: 'dataelementgroupsetid',
    members: 'dataelementgroupsetmembers',
    item: 'dataelementgroup',
    itemId: 'dataelementgroupid',
    className: undefined,
  },
  {
    kind: 'ORGANISATION_UNIT_GROUP_SET',
    table: 'orgunitgroupset',
    id: 'orgunitgroupsetid',
    members: 'orgunitgroupsetmembers',
    item: 'orgunitgroup',
    itemId: 'orgunitgroupid',
    className: undefined,
  },
  {
    kind: 'CATEGORY',
    table: 'category',
    id: 'categoryid',
    members: 'categories_categoryoptions',
    item: 'categoryoption',
    itemId: 'categoryoptionid',
    className: 'CategoryOption',
  },
  {
    kind: 'CATEGORY_OPTION_GROUP_SET',
    table: 'categoryoptiongroupset',
    id: 'categoryoptiongroupsetid',
    members: 'categoryoptiongroupsetmembers',
    item: 'categoryoptiongroup',
    itemId: 'categoryoptiongroupid',
    className: 'CategoryOptionGroup',
  },
] as const;

export interface MemberRow extends Item {
  /** Whether the user may read the data of the item too. */
  readonly dataReadable: boolean;
}

export interface DimensionRow {
  readonly uid: string;
  readonly name: string;
  readonly kind: (typeof SOURCES)[number]['kind'];
  /** Class of the items when their sharing says who may read their data; null when it does not. */
  readonly className: string | null;
  /** Items that the user may read, by name. */
  readonly items: readonly MemberRow[] | null;
}

/**
 * The group sets and categories among `uids`, with their items. Dimensions that constrain the user count whether or not the user may see the dimension itself.
 */
export function dimensionsStatement(
  uids: readonly string[],
  user: CurrentUser,
  shortNames: boolean,
): RawBuilder<DimensionRow> {
  const label = sql.id(shortNames ? 'shortname' : 'name');
  const selects = SOURCES.map(
    ({ kind, table, id, members, item, itemId, className }) => sql`
      select dimension.uid, dimension.${label} as name, ${kind}::text as kind, ${className ?? null}::text as "className", (
        select json_agg(
          json_build_object(
            'uid', item.uid, 'name', item.${label}, 'code', item.code,
            'dataReadable', ${className === undefined ? sql`true` : isDataReadable('item', user)}
          ) order by item.name, item.uid
        )
        from ${sql.table(members)} as member
        join ${sql.table(item)} as item on item.${sql.id(itemId)} = member.${sql.id(itemId)}
        where member.${sql.id(id)} = dimension.${sql.id(id)} and ${isReadable('item', user)}
      ) as items
      from ${sql.table(table)} as dimension
      where dimension.datadimension and dimension.uid = any (${listed(uids)})
        and (${isReadable('dimension', user)} or dimension.uid in (${constraintsStatement(user)}))
    `,
  );
  return sql`${sql.join(selects, sql` union all `)}`;
}

/** Categories and category option group sets by which the user's view is constrained (contract: analytics-query.md §4 "User limits"). */
export const constraintsStatement = (user: CurrentUser): RawBuilder<{ readonly uid: string }> => sql`
  select category.uid
  from users_catdimensionconstraints as constrained
  join category on category.categoryid = constrained.dataelementcategoryid
  where constrained.userid = ${user.id}
  union
  select categoryoptiongroupset.uid
  from users_cogsdimensionconstraints as constrained
  join categoryoptiongroupset on categoryoptiongroupset.categoryoptiongroupsetid = constrained.categoryoptiongroupsetid
  where constrained.userid = ${user.id}
`;
