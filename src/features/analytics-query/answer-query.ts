import { Value } from 'typebox/value';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import type { Grid } from '../grids/index.js';
import type { RollUpReader } from '../roll-ups/index.js';
import type { SettingValues } from '../settings/index.js';
import { answer } from './answers/answer.js';
import { type OutputSchemes, outputSchemes } from './answers/id-schemes.js';
import type { AnswerBatches } from './answers/rows.js';
import { type TableLayout, tableLayoutOf } from './answers/table-layout.js';
import { type AnswerRowsOptions, answerRows } from './data-kinds/index.js';
import type { AnalyticsRequest } from './query.js';
import type { QueryGate } from './query-gate.js';
import { ignoredItems } from './request/ignored.js';
import { withUids } from './request/input-ids.js';
import { type AnalyticsParameters, analyticsQuery } from './request/parameters.js';
import { parseCriteria, parseDimensions } from './request/parse.js';
import { understand } from './request/understand.js';
import { type AnswerRow, newDeadline } from './statements/execute.js';
import { planRequest } from './statements/plan.js';
import { isStreamed, streamRows } from './statements/stream-rows.js';

/** The answer of a query (contract: analytics-query.md §5.1). */
export interface AnalyticsGrid {
  readonly headers: readonly { readonly name: string; readonly column: string }[];
  readonly metaData: {
    readonly items?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    readonly dimensions?: Readonly<Record<string, readonly string[]>>;
    readonly ouNameHierarchy?: Readonly<Record<string, string>>;
  };
  readonly rows: readonly (readonly string[])[];
}

export interface QueryContext {
  /** Whose rights and organisation units count. */
  readonly user: CurrentUser;
  readonly now: Date;
  /** Where requests wait for their turn; work of the server itself has none. */
  readonly gate?: QueryGate | undefined;
  /** Where roll-ups are looked for; work of the server itself reads the tables. */
  readonly rollUps?: RollUpReader | undefined;
  /** Told which roll-up answers each statement; undefined for the table itself. */
  readonly used?: ((instance: string | undefined) => void) | undefined;
}

/** A query with everything that it leaves out as a request would have it. */
export const analyticsParameters = (given: Partial<AnalyticsParameters>): AnalyticsParameters =>
  Value.Default(analyticsQuery, { ...given }) as AnalyticsParameters;

/** A query that can be run: everything that can be wrong with its parameters is found. */
export interface PreparedQuery {
  readonly parameters: AnalyticsParameters;
  readonly settings: SettingValues;
  readonly request: AnalyticsRequest;
  readonly layout: TableLayout | undefined;
  readonly schemes: OutputSchemes;
  readonly options: AnswerRowsOptions;
}

/**
 * Understands the parameters of a query of a user.
 *
 * @throws OrderlyError 409 with the peer's code (contract: analytics-query.md §5.7)
 */
export async function prepareQuery(
  db: Db,
  asked: AnalyticsParameters,
  { user, now, gate, rollUps, used }: QueryContext,
): Promise<PreparedQuery> {
  const deadline = newDeadline();
  const schemes = outputSchemes(asked);
  const parameters = await withUids(db, asked);
  const { request, settings, isLost } = await understand(db, parameters, { user, now });
  // Items of other kinds have tables of their own, and see to them.
  if (request.data.length > 0 && isLost) throw catalogued('E7144');
  const isLimited = !parameters.ignoreLimit && settings.keyAnalyticsMaxLimit > 0;
  return {
    parameters,
    settings,
    request,
    schemes,
    layout: tableLayoutOf(parameters, request, settings.keyAnalyticsDownloadCombinationLimit),
    options: {
      preAggregation: parseCriteria(parameters.preAggregationMeasureCriteria),
      criteria: parseCriteria(parameters.measureCriteria),
      limit: isLimited ? settings.keyAnalyticsMaxLimit : undefined,
      order: parameters.order,
      gate,
      rollUps: rollUps && !parameters.skipAggregates ? { reader: rollUps, user: user.uid, used } : undefined,
      requester: user.username,
      deadline,
      skipRounding: parameters.skipRounding,
      completedOnly: parameters.completedOnly,
      override: parameters.aggregationType === 'DEFAULT' ? undefined : parameters.aggregationType,
    },
  };
}

/**
 * The grid of a query; its rows are read from the database as they are asked for.
 *
 * @throws OrderlyError 409 with the peer's code, also while the rows are read
 */
export async function openGrid(db: Db, prepared: PreparedQuery, user: CurrentUser): Promise<Grid> {
  const { parameters, request, layout, schemes } = prepared;
  const asked = parseDimensions([...parameters.dimension, ...parameters.filter]);
  const ignored = ignoredItems(asked, request);
  const rows = openRows(db, prepared);
  const grid = await answer(db, request, rows.batches, { parameters, user, ignored, layout, schemes });
  return layout || parameters.skipData ? grid : { ...grid, height: rows.height };
}

interface OpenRows {
  readonly batches: AnswerBatches;
  /** How many there are, once the first are read. */
  readonly height: () => number | undefined;
}

const BATCH = 1_000;

export function openRows(db: Db, { request, options, parameters }: PreparedQuery): OpenRows {
  let height: number | undefined;
  // What is made of other values is complete only when they all are there.
  const plans = db.isTransaction || request.derived?.length ? [] : planRequest(request);
  if (plans.length > 0 && isStreamed(request, plans)) {
    const counted = (total: number): void => {
      height = total;
    };
    return { height: () => height, batches: streamRows(db, request, plans, { ...options, counted }) };
  }
  const read = async (): Promise<readonly AnswerRow[]> => await answerRows(db, request, options);
  // They are read while the names of the answer are looked up, over another connection.
  const ahead = db.isTransaction || parameters.skipData ? undefined : read();
  // Whoever takes the rows is told what went wrong; nobody may, when the names fail.
  ahead?.catch(() => undefined);
  const batches = (async function* () {
    const rows = await (ahead ?? read());
    height = rows.length;
    for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
  })();
  return { height: () => height, batches };
}

/**
 * What `GET /api/analytics` answers to a user, all of it.
 *
 * @throws OrderlyError 409 with the peer's code (contract: analytics-query.md §5.7)
 */
export async function answerQuery(
  db: Db,
  parameters: AnalyticsParameters,
  context: QueryContext,
): Promise<AnalyticsGrid> {
  const grid = await openGrid(db, await prepareQuery(db, parameters, context), context.user);
  const rows: (readonly string[])[] = [];
  for await (const batch of grid.rows as AsyncIterable<readonly (readonly string[])[]>) rows.push(...batch);
  const { metaData = {}, ...members } = (await grid.members?.()) ?? {};
  const width = grid.headers.length;
  return {
    headers: grid.headers,
    metaData: metaData as AnalyticsGrid['metaData'],
    ...members,
    rows,
    ...{ width, height: rows.length, headerWidth: width },
  };
}
