import { publicTable, type TableName } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import { ROLL_UP_SCHEMA } from '../definition.js';
import type { Instance } from '../instances.js';
import { activeRollUps, type BaseYear, type StandingRollUp } from '../standing.js';

/** What the rows of a part are made of. */
export interface PartSource {
  readonly name: TableName;
  /** The year of the analytics table itself; else the part of another roll-up, whose rows are states. */
  readonly isBase: boolean;
}

/** The source with the fewest rows: the year of the analytics table, or what another roll-up has made of the same state of it (contract: aggregates.md §6.7). */
export async function cheapestSource(handle: Db, instance: Instance, base: BaseYear): Promise<PartSource> {
  const parts = (await activeRollUps(handle, instance.cube))
    .filter((other) => other.instance !== instance.instance && hasAllOf(other, instance))
    .flatMap(({ parts: own }) => own.get(base.year) ?? [])
    .filter(({ version, rows }) => version === base.version && rows < base.rows)
    .toSorted((a, b) => a.rows - b.rows);
  const [best] = parts;
  return best
    ? { name: { schema: ROLL_UP_SCHEMA, table: best.table }, isBase: false }
    : { name: publicTable(base.table), isBase: true };
}

function hasAllOf(other: StandingRollUp, { columns, states, elements }: Instance): boolean {
  const needed = elements.length > 0 ? [...columns, 'dx'] : columns;
  const ownElements = other.elements;
  return (
    needed.every((column) => other.columns.has(column)) &&
    states.every((state) => other.states.has(state)) &&
    (ownElements === undefined || (elements.length > 0 && elements.every((element) => ownElements.has(element))))
  );
}
