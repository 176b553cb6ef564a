import { type RawBuilder, sql } from 'kysely';
import type { ColumnType } from '../../../../database/build/index.js';
import { type NumberForm, toInteger, toNumber, toTimestamp } from '../../numbers.js';
import { BOOLEAN_TYPES } from '../value-types.js';
import type { GeometrySource } from './geometry.js';

/** How the values of a type stand in event, enrollment and tracked entity tables (contract: tables.md §4.6). */
export interface ValueForm {
  readonly type: ColumnType;
  /** The value of a text, null for one that cannot be read; never raises. Without it the text itself stands. */
  readonly parse?: (text: RawBuilder<unknown>) => RawBuilder<unknown>;
  /** Why a text is rejected. */
  readonly rejection: string;
  /** Whether its numbers lie in legends. */
  readonly legends?: boolean;
  /** What its values are the uids of. */
  readonly names?: 'org unit';
}

const DECIMAL = new Set(['NUMBER', 'UNIT_INTERVAL', 'PERCENTAGE']);
const INTEGER = new Set(['INTEGER', 'INTEGER_POSITIVE', 'INTEGER_NEGATIVE', 'INTEGER_ZERO_OR_POSITIVE']);
const BOOLEAN: ReadonlySet<string> = new Set(BOOLEAN_TYPES);
const DATE = new Set(['DATE', 'DATETIME', 'AGE']);

const TEXT: ValueForm = { type: 'text', rejection: '' };

export function formOf(valueType: string, numbers: NumberForm, geometry: GeometrySource): ValueForm {
  if (DECIMAL.has(valueType)) {
    return {
      type: 'double precision',
      parse: (text) => toNumber(text, numbers),
      rejection: 'not a number',
      legends: true,
    };
  }
  if (INTEGER.has(valueType)) {
    return { type: 'bigint', parse: toInteger, rejection: 'not a whole number', legends: true };
  }
  if (BOOLEAN.has(valueType)) {
    return {
      type: 'integer',
      parse: (text) => sql`case ${text} when 'true' then 1 when 'false' then 0 end`,
      rejection: 'neither true nor false',
    };
  }
  if (DATE.has(valueType)) return { type: 'timestamp', parse: toTimestamp, rejection: 'not a date' };
  if (valueType === 'ORGANISATION_UNIT') return { ...TEXT, names: 'org unit' };
  if (valueType === 'COORDINATE' && geometry.postgis) {
    return { type: 'geometry(Point,4326)', parse: geometry.point, rejection: 'not a coordinate' };
  }
  return TEXT;
}
