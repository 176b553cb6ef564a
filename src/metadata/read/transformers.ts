import { type RawBuilder, sql } from 'kysely';
import type { Transformer } from '../../http/index.js';

/** What is known of a value before the statement runs. */
export type Shape = 'list' | 'object' | 'text' | 'other' | 'unknown';

/** The value after its transformers, one after the other (contract: http.md §7). Unknown ones, and ones for values of another form, are passed over. */
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
    } else if (name === 'pluck' && (known === 'list' || known === 'unknown')) {
      value = ofList(value, known, (list) => plucked(list, args[0] ?? 'id'));
    } else if (name === 'keyBy' && (known === 'list' || known === 'unknown')) {
      value = ofList(value, known, (list) => keyedBy(list, args[0] ?? 'id'));
      if (known === 'list') known = 'object';
    }
  }
  return value;
}

/** Number of elements, members or characters; null for no value, undefined for what has none. Members without value do not count, because they are not sent. */
function lengthOf(value: RawBuilder<unknown>, shape: Shape): RawBuilder<number> | undefined {
  switch (shape) {
    case 'list':
      return sql`json_array_length(to_json(${value}))`;
    case 'text':
      return sql`length(${value})`;
    case 'object':
    case 'unknown':
      return sql`(
        select case jsonb_typeof(measured.value)
          when 'array' then jsonb_array_length(measured.value)
          when 'object' then (select count(*) from jsonb_object_keys(measured.value))::int
          when 'string' then length(measured.value #>> '{}')
        end
        from (select jsonb_strip_nulls(to_jsonb(${value})) as value offset 0) as measured
      )`;
    case 'other':
      return undefined;
  }
}

/** What is made of a list; a value that turns out to be none stays as it is. */
function ofList(
  value: RawBuilder<unknown>,
  shape: 'list' | 'unknown',
  work: (list: RawBuilder<unknown>) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  if (shape === 'list') return work(value);
  const list = sql.ref('stored.value');
  return sql`(
    select case json_typeof(${list}) when 'array' then ${work(list)} else ${list} end
    from (select to_json(${value}) as value offset 0) as stored
  )`;
}

/** One property of each element; elements without it are left out. */
function plucked(list: RawBuilder<unknown>, property: string): RawBuilder<unknown> {
  return sql`(
    select coalesce(json_agg(picked.value order by picked.position), '[]')
    from (
      select element.value -> ${property}::text as value, element.position
      from json_array_elements(${list}) with ordinality as element (value, position)
    ) as picked
    where json_typeof(picked.value) <> 'null'
  )`;
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
