import { type RawBuilder, sql } from 'kysely';
import { badRequest } from '../../../kernel/errors/index.js';
import { all } from '../access/conditions.js';
import type { Condition, Operator } from './filter-parser.js';

/** A data element or an attribute by whose values objects are chosen or sorted. */
export interface ValueField {
  readonly uid: string;
  readonly id: number;
  readonly numeric: boolean;
}

const NUMBER = '^[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?$';
const NUMBER_PATTERN = new RegExp(NUMBER);
const SIGNS: Partial<Readonly<Record<Operator, string>>> = {
  eq: '=',
  ne: '<>',
  gt: '>',
  ge: '>=',
  lt: '<',
  le: '<=',
};

/** A stored value as it is compared: as a number where the type is one, without regard to case else. What is no number is as if it were not there. */
export const comparable = (value: RawBuilder<unknown>, numeric: boolean): RawBuilder<unknown> =>
  numeric ? sql`case when ${value} ~ ${sql.lit(NUMBER)} then ${value}::numeric end` : sql`lower(${value})`;

/**
 * Whether a stored value, null where there is none, fulfils all conditions. Without a value only `null` is fulfilled.
 *
 * @throws OrderlyError 400 for a text that is compared with numbers
 */
export const fulfils = (
  value: RawBuilder<unknown>,
  field: ValueField,
  conditions: readonly Condition[],
): RawBuilder<boolean> => all(conditions.map((condition) => fulfilsOne(value, field, condition)));

function fulfilsOne(
  value: RawBuilder<unknown>,
  { uid, numeric }: ValueField,
  { operator, value: text = '' }: Condition,
): RawBuilder<boolean> {
  const wanted = (part: string): RawBuilder<unknown> => {
    if (!numeric) return sql`lower(${part}::text)`;
    if (NUMBER_PATTERN.test(part)) return sql`${part}::numeric`;
    throw badRequest(`The filter on ${uid} is invalid: values of ${uid} are numbers, but \`${part}\` is not.`);
  };
  const like = (pattern: string) => sql<boolean>`lower(${value}) like lower(${pattern}::text)`;
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  switch (operator) {
    case 'null':
      return sql`${value} is null`;
    case 'nnull':
      return sql`${value} is not null`;
    case 'like':
      return like(`%${escaped}%`);
    case 'nlike':
      return sql`lower(${value}) not like lower(${`%${escaped}%`}::text)`;
    case 'sw':
      return like(`${escaped}%`);
    case 'ew':
      return like(`%${escaped}`);
    case 'in':
      return sql`${comparable(value, numeric)} in (${sql.join(text.split(';').map(wanted))})`;
    default:
      return sql`${comparable(value, numeric)} ${sql.raw(SIGNS[operator] ?? '=')} ${wanted(text)}`;
  }
}

/** The value of an attribute of a tracked entity, null where it has none. */
export const attributeValue = (entity: RawBuilder<unknown>, { id }: ValueField): RawBuilder<unknown> => sql`(
  select stored.value from trackedentityattributevalue as stored
  where stored.trackedentityid = ${entity} and stored.trackedentityattributeid = ${id}
)`;

/** The value of a data element in the event called `event`. */
export const dataValue = (event: string, { uid }: ValueField): RawBuilder<unknown> =>
  sql`(${sql.ref(`${event}.eventdatavalues`)} #>> ${[uid, 'value']}::text[])`;

/** Whether the attribute of the tracked entity fulfils all conditions; found by its values where there must be one. */
export function attributeFulfils(
  entity: RawBuilder<unknown>,
  field: ValueField,
  conditions: readonly Condition[],
): RawBuilder<boolean> {
  const asked = conditions.filter(({ operator }) => operator !== 'null');
  const absent = sql<boolean>`${attributeValue(entity, field)} is null`;
  if (asked.length < conditions.length) return asked.length === 0 ? absent : sql`false`;
  return sql`${entity} in (
    select stored.trackedentityid from trackedentityattributevalue as stored
    where stored.trackedentityattributeid = ${field.id} and stored.value is not null
      and ${fulfils(sql.ref('stored.value'), field, asked)}
  )`;
}
