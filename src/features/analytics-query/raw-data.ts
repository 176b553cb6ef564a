import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Grid } from '../grids/index.js';
import { identifier, isUidScheme } from '../imports/index.js';
import { type PreparedQuery, prepareQuery, type QueryContext } from './answer-query.js';
import { answer } from './answers/answer.js';
import { numberColumn, textColumn } from './answers/rows.js';
import { titleOf } from './answers/titles.js';
import type { AnalyticsRequest, DataItem, QueryPeriod } from './query.js';
import type { AnalyticsParameters } from './request/parameters.js';
import { parseDimensions } from './request/parse.js';
import { column, conditions } from './statements/conditions.js';
import { type Cursors, readThrough, type Turn } from './statements/cursor.js';
import type { DataGroup, Plan } from './statements/plan.js';

interface RawColumn {
  readonly name: string;
  readonly title: string;
  readonly expression: RawBuilder<unknown>;
  readonly join?: RawBuilder<unknown>;
}

/**
 * The rows of the table that a query would put together, one by one: the dimensions, with `showHierarchy` the units of each level, the days of the period, the value. The
 * periods become one stretch of days (contract: analytics-query.md §5.6).
 *
 * @throws OrderlyError what any query throws
 */
export async function rawData(db: Db, asked: AnalyticsParameters, context: QueryContext): Promise<RawAnswer> {
  const named = parseDimensions(asked.dimension).map(({ name }) => name);
  const prepared = await prepareQuery(db, withoutOpenPeriods({ ...asked, columns: '', rows: '' }), context);
  const { request, parameters } = prepared;
  const columns = await columnsOf(db, named, prepared);
  const options = { ...prepared, user: context.user, ignored: request.ignored };
  const none = (async function* () {})();
  const { members } = await answer(db, request, none, { ...options, parameters: { ...parameters, skipData: false } });
  const grid: Grid = {
    title: '',
    subtitle: '',
    headers: [
      ...columns.map(({ name, title }) => textColumn(name, title)),
      textColumn('pestartdate', 'Period start date'),
      textColumn('peenddate', 'Period end date'),
      numberColumn('value', 'Value'),
    ],
    // Indicators and the like have no rows of their own.
    rows:
      parameters.skipData || request.data.length === 0
        ? []
        : rowsOf(db, statementOf(request, columns), prepared.options),
    ...(members && { members }),
  };
  return { grid, prepared };
}

export interface RawAnswer {
  readonly grid: Grid;
  readonly prepared: PreparedQuery;
}

/** `dimension=pe` without periods goes with two dates here: it only asks for the column. */
function withoutOpenPeriods(parameters: AnalyticsParameters): AnalyticsParameters {
  if (parameters.startDate === undefined || parameters.endDate === undefined) return parameters;
  return {
    ...parameters,
    dimension: parameters.dimension.flatMap((text) => text.split(',')).filter((text) => text.trim() !== 'pe'),
  };
}

async function columnsOf(
  db: Db,
  dimensions: readonly string[],
  { request, parameters, schemes }: PreparedQuery,
): Promise<readonly RawColumn[]> {
  const own = dimensions.map((name): RawColumn => {
    const title = titleOf(request, name);
    return name === 'ou' ? unitColumn(name, title, 'ou') : { name, title, expression: column(name) };
  });
  const levels = parameters.showHierarchy ? await readLevels(db) : [];
  return [...own, ...levels.map(({ name, title }) => unitColumn(name, title, name))];

  function unitColumn(name: string, title: string, from: string): RawColumn {
    if (isUidScheme(schemes.unit)) return { name, title, expression: column(from) };
    const table = sql.id(`unit_${from}`);
    return {
      name,
      title,
      expression: sql`coalesce(${table}.name, ${column(from)}::text)`,
      join: sql`
        left join lateral (
          select ${identifier(schemes.unit)} as name from organisationunit as object where object.uid = ${column(from)}
        ) as ${table} on true
      `,
    };
  }
}

/** The levels that the table has columns for. */
async function readLevels(db: Db): Promise<readonly { readonly name: string; readonly title: string }[]> {
  const { rows } = await sql<{ name: string; title: string }>`
    select level_column.attname::text as name, coalesce(orgunitlevel.name, 'Level ' || substr(level_column.attname, 9)) as title
    from pg_attribute as level_column
    left join orgunitlevel on orgunitlevel.level::text = substr(level_column.attname, 9)
    where level_column.attrelid = 'analytics'::regclass and level_column.attname ~ '^uidlevel\\d+$'
      and not level_column.attisdropped
    order by substr(level_column.attname, 9)::int
  `.execute(db);
  return rows;
}

function statementOf(request: AnalyticsRequest, columns: readonly RawColumn[]): RawBuilder<unknown> {
  const isText = (item: DataItem): boolean => item.isText === true;
  const groups = [false, true]
    .map((text) => ({ text, items: request.data.filter((item) => isText(item) === text) }))
    .filter(({ items }) => items.length > 0);
  const selected = columns.map(({ expression }, index) => sql`${expression}::text as ${sql.id(`c${index}`)}`);
  const joins = columns.flatMap(({ join }) => (join ? [join] : []));
  const parts = groups.map(
    ({ text, items }) => sql`
      select ${sql.join([
        ...selected,
        sql`analytics.pestartdate::text as "from"`,
        sql`analytics.peenddate::text as "end"`,
        sql`${text ? column('textvalue') : sql`analytics.value::numeric::text`} as value`,
        sql`analytics.id`,
      ])}
      from analytics ${joins.length === 0 ? sql`` : sql.join(joins, sql` `)}
      where ${sql.join(conditions(request, planOf(request, items, text), { preAggregation: [] }), sql` and `)}
    `,
  );
  return sql`select * from (${sql.join(parts, sql` union all `)}) as raw order by raw."from", raw.id`;
}

/** Rows within the days from the first period to the last. */
function planOf({ periods }: AnalyticsRequest, items: readonly DataItem[], isText: boolean): Plan {
  const [first] = periods;
  const startDate = periods.map((period) => period.startDate).reduce((a, b) => (a < b ? a : b), first?.startDate ?? '');
  const endDate = periods.map((period) => period.endDate).reduce((a, b) => (a > b ? a : b), first?.endDate ?? '');
  const ranges: readonly QueryPeriod[] = first ? [{ ...first, startDate, endDate }] : [];
  return {
    data: { items, isText } as unknown as DataGroup,
    periods: { columns: [], ranges, label: undefined, takers: undefined },
    units: undefined,
  };
}

async function* rowsOf(
  db: Db,
  statement: RawBuilder<unknown>,
  turn: Turn,
): AsyncGenerator<readonly (readonly string[])[]> {
  const read = async function* (cursors: Cursors) {
    for (;;) {
      const rows = await cursors.next<Readonly<Record<string, string | null>>>(0);
      if (rows.length === 0) return;
      yield rows.map(({ id: _, ...cells }) => Object.values(cells).map((cell) => cell ?? ''));
    }
  };
  yield* readThrough(db, [statement], read, turn);
}
