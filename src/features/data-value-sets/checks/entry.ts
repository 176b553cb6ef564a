import { type RawBuilder, sql } from 'kysely';
import type { EntryLockCode } from '../../data-values/index.js';
import type { ValueCheck } from './check.js';
import * as names from './names.js';

const dataSet = sql`coalesce(locked.data_set, '')`;

/** A place that is closed for entry; which ones are, and why, was worked out before. */
const closed = (
  code: EntryLockCode,
  property: string | undefined,
  objects: Readonly<Record<string, RawBuilder<unknown>>>,
  args?: readonly RawBuilder<unknown>[],
): ValueCheck => ({
  code,
  ...(property !== undefined && { property }),
  objects,
  ...(args && { args: () => args }),
  fails: () => sql`locked.code = ${sql.lit(code)}`,
});

export const ENTRY_CHECKS: readonly ValueCheck[] = [
  closed('E7638', 'period', { period: names.period, attributeOptionCombo: names.attributeCombo }),
  closed('E7639', 'orgUnit', { orgUnit: names.unit, attributeOptionCombo: names.attributeCombo }),
  closed('E7640', 'period', { period: names.period, dataSet }),
  closed('E7641', 'period', { period: names.period, dataElement: names.element, dataSet }, [
    names.period,
    names.element,
    dataSet,
    sql`coalesce(locked.latest_period, '')`,
  ]),
  closed('E7642', undefined, {
    orgUnit: names.unit,
    period: names.period,
    attributeOptionCombo: names.attributeCombo,
    dataSet,
  }),
  closed('E7643', 'period', { period: names.period, dataSet }),
  closed('E7644', 'period', { period: names.period }),
];
