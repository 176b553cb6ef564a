import { type RawBuilder, sql } from 'kysely';
import { NUMERIC_VALUE_TYPES } from '../../metadata/index.js';

const NUMERIC = sql.join(NUMERIC_VALUE_TYPES.map((type) => sql.lit(type)));

/** That the text of a value is a zero, however it is written. */
export const isZero = (value: string): RawBuilder<unknown> => sql`${sql.ref(value)} ~ '^0(\\.0*)?$'`;

/** That a zero means no more than no value for the row `element` of `dataelement`: entry does not store it (contract: maintenance.md §4.6). */
export const hasEmptyZeros = (element: string): RawBuilder<unknown> => {
  const column = (name: string) => sql.ref(`${element}.${name}`);
  return sql`(
    ${column('zeroissignificant')} is not true and ${column('valuetype')} in (${NUMERIC})
    and ${column('aggregationtype')} not in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT')
  )`;
};
