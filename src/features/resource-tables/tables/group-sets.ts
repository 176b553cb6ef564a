import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { ResourceTableDefinition } from '../definition.js';
import { type Dimension, dimensionColumns, pivotColumns, pivotValues } from '../dimension-columns.js';

/** A structure table that gives each object its groups, one pair of columns for each group set. */
interface GroupSetStructure {
  readonly key: ResourceTableDefinition['key'];
  readonly type: string;
  readonly object: { readonly table: string; readonly id: string; readonly nameColumn: string };
  readonly sets: RawBuilder<Dimension>;
  /** Rows `set_id`, `object_id`, `name`, `uid`, `rank`. */
  readonly members: RawBuilder<unknown>;
}

function groupSetStructure({ key, type, object, sets, members }: GroupSetStructure): ResourceTableDefinition {
  return {
    key,
    type,
    async plan({ db }) {
      const dimensions = dimensionColumns(await readDimensions(db, sets), [object.id, object.nameColumn]);
      const id = sql.ref(`object.${object.id}`);
      return {
        columns: [
          { name: object.id, type: 'bigint', notNull: true },
          { name: object.nameColumn, type: 'varchar(255)' },
          ...pivotColumns(dimensions),
        ],
        select: sql`
          select ${id}, object.name ${pivotValues(dimensions)}
          from ${sql.table(object.table)} as object
          left join (${members}) as member on member.object_id = ${id}
          group by ${id}, object.name
        `,
        primaryKey: [object.id],
        indexes: [],
      };
    },
  };
}

/** The dimensions that `query` lists. */
export async function readDimensions(db: Db, query: RawBuilder<Dimension>): Promise<readonly Dimension[]> {
  return (await query.execute(db)).rows;
}

/** `analytics_rs_dataelementgroupsetstructure` (contract: tables.md §5.4). */
export const dataElementGroupSets = groupSetStructure({
  key: 'dataElementGroups',
  type: 'DATA_ELEMENT_GROUP_SET_STRUCTURE',
  object: { table: 'dataelement', id: 'dataelementid', nameColumn: 'dataelementname' },
  sets: sql`
    select dataelementgroupsetid as id, uid, coalesce(shortname, name) as "shortName"
    from dataelementgroupset where datadimension order by name, uid
  `,
  members: sql`
    select
      sets.dataelementgroupsetid as set_id, members.dataelementid as object_id,
      groups.name, groups.uid, groups.dataelementgroupid as rank
    from dataelementgroupsetmembers as sets
    join dataelementgroup as groups on groups.dataelementgroupid = sets.dataelementgroupid
    join dataelementgroupmembers as members on members.dataelementgroupid = sets.dataelementgroupid
  `,
});

/** `analytics_rs_indicatorgroupsetstructure` (contract: tables.md §5.5). */
export const indicatorGroupSets = groupSetStructure({
  key: 'indicatorGroups',
  type: 'INDICATOR_GROUP_SET_STRUCTURE',
  object: { table: 'indicator', id: 'indicatorid', nameColumn: 'indicatorname' },
  sets: sql`
    select indicatorgroupsetid as id, uid, coalesce(shortname, name) as "shortName"
    from indicatorgroupset order by name, uid
  `,
  members: sql`
    select
      sets.indicatorgroupsetid as set_id, members.indicatorid as object_id,
      groups.name, groups.uid, groups.indicatorgroupid as rank
    from indicatorgroupsetmembers as sets
    join indicatorgroup as groups on groups.indicatorgroupid = sets.indicatorgroupid
    join indicatorgroupmembers as members on members.indicatorgroupid = sets.indicatorgroupid
  `,
});
