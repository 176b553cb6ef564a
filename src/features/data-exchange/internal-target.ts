import type { Database } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { importDataValues } from '../data-value-sets/index.js';
import { defaultOptions, type ImportSummary, strategyOf } from '../imports/index.js';
import type { TargetRequest } from './exchange.js';
import type { ExchangedValue } from './source.js';

interface Target {
  readonly database: Database;
  readonly user: CurrentUser;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Stores the values here, as if they had been posted (contract: imports.md §2.3–2.5). */
export async function storeInternally(
  { database, user, clock, signal = new AbortController().signal }: Target,
  { dryRun, skipAudit, importStrategy = '', ...schemes }: TargetRequest,
  values: readonly ExchangedValue[],
): Promise<ImportSummary> {
  const idSchemes = Object.fromEntries(Object.entries(schemes).filter(([, scheme]) => scheme !== undefined));
  const summary = await importDataValues(database, {
    async *read() {
      yield await Promise.resolve(values.map((value) => ({ ...value })));
    },
    options: defaultOptions({
      idSchemes,
      dryRun,
      skipAudit,
      importStrategy: strategyOf({ importStrategy: importStrategy.toUpperCase() }),
    }),
    user,
    clock,
    signal,
  });
  const { importOptions: _options, dataSetComplete: _complete, ...told } = summary;
  return told;
}
