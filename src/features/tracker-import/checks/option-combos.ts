import { type RawBuilder, sql } from 'kysely';
import { references } from '../staging/references.js';
import type { Check } from './check.js';

/** Whether an event names category options, not the combination of them. */
const byOptions = sql`staged.option_combo_ref is null and staged.option_refs is not null`;

const program = sql`
  join program on program.programid = staged.program_id
  join categorycombo as combo on combo.categorycomboid = program.categorycomboid
`;

/** The category options that an event names, one in each row. */
const named: RawBuilder<unknown> = sql`cross join lateral regexp_split_to_table(staged.option_refs, '[;,]') as part (ref)`;

/** The attribute option combo of an event, as it is given and as its program wants it (contract: imports.md §7.4 `E1054`, `E1055`, `E1115`–`E1117`). */
export const OPTION_COMBOS: readonly Check[] = [
  {
    codes: ['E1115'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1115', array[staged.option_combo_ref] from ${rows} as staged
      where staged.option_combo_ref is not null and staged.option_combo_id is null
    `,
  },
  {
    codes: ['E1116'],
    stage: 'relations',
    of: 'event',
    problems: (rows, { options }) => sql`
      select staged.position, 'E1116', array[btrim(part.ref)] from ${rows} as staged
      ${named}
      left join ${references('categoryoption', 'categoryoptionid', options.idSchemes.categoryOption)} as option on option.ref = btrim(part.ref)
      where staged.option_refs is not null and option.id is null
    `,
  },
  {
    codes: ['E1055'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1055', '{}'::text[] from ${rows} as staged
      ${program}
      where combo.name <> 'default' and (
        staged.option_combo_ref is null and staged.option_refs is null
        or exists (
          select from categorycombos_optioncombos as link
          join categorycombo as standard on standard.categorycomboid = link.categorycomboid and standard.name = 'default'
          where link.categoryoptioncomboid = staged.option_combo_id
        )
      )
    `,
  },
  {
    codes: ['E1117'],
    stage: 'relations',
    of: 'event',
    problems: (rows, { options }) => sql`
      select staged.position, 'E1117', array[coalesce(staged.option_combo_ref, combo.uid), '[' || array_to_string(refs.list, ', ') || ']']
      from ${rows} as staged
      ${program}
      cross join lateral (
        select array_agg(btrim(part.ref) order by part.number) as list,
          array_agg(distinct option.id order by option.id) as ids, bool_and(option.id is not null) as known
        from regexp_split_to_table(staged.option_refs, '[;,]') with ordinality as part (ref, number)
        left join ${references('categoryoption', 'categoryoptionid', options.idSchemes.categoryOption)} as option on option.ref = btrim(part.ref)
      ) as refs
      where staged.option_refs is not null and refs.known and (
        ${byOptions} and staged.option_combo_id is null
        or staged.option_combo_id is not null and refs.ids is distinct from (
          select array_agg(member.categoryoptionid order by member.categoryoptionid)
          from categoryoptioncombos_categoryoptions as member where member.categoryoptioncomboid = staged.option_combo_id
        )
      )
    `,
  },
  {
    codes: ['E1054'],
    stage: 'relations',
    of: 'event',
    problems: (rows) => sql`
      select staged.position, 'E1054', array[staged.option_combo_ref, combo.uid] from ${rows} as staged
      ${program}
      where staged.option_combo_ref is not null and staged.option_combo_id is not null
        and not exists (
          select from categorycombos_optioncombos as link
          where link.categorycomboid = combo.categorycomboid and link.categoryoptioncomboid = staged.option_combo_id
        )
        and not exists (
          select from categorycombos_optioncombos as link
          join categorycombo as standard on standard.categorycomboid = link.categorycomboid and standard.name = 'default'
          where link.categoryoptioncomboid = staged.option_combo_id and combo.name <> 'default'
        )
    `,
  },
];
