import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';
import { type Dimension, dimensionColumns, pivotColumns, pivotValues } from '../dimension-columns.js';
import { readDimensions } from './group-sets.js';

/** `analytics_rs_categorystructure`: the option of each category and the group of each option group set (contract: tables.md §5.7). */
export const categoryStructure: ResourceTableDefinition = {
  key: 'categories',
  type: 'CATEGORY_STRUCTURE',

  async plan({ db }) {
    const categories = sql<Dimension>`
      select categoryid as id, uid, coalesce(shortname, name) as "shortName"
      from category where datadimension order by name, uid
    `;
    const groupSets = sql<Dimension>`
      select categoryoptiongroupsetid as id, uid, coalesce(shortname, name) as "shortName"
      from categoryoptiongroupset where datadimension order by name, uid
    `;
    const fixed = ['categoryoptioncomboid', 'categoryoptioncombouid', 'categoryoptioncomboname'];
    // Categories and group sets draw their ids from one sequence, but a restored database may break that: even and odd keep them apart.
    const all = [
      ...(await readDimensions(db, categories)).map((dimension) => ({ ...dimension, id: dimension.id * 2 })),
      ...(await readDimensions(db, groupSets)).map((dimension) => ({ ...dimension, id: dimension.id * 2 + 1 })),
    ];
    const dimensions = dimensionColumns(all, fixed);
    return {
      columns: [
        { name: 'categoryoptioncomboid', type: 'bigint', notNull: true },
        { name: 'categoryoptioncombouid', type: 'char(11)', notNull: true },
        { name: 'categoryoptioncomboname', type: 'varchar(255)' },
        ...pivotColumns(dimensions),
      ],
      select: sql`
        select combo.categoryoptioncomboid, combo.uid, left(combo.name, 255) ${pivotValues(dimensions)}
        from categoryoptioncombo as combo
        left join (
          select
            categories.categoryid * 2 as set_id, options.categoryoptioncomboid as object_id,
            option.name, option.uid, option.categoryoptionid as rank
          from categoryoptioncombos_categoryoptions as options
          join categoryoption as option on option.categoryoptionid = options.categoryoptionid
          join categories_categoryoptions as categories on categories.categoryoptionid = options.categoryoptionid
          union all
          select
            sets.categoryoptiongroupsetid * 2 + 1, options.categoryoptioncomboid,
            groups.name, groups.uid, groups.categoryoptiongroupid
          from categoryoptioncombos_categoryoptions as options
          join categoryoptiongroupmembers as members on members.categoryoptionid = options.categoryoptionid
          join categoryoptiongroup as groups on groups.categoryoptiongroupid = members.categoryoptiongroupid
          join categoryoptiongroupsetmembers as sets on sets.categoryoptiongroupid = groups.categoryoptiongroupid
        ) as member on member.object_id = combo.categoryoptioncomboid
        group by combo.categoryoptioncomboid, combo.uid, combo.name
      `,
      primaryKey: ['categoryoptioncomboid'],
      indexes: [],
    };
  },
};
