import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { errorText } from '../../../kernel/errors/index.js';
import type { ImportConflict } from '../../imports/index.js';
import { type ImportRules, VALUE_CHECKS, type ValueCheck } from '../checks/index.js';
import { namedValues } from './sources.js';

/**
 * Why values are refused: one conflict for all that are refused for the same reason and objects (contract: imports.md §2.3). Values that give way to a later one for the same key
 * are told with it.
 */
export async function readConflicts(
  db: Db,
  rules: ImportRules,
  attributeCombo: number,
): Promise<readonly ImportConflict[]> {
  const refused = await readRefused(db, rules, attributeCombo);
  return [...refused, ...(await readRepeated(db, rules, attributeCombo))];
}

async function readRefused(db: Db, rules: ImportRules, attributeCombo: number): Promise<readonly ImportConflict[]> {
  const argsOf = (check: ValueCheck) => check.args?.(rules) ?? Object.values(check.objects);
  const { rows } = await sql<{ fault: number; args: string[]; objects: string[]; indexes: number[] }>`
    select refused.fault, refused.args, refused.objects, array_agg(refused.position order by refused.position) as indexes
    from (
      select judged.position, found.fault, ${ofFault(argsOf)} as args, ${ofFault(({ objects }) => Object.values(objects))} as objects
      from ${namedValues(rules, attributeCombo)}
      join judged_value as judged on judged.position = given.position and judged.faults is not null
      cross join lateral unnest(judged.faults) as found (fault)
    ) as refused
    group by refused.fault, refused.args, refused.objects
    order by min(refused.position), refused.fault
  `.execute(db);
  return rows.flatMap(({ fault, args, objects, indexes }) => {
    const check = VALUE_CHECKS[fault - 1];
    return check ? [conflictOf(check, args, objects, indexes)] : [];
  });
}

const texts = (parts: readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  parts.length === 0 ? sql`'{}'::text[]` : sql`array[${sql.join(parts)}]::text[]`;

const ofFault = (part: (check: ValueCheck) => readonly RawBuilder<unknown>[]): RawBuilder<unknown> =>
  sql`case found.fault ${sql.join(
    VALUE_CHECKS.map((check, index) => sql`when ${sql.lit(index + 1)} then ${texts(part(check))}`),
    sql` `,
  )} end`;

function conflictOf(
  { code, property, objects }: Pick<ValueCheck, 'code' | 'property' | 'objects'>,
  args: readonly string[],
  found: readonly string[],
  indexes: readonly number[],
): ImportConflict {
  return {
    object: found[0] ?? '',
    objects: Object.fromEntries(Object.keys(objects).map((name, index) => [name, found[index] ?? ''])),
    value: errorText(code, ...args),
    errorCode: code,
    ...(property !== undefined && { property }),
    indexes,
  };
}

/** Values for one key several times: all their places, the last of which counts (contract: imports.md §9 no. 16). */
async function readRepeated(db: Db, rules: ImportRules, attributeCombo: number): Promise<readonly ImportConflict[]> {
  const { rows } = await sql<{ indexes: number[]; objects: string[] }>`
    with repeated as (
      select judged.place, array_agg(judged.position order by judged.position) as indexes
      from judged_value as judged
      where judged.place in (select superseded.place from judged_value as superseded where superseded.fate = 'S')
      group by judged.place
    )
    select repeated.indexes, ${texts(KEY_NAMES.map((name) => sql`coalesce(${sql.ref(`${name}.name`)}, '')`))} as objects
    from ${namedValues(rules, attributeCombo)}
    join repeated on repeated.indexes[1] = given.position
    order by repeated.indexes[1]
  `.execute(db);
  return rows.map(({ indexes, objects }) => conflictOf(REPEATED, [], objects, indexes));
}

const KEY_NAMES = ['element', 'period', 'unit', 'combo', 'attribute_combo'];

const REPEATED = {
  code: 'E7649',
  objects: {
    dataElement: sql``,
    period: sql``,
    orgUnit: sql``,
    categoryOptionCombo: sql``,
    attributeOptionCombo: sql``,
  },
} as const;
