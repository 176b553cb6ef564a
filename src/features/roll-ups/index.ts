import type { Feature, Services } from '../feature.js';
import { type RollUpReader, rollUpReader } from './reader.js';
import { useLog } from './use-log.js';

export { type Choice, choose } from './choose.js';
export { closedColumns, missingColumns, type TableColumns, tableColumns } from './columns.js';
export { type QueryShape, type Question, STATES, type State } from './definition.js';
export { type QuestionUse, type RollUpReader, rollUpReader } from './reader.js';
export { rowsOfChoice } from './rows.js';

export interface RollUps extends Feature {
  /** What queries ask. */
  readonly reader: RollUpReader;
}

/** Roll-ups of analytics tables: which there are, how they come about and go, and what is answered from them (contract: aggregates.md §6). */
export function createRollUps({ database, log }: Services): RollUps {
  const uses = useLog(database.db, log);
  return {
    name: 'roll-ups',
    reader: rollUpReader((use) => uses.note(use)),
    routes() {},
    start: async () => uses.start(),
    stop: async () => await uses.stop(),
  };
}
