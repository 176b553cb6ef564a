import { type RawBuilder, sql } from 'kysely';
import type { Transformer } from '../../http/index.js';

/** What is known of a value before the statement runs. */
export type Shape = 'list' | 'object' | 'text' | 'other' | 'unknown';

/** The value after its transformers, one after the other (contract: http.md §7). Unknown ones are passed over. */
export function transformed(
  expression: RawBuilder<unknown>,
  shape: Shape,
  transformers: readonly Transformer[],
): RawBuilder<unknown> {
  let value = expression;
  let known = shape;
  for (const { name, args } of transformers) {
    const length = lengthOf(value, known);
    if (name === 'size' && length) {
      value = length;
      known = 'other';
    } else if ((name === 'isEmpty' || name === 'isNotEmpty') && length) {
      value = name === 'isEmpty' ? sql`(${length} = 0)` : sql`(${length} > 0)`;
      known = 'other';
    } else if (name === 'pluck' && known === 'list') {
      value = sql`(select coalesce(json_agg(element.value -> ${args[0] ?? 'id'}::text), '[]') from json_array_elements(${value}) as element)`;
    } else if (name === 'keyBy' && known === 'list') {
      value = keyedBy(value, args[0] ?? 'id');
      known = 'object';
    }
  }
  return value;
}

/** Number of elements, members or characters; undefined for what has none. */
function lengthOf(value: RawBuilder<unknown>, shape: Shape): RawBuilder<number> | undefined {
  switch (shape) {
    case 'list':
      return sql`json_array_length(to_json(${value}))`;
    case 'text':
      return sql`length(${value})`;
    case 'object':
      return sql`(select count(*) from json_object_keys(to_json(${value})))`;
    case 'unknown':
      return sql`(case jsonb_typeof(to_jsonb(${value}))
        when 'array' then jsonb_array_length(to_jsonb(${value}))
        when 'object' then (select count(*) from jsonb_object_keys(to_jsonb(${value})))::int
      end)`;
    case 'other':
      return undefined;
  }
}

/** An object with the elements by one of their properties; several with the same one become a list. */
function keyedBy(list: RawBuilder<unknown>, property: string): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_object_agg(keyed.key, keyed.value order by keyed.position), '{}')
    from (
      select
        element.value ->> ${property}::text as key,
        case count(*) when 1 then (json_agg(element.value)) -> 0 else json_agg(element.value order by element.position) end as value,
        min(element.position) as position
      from json_array_elements(${list}) with ordinality as element (value, position)
      where element.value ->> ${property}::text is not null
      group by 1
    ) as keyed
  )`;
}
