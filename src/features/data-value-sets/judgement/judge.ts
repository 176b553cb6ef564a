import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { isZero, normalValue } from '../../data-values/index.js';
import { type ImportRules, OBJECT_CHECKS, VALUE_CHECKS } from '../checks/index.js';
import { namedValues, storedValues } from './sources.js';

/**
 * What becomes of a value (contract: imports.md §2.5): it is put in (`I`), changes or revives what is stored (`C`), deletes it (`D`), changes nothing (`N`), is not wanted by the
 * strategy (`X`), or gives way to a later value of the payload for the same key (`S`). Null for a value that a check refuses.
 */
export type Fate = 'I' | 'C' | 'D' | 'N' | 'X' | 'S';

/**
 * Makes the table `judged_value`: for each value the numbers of the checks that refuse it (from 1, in the order of `VALUE_CHECKS`; null if none does), its keys, what would be stored, its
 * fate, and `place`, a number in the order of the keys, null for a value that is refused.
 */
export async function judgeValues(db: Db, rules: ImportRules, attributeCombo: number): Promise<void> {
  const { mergeDataValues } = rules.options;
  const place = await placeNumber(db);
  // Without `offset` what is examined would be worked out again wherever it is spoken of.
  await sql`
    create temporary table judged_value on commit drop as
    with examined as (
      select given.position, ${faults(rules)} as faults,
        element.dataelementid, period.periodid, unit.organisationunitid as sourceid, combo.categoryoptioncomboid,
        attribute_combo.categoryoptioncomboid as attributeoptioncomboid, ${place} as place,
        case when given.is_count and element.takes_counts then given.value else ${normalValue(sql`given.value`, sql`element.valuetype`)} end as value, given.comment, given.followup, stored_by.name as stored_by,
        not ${mergeDataValues}::boolean or given.comment is not null as has_comment,
        not ${mergeDataValues}::boolean or given.followup is not null as has_followup,
        flag.is_gone, element.has_empty_zeros and case when given.is_count then given.value = '0' else ${isZero('given.value')} is true end as is_empty_zero,
        stored.dataelementid is not null as is_there, stored.deleted as was_deleted, stored.value as old_value, stored.comment as old_comment,
        stored.followup as old_followup
      from ${namedValues(rules, attributeCombo)}
      ${storedValues}
      offset 0
    ),
    placed as (
      select examined.position, examined.faults, examined.dataelementid, examined.periodid, examined.sourceid, examined.categoryoptioncomboid,
        examined.attributeoptioncomboid, examined.value, examined.comment, examined.followup, examined.has_comment, examined.has_followup,
        examined.stored_by, examined.is_there, examined.was_deleted, examined.is_empty_zero,
        examined.is_gone or examined.is_empty_zero as gone,
        case when examined.faults is null then examined.place end as place,
        examined.is_there and not examined.was_deleted as is_stored,
        examined.old_value is not distinct from examined.value
          and (not examined.has_comment or coalesce(examined.old_comment, '') = coalesce(examined.comment, ''))
          and (not examined.has_followup or coalesce(examined.old_followup, false) = coalesce(examined.followup, false)) as is_same
      from examined
    )
    select placed.position, placed.faults, placed.dataelementid, placed.periodid, placed.sourceid, placed.categoryoptioncomboid,
      placed.attributeoptioncomboid, placed.place, placed.value, placed.comment, placed.followup, placed.has_comment, placed.has_followup,
      placed.stored_by, placed.gone, placed.was_deleted, ${fate(rules)}::"char" as fate
    from placed
  `.execute(db);
}

/** Marks the values that give way to a later one for the same key. */
export async function markSuperseded(db: Db): Promise<void> {
  await sql`
    update judged_value set fate = 'S'
    from (
      select judged.place, max(judged.position) as last from judged_value as judged
      where judged.place is not null group by judged.place having count(*) > 1
    ) as repeated
    where repeated.place = judged_value.place and judged_value.position < repeated.last
  `.execute(db);
}

/** The first check that refuses a value, or all of them when they are asked for: those of its objects, and only if its objects are there those of the rest. */
function faults(rules: ImportRules): RawBuilder<unknown> {
  const asked = VALUE_CHECKS.flatMap((check, index) => {
    const fails = check.fails(rules);
    return fails ? [{ number: sql.lit(index + 1), fails, isObject: index < OBJECT_CHECKS.length }] : [];
  });
  if (rules.options.reportMode !== 'ALL') {
    const branches = asked.map(({ number, fails }) => sql`when ${fails} then array[${number}]`);
    return sql`case ${sql.join(branches, sql` `)} end`;
  }
  const all = (objects: boolean): RawBuilder<unknown> => {
    const found = asked
      .filter(({ isObject }) => isObject === objects)
      .map(({ number, fails }) => sql`case when ${fails} then ${number} end`);
    return sql`nullif(array_remove(array[${sql.join(found)}]::int[], null), '{}')`;
  };
  return sql`coalesce(${all(true)}, ${all(false)})`;
}

/**
 * The keys as one number, in whose order they are: sorting by it is several times as fast as by five columns. Its parts are places among the keys of the payload; a payload that is
 * spread so widely that the number leaves the range of a bigint gets one of any length.
 */
async function placeNumber(db: Db): Promise<RawBuilder<unknown>> {
  const { rows } = await sql<Record<'periods' | 'units' | 'combos', number> & { readonly wide: boolean }>`
    select width.*, width.elements::numeric * width.periods * width.units * width.combos * width.combos > 9e18 as wide
    from (
      select (select max(rank) + 1 from named_element) as elements, (select max(rank) + 1 from named_period) as periods,
        (select max(rank) + 1 from named_unit) as units, (select max(rank) + 1 from named_combo) as combos
    ) as width
  `.execute(db);
  const { periods, units, combos, wide } = rows[0] ?? { periods: 1, units: 1, combos: 1, wide: false };
  const type = wide ? sql`numeric` : sql`bigint`;
  return sql`(((
    element.rank::${type} * ${sql.lit(periods)} + period.rank) * ${sql.lit(units)} + unit.rank) * ${sql.lit(combos)} + combo.rank
  ) * ${sql.lit(combos)} + attribute_combo.rank`;
}

function fate({ strategy }: ImportRules): RawBuilder<unknown> {
  const creates = strategy === 'CREATE' || strategy === 'CREATE_AND_UPDATE';
  const changes = strategy !== 'CREATE';
  const refusedUnless = (allowed: boolean, fates: RawBuilder<unknown>): RawBuilder<unknown> =>
    allowed ? fates : sql`'X'`;
  return sql`case
    when placed.faults is not null then null
    when placed.is_empty_zero and not (placed.is_stored and ${changes}::boolean) then 'N'
    when placed.gone and placed.is_stored then ${refusedUnless(changes, sql`'D'`)}
    when placed.gone then ${refusedUnless(creates, sql`'N'`)}
    when not placed.is_stored then ${refusedUnless(creates, sql`case when placed.is_there then 'C' else 'I' end`)}
    when ${!changes}::boolean then 'X'
    when placed.is_same then 'N'
    else 'C'
  end`;
}
