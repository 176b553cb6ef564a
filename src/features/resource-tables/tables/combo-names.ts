import { sql } from 'kysely';
import type { ResourceTableDefinition } from '../definition.js';

/** `analytics_rs_categoryoptioncomboname`; combos of a category combo without categories, or with an empty one, are left out (contract: tables.md §5.3). */
export const comboNames: ResourceTableDefinition = {
  key: 'comboNames',
  type: 'CATEGORY_OPTION_COMBO_NAME',

  plan: () =>
    Promise.resolve({
      columns: [
        { name: 'categoryoptioncomboid', type: 'bigint', notNull: true },
        { name: 'categoryoptioncomboname', type: 'varchar(255)' },
        { name: 'approvallevel', type: 'integer' },
        { name: 'startdate', type: 'date' },
        { name: 'enddate', type: 'date' },
      ],
      select: sql`
        with valid_combo as (
          select categorycombos_categories.categorycomboid
          from categorycombos_categories
          group by categorycombos_categories.categorycomboid
          having bool_and(exists (
            select from categories_categoryoptions as options where options.categoryid = categorycombos_categories.categoryid
          ))
        )
        select
          combo.categoryoptioncomboid, left(combo.name, 255),
          case when combo.ignoreapproval then 0 end,
          max(option.startdate), min(option.enddate)
        from categoryoptioncombo as combo
        left join categoryoptioncombos_categoryoptions as options on options.categoryoptioncomboid = combo.categoryoptioncomboid
        left join categoryoption as option on option.categoryoptionid = options.categoryoptionid
        where exists (
          select
          from categorycombos_optioncombos
          join valid_combo on valid_combo.categorycomboid = categorycombos_optioncombos.categorycomboid
          where categorycombos_optioncombos.categoryoptioncomboid = combo.categoryoptioncomboid
        )
        group by combo.categoryoptioncomboid, combo.name, combo.ignoreapproval
      `,
      primaryKey: ['categoryoptioncomboid'],
      indexes: [],
    }),
};
