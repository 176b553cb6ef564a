import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../database/build/index.js';
import { PERIOD_COLUMNS } from '../../resource-tables/index.js';
import type { Instance } from '../instances.js';
import type { SmallChange } from './change.js';
import { differIn, PERIOD, periodsOf } from './key-sets.js';
import { partTable } from './part-tables.js';
import type { Reading, ReadSet } from './reading.js';
import type { PartSource } from './source.js';
import { OF_STATES, OF_VALUES } from './states.js';

/** The rows of the part of an instance from a source, and of what stands where only some of it changed. */
export function contentOf(
  instance: Instance,
  source: PartSource,
  change: SmallChange | undefined,
): RawBuilder<unknown> {
  const isSame = change?.elements.length === 0;
  return sql.join(
    [
      ...(change ? [unchanged(instance, change)] : []),
      ...(isSame ? [] : [fromSource({ ...instance, elements: change?.elements ?? instance.elements }, source)]),
    ],
    sql` union all `,
  );
}

/** By data element and in time, so that what is asked for together lies together. */
export function orderOf(instance: Pick<Instance, 'columns'>): RawBuilder<unknown> {
  const shortest = PERIOD_COLUMNS.find(({ column }) => instance.columns.includes(column))?.column;
  const leading = ['dx', shortest].filter((column) => column !== undefined && instance.columns.includes(column));
  const by = leading.length > 0 ? leading : instance.columns.slice(0, 1);
  return sql.join(by.map((column) => sql.id('content', column as string)));
}

function fromSource(instance: Instance, source: PartSource): RawBuilder<unknown> {
  switch (source.kind) {
    case 'base':
      return grouped(instance, sql`${tableRef(source.name)} as source`, OF_VALUES, [sql`source.value is not null`]);
    case 'part':
      return grouped(instance, sql`${tableRef(source.name)} as source`, OF_STATES, []);
    case 'reading':
      return fromReading(instance, source.reading, source.set);
  }
}

function fromReading(instance: Instance, reading: Reading, set: ReadSet): RawBuilder<unknown> {
  const ofSet = sql`source.set = ${sql.lit(set.id)}`;
  const periods = periodsOf(instance);
  if (areApart(instance, reading, set)) return asRead(instance, reading, set, [ofSet]);
  if (!set.byPeriod || periods.length === 0)
    return grouped(instance, sql`${tableRef(reading.table)} as source`, OF_STATES, [ofSet]);
  // Rows are put together by a number for the columns of periods, which are many, and get these afterwards.
  const list = sql.join(periods.map((column) => sql.id('period', column)));
  const others = instance.columns.filter((column) => !periods.includes(column));
  const numbered = { ...instance, columns: [...others, NUMBER] };
  const rows = sql`(
    select reading.*, period.number as ${sql.id(NUMBER)}
    from ${tableRef(reading.table)} as reading
    left join (
      select period.pe, dense_rank() over (order by ${list}) as number from ${tableRef(reading.periods)} as period
    ) as period on period.pe = reading.${sql.id(PERIOD)}
  ) as source`;
  const columns = instance.columns.map((column) => sql.id(periods.includes(column) ? 'period' : 'known', column));
  return sql`
    select ${sql.join([...columns, ...instance.states.map((state) => sql.id('known', state))])}
    from (${grouped(numbered, rows, OF_STATES, [ofSet])}) as known
    left join (
      select distinct dense_rank() over (order by ${list}) as number, ${list} from ${tableRef(reading.periods)} as period
    ) as period on period.number = known.${sql.id(NUMBER)}
  `;
}

/** So many more rows a roll-up may have than it has keys, rather than that all are put together once more. */
const HARDLY_MORE = 1.25;

/** Whether the rows of a set are as good as those of the roll-up: no two of one key, or hardly any. Whatever reads a roll-up puts its rows together. */
function areApart(instance: Instance, { periodRows }: Reading, set: ReadSet): boolean {
  if (!differIn(set, instance)) return false;
  const periods = periodsOf(instance);
  if (!set.byPeriod) return set.periods.every((column) => periods.includes(column));
  const apart = new Set(periodRows.map((row) => JSON.stringify(periods.map((column) => row[column]))));
  return periodRows.length <= apart.size * HARDLY_MORE;
}

function asRead(
  instance: Instance,
  reading: Reading,
  set: ReadSet,
  restricted: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const periods = set.byPeriod ? periodsOf(instance) : [];
  const columns = instance.columns.map((column) => sql.id(periods.includes(column) ? 'period' : 'source', column));
  const states = instance.states.map((state) => sql.id('source', state));
  const join =
    periods.length === 0
      ? sql``
      : sql`left join ${tableRef(reading.periods)} as period on period.${sql.id(PERIOD)} = source.${sql.id(PERIOD)}`;
  return sql`
    select ${sql.join([...columns, ...states])} from ${tableRef(reading.table)} as source ${join} ${where(instance, restricted)}
  `;
}

/** No analytics table has a column of this name. */
const NUMBER = 'number of the periods';

function grouped(
  instance: Instance,
  rows: RawBuilder<unknown>,
  ofRow: typeof OF_VALUES,
  restricted: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const keys = sql.join(instance.columns.map((column) => sql.id('source', column)));
  const values = instance.states.map((state) => sql`${ofRow[state]} as ${sql.id(state)}`);
  return sql`select ${sql.join([keys, ...values])} from ${rows} ${where(instance, restricted)} group by ${keys}`;
}

/** The rows that count for an instance. */
function where({ elements }: Instance, restricted: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const conditions = [...restricted, ...(elements.length > 0 ? [sql`source.dx in (${listOf(elements)})`] : [])];
  return conditions.length === 0 ? sql`` : sql`where ${sql.join(conditions, sql` and `)}`;
}

/** What the table that stands has of elements of which nothing changed. */
const unchanged = ({ columns, states }: Instance, { table, elements }: SmallChange): RawBuilder<unknown> => sql`
  select ${sql.join([...columns, ...states].map((name) => sql.id('part', name)))}
  from ${tableRef(partTable(table))} as part
  ${elements.length === 0 ? sql`` : sql`where part.dx not in (${listOf(elements)})`}
`;

const listOf = (elements: readonly string[]): RawBuilder<unknown> =>
  sql.join(elements.map((element) => sql.lit(element)));
