import type { Db } from '../../../database/index.js';
import type { AnalyticsRequest, DerivedItem } from '../query.js';
import type { DataOptions } from '../request/resolve-data.js';
import type { AnswerRow, ExecuteOptions } from '../statements/execute.js';

export interface RowOptions extends Omit<ExecuteOptions, 'order'> {
  readonly skipRounding: boolean;
  /** Whether only completed events count. */
  readonly completedOnly?: boolean;
  /** Aggregation type of the request, for the data elements of formulas too. */
  readonly override: string | undefined;
}

/** A kind of items that `dx` may name besides data elements (contract: analytics-query.md §3.1). */
export interface DataKind<Own extends DerivedItem = DerivedItem> {
  readonly kind: Own['kind'];
  /** Whether a text may name an item of the kind; whether it does is seen in the database. */
  readonly matches: (text: string) => boolean;
  /**
   * The items by the texts that name them; a group names several. What does not exist or may not be read has none.
   *
   * @throws OrderlyError E7121 for an item whose data the user may not read
   */
  readonly resolve: (
    db: Db,
    texts: readonly string[],
    options: DataOptions,
  ) => Promise<ReadonlyMap<string, readonly Own[]>>;
  /** The rows of the items: a key for each dimension of the request, of which `dx` may be one, in any order. */
  readonly rows: (
    db: Db,
    request: AnalyticsRequest,
    items: readonly Own[],
    options: RowOptions,
  ) => Promise<readonly AnswerRow[]>;
}
