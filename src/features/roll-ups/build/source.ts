import { sql } from 'kysely';
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

/**
 * The source with the fewest rows: the year of the analytics table, or what another roll-up has made of the same state of it (contract: aggregates.md §6.7).
 *
 * @param among uids of the runs whose instances may be taken; those of all unless given
 */
export async function cheapestSource(
  handle: Db,
  instance: Instance,
  base: BaseYear,
  among?: readonly string[],
): Promise<PartSource> {
  const taken = among && (await builtBy(handle, among));
  const parts = (await activeRollUps(handle, instance.cube))
    .filter(
      (other) => other.rollUp !== instance.rollUp && (taken?.has(other.instance) ?? true) && hasAllOf(other, instance),
    )
    .flatMap(({ parts: own }) => own.get(base.year) ?? [])
    .filter(({ version, rows }) => version === base.version && rows < base.rows)
    .toSorted((a, b) => a.rows - b.rows);
  const [best] = parts;
  return best
    ? { name: { schema: ROLL_UP_SCHEMA, table: best.table }, isBase: false }
    : { name: publicTable(base.table), isBase: true };
}

async function builtBy(handle: Db, runs: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ instance: string }>`
    select built.instance_id as instance from orderly.roll_up_instance as built where built.batch_run = any (${[...runs]}::text[])
  `.execute(handle);
  return new Set(rows.map(({ instance }) => instance));
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
