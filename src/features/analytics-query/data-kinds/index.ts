import type { Db, Rows } from '../../../database/index.js';
import { catalogued, conflict } from '../../../kernel/errors/index.js';
import type { AnalyticsRequest, DataItem, DerivedItem, Item } from '../query.js';
import { type DataOptions, type ElementLists, elementsOf, resolveElements } from '../request/resolve-data.js';
import { type AnswerRow, execute } from '../statements/execute.js';
import { sorted } from '../statements/order.js';
import { eventItemKind } from './event-items.js';
import { expressionItemKind } from './expression-items.js';
import { indicatorKind } from './indicators.js';
import type { DataKind, RowOptions } from './kind.js';
import { programIndicatorKind } from './program-indicators.js';
import { reportingRateKind } from './reporting-rates.js';
import { validationRuleKind } from './validation-rules.js';

/** The kinds of items besides data elements; the first that knows a text has it. */
const KINDS: readonly DataKind[] = [
  indicatorKind,
  programIndicatorKind,
  reportingRateKind,
  validationRuleKind,
  expressionItemKind,
  eventItemKind,
].map((kind) => kind as unknown as DataKind);

export interface DataSelection {
  readonly data: readonly DataItem[];
  readonly derived: readonly DerivedItem[];
  /** All of them in request order. */
  readonly dx: readonly Item[];
  /** Texts that name nothing that there is or that the user may read. */
  readonly ignored: readonly string[];
}

/**
 * What the items of `dx` name, in request order; groups become their members (contract: analytics-query.md §3.1).
 *
 * @param elements what was read of the data elements, where that was done before
 * @throws OrderlyError E7124 when nothing is left, E7121 for an item whose data the user may not read
 */
export async function resolveData(
  db: Db,
  texts: readonly string[],
  options: DataOptions,
  elements?: Rows<ElementLists>,
): Promise<DataSelection> {
  const found = new Map<string, readonly (DataItem | DerivedItem)[]>(
    elements ? elementsOf(texts, options, elements) : await resolveElements(db, texts, options),
  );
  const isOpen = (text: string): boolean => (found.get(text) ?? []).length === 0;
  for (const { matches, resolve } of KINDS) {
    const own = texts.filter((text) => isOpen(text) && matches(text));
    if (own.length === 0) continue;
    for (const [text, items] of await resolve(db, own, options)) found.set(text, items);
  }
  const dx = [...new Map(texts.flatMap((text) => found.get(text) ?? []).map((item) => [item.uid, item])).values()];
  if (dx.length === 0) throw catalogued('E7124', 'dx');
  return {
    data: dx.filter((item): item is DataItem => !('kind' in item)),
    derived: dx.filter((item): item is DerivedItem => 'kind' in item),
    dx,
    ignored: texts.filter(isOpen),
  };
}

export interface AnswerRowsOptions extends RowOptions {
  readonly order: 'ASC' | 'DESC' | undefined;
}

/**
 * The rows of a request, whatever its items are, in its order.
 *
 * @throws OrderlyError E7128 when there are more than the limit, E7133 where values of different kinds would be one, E7131 when it takes too long
 */
export async function answerRows(
  db: Db,
  request: AnalyticsRequest,
  options: AnswerRowsOptions,
): Promise<readonly AnswerRow[]> {
  const { data, derived = [], dimensions } = request;
  if (derived.length === 0) return await execute(db, request, options);
  const kinds = KINDS.filter(({ kind }) => derived.some((item) => item.kind === kind));
  if (!dimensions.includes('dx') && (kinds.length > 1 || data.length > 0)) {
    throw conflict('Data items of several kinds cannot be put together in one value. Give them as dimension.', {
      code: 'E7133',
    });
  }
  const rows = data.length > 0 ? [...(await execute(db, { ...request, derived: [] }, options))] : [];
  for (const { kind, rows: rowsOf } of kinds) {
    const own = derived.filter((item) => item.kind === kind);
    for (const row of await rowsOf(db, request, own, options)) rows.push(row);
    if (options.limit !== undefined && rows.length > options.limit) throw catalogued('E7128', options.limit);
  }
  return sorted(request, rows, options.order);
}
