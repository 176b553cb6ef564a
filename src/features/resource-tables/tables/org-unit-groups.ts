import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';
import { type Dimension, dimensionColumns, pivotColumns, pivotValues } from '../dimension-columns.js';
import { readDimensions } from './group-sets.js';

/**
 * `analytics_rs_organisationunitgroupsetstructure` (contract: tables.md §5.6). In a group set with *include subhierarchy in analytics* a unit without a
 * group of its own has that of its nearest ancestor: the rank of a membership is the distance.
 */
export const orgUnitGroupSets: ResourceTableDefinition = {
  key: 'orgUnitGroups',
  type: 'ORG_UNIT_GROUP_SET_STRUCTURE',

  async plan({ db, table }) {
    const sets = sql<Dimension>`
      select orgunitgroupsetid as id, uid, coalesce(shortname, name) as "shortName"
      from orgunitgroupset where datadimension order by name, uid
    `;
    const fixed = ['organisationunitid', 'organisationunitname', 'startdate'];
    const dimensions = dimensionColumns(await readDimensions(db, sets), fixed);
    return {
      columns: [
        { name: 'organisationunitid', type: 'bigint', notNull: true },
        { name: 'organisationunitname', type: 'varchar(255)' },
        { name: 'startdate', type: 'date' },
        ...pivotColumns(dimensions),
      ],
      select: sql`
        select unit.organisationunitid, unit.name, null::date ${pivotValues(dimensions)}
        from ${table('orgUnit')} as unit
        left join (
          select
            sets.orgunitgroupsetid as set_id, lineage.organisationunitid as object_id, groups.name, groups.uid,
            (lineage.distance, groups.orgunitgroupid) as rank
          from orgunitgroupset
          join orgunitgroupsetmembers as sets on sets.orgunitgroupsetid = orgunitgroupset.orgunitgroupsetid
          join orgunitgroup as groups on groups.orgunitgroupid = sets.orgunitgroupid
          join orgunitgroupmembers as members on members.orgunitgroupid = sets.orgunitgroupid
          join (
            select descendant.organisationunitid, ancestor.organisationunitid as ancestorid, descendant.level - ancestor.level as distance
            from ${table('orgUnit')} as descendant
            cross join lateral unnest(string_to_array(substr(descendant.path, 2), '/')) as step (uid)
            join ${table('orgUnit')} as ancestor on ancestor.organisationunituid = step.uid
          ) as lineage
            on lineage.ancestorid = members.organisationunitid
            and (lineage.distance = 0 or orgunitgroupset.includesubhierarchyinanalytics)
          where orgunitgroupset.datadimension
        ) as member on member.object_id = unit.organisationunitid
        group by unit.organisationunitid, unit.name
      `,
      primaryKey: ['organisationunitid'],
      indexes: [{ columns: ['organisationunitid', 'startdate'] }],
    };
  },
};
