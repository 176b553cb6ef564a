import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { catalogued, conflict } from '../../../kernel/errors/index.js';
import { type Expression, ExpressionError, itemsOf, parseExpression } from '../../../kernel/expressions/index.js';
import { isDataReadable } from '../../../metadata/index.js';
import { isLost } from '../../analytics-tables/index.js';
import { objectsByUid } from '../../expressions/index.js';
import type { AnalyticsRequest, DerivedItem } from '../query.js';
import { readableBy } from '../request/data-statements.js';
import { meetsAll } from '../request/parse.js';
import type { DataOptions } from '../request/resolve-data.js';
import { column } from '../statements/conditions.js';
import type { AnswerRow } from '../statements/execute.js';
import { EVENT_DAY, eventTable, RULES } from './event-items.js';
import { FormulaSql } from './formula-sql.js';
import type { SqlKind } from './formula-writer.js';
import { groupedBy } from './grouped.js';
import type { DataKind, RowOptions } from './kind.js';
import { keysOf, levelsOf, runTableStatements, type TableRow, tableStatement } from './other-tables.js';
import { boundaryParts, isUsual, type PeriodBoundary } from './program-boundaries.js';
import { writeNumber } from './write-number.js';

/** A program indicator with its formulas, as they are stored. */
export interface ProgramIndicatorItem extends DerivedItem {
  readonly kind: 'programIndicator';
  readonly program: string;
  readonly expression: string;
  readonly filter: string | null;
  readonly analyticsType: 'EVENT' | 'ENROLLMENT';
  readonly aggregationType: string;
  readonly decimals: number | null;
  readonly boundaries: readonly PeriodBoundary[];
  /** Value types of the data elements and attributes of the program. */
  readonly valueTypes: Readonly<Record<string, string>>;
}

/** A program indicator as SQL over the rows of its table, which is called `analytics` there. */
export interface IndicatorSql {
  readonly item: ProgramIndicatorItem;
  readonly table: string;
  /** What it comes to in one row; undefined where it counts what is different among the rows. */
  readonly ofRow: RawBuilder<unknown> | undefined;
  /** The column whose different values it counts. */
  readonly counted: string | undefined;
  readonly aggregated: RawBuilder<unknown>;
  /** Which rows it is about. */
  readonly condition: RawBuilder<unknown> | undefined;
  /** Whether it bounds periods by other dates than that of the row. */
  readonly hasOwnBoundaries: boolean;
}

const UID = /^[a-zA-Z][a-zA-Z0-9]{10}$/;

/** Variables that count what is different among the rows. */
const COUNTED: Readonly<Record<string, string>> = {
  event_count: 'event',
  enrollment_count: 'enrollment',
  tei_count: 'trackedentity',
  org_unit_count: 'ou',
};

/** Program indicators, worked out in SQL over the events or enrollments of their program (contract: analytics-query.md §3.1). */
export const programIndicatorKind: DataKind<ProgramIndicatorItem> = {
  kind: 'programIndicator',
  matches: (text) => UID.test(text),
  async resolve(db, texts, options) {
    return groupedBy(await readProgramIndicators(db, texts, options), ({ uid }) => uid);
  },
  async rows(db, request, items, options) {
    for (const type of ['EVENT', 'ENROLLMENT']) if (await isLost(db, type)) throw catalogued('E7144');
    if (!request.dimensions.includes('dx') && items.length > 1) {
      throw conflict('Only a single program indicator can be specified as filter.', { code: 'E7133' });
    }
    const statements = (await written(db, items)).flatMap((one) =>
      worked(one.item, () => statementsOf(request, one, options)),
    );
    const byUid = new Map(items.map((item) => [item.uid, item]));
    return (await runTableStatements(db, statements, options))
      .flat()
      .filter(({ value }) => value !== null)
      .map((row): AnswerRow => {
        const value = Number(row.value);
        const decimals = byUid.get(String(row.dx))?.decimals ?? null;
        return {
          keys: keysOf(request, row, String(row.dx)),
          value,
          text: writeNumber(value, decimals, options.skipRounding),
        };
      })
      .filter(({ text }) => meetsAll(Number(text), options.criteria));
  },
};

/**
 * The program indicators among `uids` as SQL, for queries that are about single rows of their program.
 *
 * @throws OrderlyError E7121 for one of a program whose data the user may not read, E7132 for a formula that has no meaning
 */
export async function readIndicatorSql(
  db: Db,
  uids: readonly string[],
  options: DataOptions,
): Promise<readonly IndicatorSql[]> {
  return uids.length === 0 ? [] : await written(db, await readProgramIndicators(db, uids, options));
}

async function written(db: Db, items: readonly ProgramIndicatorItem[]): Promise<readonly IndicatorSql[]> {
  const parsed = items.map((item) => worked(item, () => parsedItem(item)));
  const constants = await objectsByUid(db, 'constant', parsed.flatMap(namesOfConstants));
  return parsed.map((one) => worked(one.item, () => asSql(one, (uid) => constants.get(uid)?.value ?? 0)));
}

/** @throws OrderlyError E7132 for a formula that has no meaning, with whose it is */
function worked<Result>({ uid, name }: ProgramIndicatorItem, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw conflict(`The program indicator '${name ?? uid}' (${uid}) cannot be worked out: ${error.message}`, {
      code: 'E7132',
      cause: error,
    });
  }
}

interface ParsedItem {
  readonly item: ProgramIndicatorItem;
  readonly expression: Expression;
  readonly filter: Expression | undefined;
}

const parsedItem = (item: ProgramIndicatorItem): ParsedItem => ({
  item,
  expression: parseExpression(item.expression, 'program'),
  filter: item.filter?.trim() ? parseExpression(item.filter, 'program') : undefined,
});

function namesOfConstants({ expression, filter }: ParsedItem): readonly string[] {
  return [expression, ...(filter ? [filter] : [])].flatMap((one) => {
    const { current, sampled } = itemsOf(one);
    return [...current, ...sampled].flatMap(({ symbol, parts }) => (symbol === 'C' ? parts : []));
  });
}

function asSql({ item, expression, filter }: ParsedItem, constant: (uid: string) => number): IndicatorSql {
  const { analyticsType, program } = item;
  const kinds = new Map(Object.entries(item.valueTypes).map(([uid, type]) => [uid, kindOf(type)]));
  const own = new FormulaSql({ analyticsType, eventTable: eventTable(program), kinds, constant });
  const counted = expression.kind === 'programVariable' ? COUNTED[expression.name] : undefined;
  if (counted === 'event' && analyticsType === 'ENROLLMENT')
    throw new ExpressionError('Enrollments have no V{event_count}.');
  const ofRow = counted === undefined ? own.number(expression) : undefined;
  return {
    item,
    table: analyticsType === 'EVENT' ? eventTable(program) : `analytics_enrollment_${program.toLowerCase()}`,
    ofRow,
    counted,
    aggregated: ofRow ? aggregated(ofRow, item) : sql`count(distinct ${column(counted ?? '')})`,
    condition: filter && own.condition(filter),
    hasOwnBoundaries: !isUsual(item),
  };
}

function statementsOf(
  request: AnalyticsRequest,
  { item, table, aggregated: value, condition }: IndicatorSql,
  { completedOnly }: RowOptions,
): readonly RawBuilder<TableRow>[] {
  const isEvent = item.analyticsType === 'EVENT';
  const day = isEvent ? EVENT_DAY : column('enrollmentdate');
  const where = [
    ...(isEvent
      ? [completedOnly ? sql`analytics.eventstatus = 'COMPLETED'` : sql`analytics.eventstatus <> 'SCHEDULE'`]
      : []),
    ...(condition ? [condition] : []),
  ];
  return levelsOf(request).flatMap((units) =>
    boundaryParts(request, item, day).map((part) =>
      tableStatement(request, {
        from: sql`(select ${item.uid}::text as dx, rows.* from ${sql.table(table)} as rows) as analytics`,
        dx: [item.uid],
        pe: part.pe,
        units,
        where: [...where, part.where],
        values: { value },
      }),
    ),
  );
}

function aggregated(value: RawBuilder<unknown>, { aggregationType, analyticsType }: ProgramIndicatorItem) {
  const isTimed = /^(LAST|FIRST)/.test(aggregationType);
  const rule = analyticsType === 'ENROLLMENT' && isTimed ? undefined : RULES[aggregationType];
  if (!rule) throw new ExpressionError(`Aggregation type ${aggregationType} is not supported by this server.`);
  return rule(value);
}

function kindOf(valueType: string): SqlKind {
  if (/^(NUMBER|UNIT_INTERVAL|PERCENTAGE|INTEGER.*|BOOLEAN|TRUE_ONLY)$/.test(valueType)) return 'number';
  return /^(DATE|DATETIME|AGE)$/.test(valueType) ? 'date' : 'text';
}

interface ProgramIndicatorRow extends ProgramIndicatorItem {
  readonly dataReadable: boolean;
}

/** @throws OrderlyError E7121 for an indicator of a program whose data the user may not read */
async function readProgramIndicators(
  db: Db,
  texts: readonly string[],
  { user, shortNames, override }: DataOptions,
): Promise<readonly ProgramIndicatorItem[]> {
  const label = sql.id(shortNames ? 'shortname' : 'name');
  const { rows } = await sql<ProgramIndicatorRow>`
    select
      'programIndicator' as kind, indicator.uid, indicator.${label} as name, indicator.code, program.uid as program,
      coalesce(indicator.expression, '') as expression, indicator.filter, indicator.analyticstype as "analyticsType",
      coalesce(${override ?? null}::text, nullif(indicator.aggregationtype, 'DEFAULT'), 'AVERAGE') as "aggregationType", indicator.decimals,
      json_build_object(
        'dimensionItemType', 'PROGRAM_INDICATOR', 'valueType', 'NUMBER',
        'aggregationType', indicator.aggregationtype, 'totalAggregationType', indicator.aggregationtype
      ) as details,
      coalesce((
        select json_agg(json_build_object(
          'target', boundary.boundarytarget, 'type', boundary.analyticsperiodboundarytype,
          'offset', coalesce(boundary.offsetperiods, 0), 'offsetType', offsettype.name
        ))
        from periodboundary as boundary
        left join periodtype as offsettype on offsettype.periodtypeid = boundary.offsetperiodtypeid
        where boundary.programindicatorid = indicator.programindicatorid
      ), '[]') as boundaries,
      (
        select coalesce(json_object_agg(item.uid, item.valuetype), '{}')
        from (
          select element.uid, element.valuetype
          from programstage as stage
          join programstagedataelement as used on used.programstageid = stage.programstageid and not used.skipanalytics
          join dataelement as element on element.dataelementid = used.dataelementid
          where stage.programid = program.programid
          union
          select attribute.uid, attribute.valuetype
          from program_attributes as used
          join trackedentityattribute as attribute on attribute.trackedentityattributeid = used.trackedentityattributeid
          where used.programid = program.programid and attribute.confidential is not true
        ) as item
      ) as "valueTypes",
      ${user ? isDataReadable('program', user) : sql`true`} as "dataReadable"
    from programindicator as indicator
    join program on program.programid = indicator.programid
    where indicator.uid = any (${[...texts]}::text[]) and ${readableBy('indicator', user)}
  `.execute(db);
  const closed = rows.find(({ dataReadable }) => !dataReadable);
  if (closed && user) throw catalogued('E7121', user.username, 'Program', closed.program);
  return rows;
}
