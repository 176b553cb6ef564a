import { type RawBuilder, sql } from 'kysely';
import type { ComputedProperty, PeriodTypeProperty, ValueProperty, ValueType } from '../model/property.js';
import type { ReadContext } from '../model/read-context.js';

/** Properties with one value that is neither an object nor a list. */
export type ScalarProperty = ValueProperty | PeriodTypeProperty | ComputedProperty;

/** Types whose values are words. */
export const TEXTUAL: ReadonlySet<ValueType> = new Set(['TEXT', 'IDENTIFIER', 'EMAIL', 'URL', 'COLOR', 'CONSTANT']);

const WIRE_DATE = 'YYYY-MM-DD"T"HH24:MI:SS.MS';

/** The value as it is shown (contract: http.md §10). */
export function shown(property: ScalarProperty, alias: string, context: ReadContext): RawBuilder<unknown> {
  const raw = compared(property, alias, context);
  if (property.kind !== 'value') return raw;
  if (property.concealed) return property.concealed.reduce(without, raw);
  return property.type === 'DAY' || property.type === 'DATE' ? wireDate(raw) : raw;
}

/** JSON without the member at `path`; anything else than an object around it is left as it is. */
const without = (json: RawBuilder<unknown>, path: readonly string[]): RawBuilder<unknown> => sql`(
  case when jsonb_typeof(${json} #> ${path.slice(0, -1)}::text[]) = 'object' then ${json} #- ${[...path]}::text[] else ${json} end
)`;

/** A timestamp in the form of the wire. */
export const wireDate = (value: RawBuilder<unknown>): RawBuilder<string> =>
  sql`to_char(${value}, ${sql.lit(WIRE_DATE)})`;

/** The value as it is compared and sorted: days are moments at midnight. */
export function compared(property: ScalarProperty, alias: string, context: ReadContext): RawBuilder<unknown> {
  switch (property.kind) {
    case 'computed':
      return sql`(${property.expression(alias, context)})`;
    case 'periodType':
      return sql`(
        select periodtype.name from periodtype where periodtype.periodtypeid = ${sql.ref(`${alias}.${property.column}`)}
      )`;
    case 'value': {
      const column = sql.ref(`${alias}.${property.column}`);
      if (property.type === 'DAY') return sql`${column}::timestamp`;
      return withoutGaps(property, column);
    }
  }
}

/** The peer's objects have defaults where a row has none: such a row says the same as one that was written without. */
function withoutGaps({ fallback }: ValueProperty, column: RawBuilder<unknown>): RawBuilder<unknown> {
  if (fallback === undefined || fallback === null) return column;
  return sql`coalesce(${column}, ${sql.lit(typeof fallback === 'object' ? JSON.stringify(fallback) : fallback)})`;
}
