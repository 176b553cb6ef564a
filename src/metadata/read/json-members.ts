import { type RawBuilder, sql } from 'kysely';
import type { Field, FieldSelection } from '../../http/index.js';

/** Presets that mean every member of a value without a schema. */
const EVERYTHING = ['all', 'owner', 'persisted'];
/** PostgreSQL takes a hundred arguments, two for each member. */
const ARGUMENTS = 40;

/**
 * The wanted members of a JSON value; of each element where it is a list. The value is named once on each level, and `offset 0` keeps PostgreSQL from writing it out
 * wherever it is used, so that the work grows with the depth and not with its power.
 */
export function pickedMembers(
  value: RawBuilder<unknown>,
  selection: FieldSelection,
  alias: () => string,
): RawBuilder<unknown> {
  const everything =
    EVERYTHING.some((preset) => selection.presets.has(preset)) ||
    (selection.presets.size === 0 && selection.named.size === 0);
  const [whole, element] = [alias(), alias()];
  const source = sql.ref(`${element}.value`);
  const kept = everything ? [sql`${source} - ${[...selection.dropped]}::text[]`] : [sql`'{}'::jsonb`];
  const named = [...selection.named].filter(([name]) => !selection.dropped.has(name));
  const members = sql.join([...kept, ...builtObjects(named, source, alias)], sql` || `);
  return sql`(
    select case jsonb_typeof(${sql.ref(`${whole}.value`)}) when 'array' then ${sql.ref(`${whole}.list`)} else ${sql.ref(`${whole}.list`)} -> 0 end
    from (
      select given.value, (
        select coalesce(jsonb_agg(
          case jsonb_typeof(${source}) when 'object' then ${members} else ${source} end order by ${sql.ref(`${element}.position`)}
        ), '[]')
        from jsonb_array_elements(
          case jsonb_typeof(given.value) when 'array' then given.value else jsonb_build_array(given.value) end
        ) with ordinality as ${sql.ref(element)} (value, position)
      ) as list
      from (select to_jsonb(${value}) as value offset 0) as given
      offset 0
    ) as ${sql.ref(whole)}
  )`;
}

function builtObjects(
  named: readonly (readonly [string, Field])[],
  source: RawBuilder<unknown>,
  alias: () => string,
): readonly RawBuilder<unknown>[] {
  const pairs = named.map(([name, { nested, transformers }]) => {
    const member = sql`${source} -> ${name}::text`;
    const rename = transformers.findLast((transformer) => transformer.name === 'rename')?.args[0];
    return sql`${rename ?? name}::text, ${nested ? pickedMembers(sql`(${member})`, nested, alias) : member}`;
  });
  return Array.from(
    { length: Math.ceil(pairs.length / ARGUMENTS) },
    (_, index) => sql`jsonb_build_object(${sql.join(pairs.slice(index * ARGUMENTS, (index + 1) * ARGUMENTS))})`,
  );
}
