import { sql } from 'kysely';
import { publicTable, type TableName } from '../../../database/build/index.js';
import type { Db } from '../../../database/index.js';
import type { WorkerLimit } from '../../../kernel/parallel.js';
import { ROLL_UP_SCHEMA } from '../definition.js';
import type { Instance } from '../instances.js';
import { activeRollUps, type BaseYear, type StandingRollUp } from '../standing.js';
import { canMake } from './key-sets.js';
import type { Reading, ReadSet } from './reading.js';

/** What the rows of a part are made of: the year of the analytics table itself, the part of another roll-up, or what was read for several. */
export type PartSource =
  | { readonly kind: 'base' | 'part'; readonly name: TableName }
  | { readonly kind: 'reading'; readonly reading: Reading; readonly set: ReadSet };

/** What a build may draw on. */
export interface BuildOptions {
  /** Uids of the runs of whose roll-ups it may be made; of all unless given. */
  readonly among?: readonly string[] | undefined;
  /** What was read of the analytics table for it and others. */
  readonly readings?: readonly Reading[] | undefined;
  /** How many years are built at once; one unless given. */
  readonly limit?: WorkerLimit | undefined;
}

/**
 * The source with the fewest rows: the year of the analytics table, or what another roll-up or a reading has made of the same state of it (contract: aggregates.md §6.7).
 */
export async function cheapestSource(
  handle: Db,
  instance: Instance,
  base: BaseYear,
  { among, readings = [] }: BuildOptions,
): Promise<PartSource> {
  const taken = among && (await builtBy(handle, among));
  const parts = (await activeRollUps(handle, instance.cube))
    .filter(
      (other) => other.rollUp !== instance.rollUp && (taken?.has(other.instance) ?? true) && hasAllOf(other, instance),
    )
    .flatMap(({ parts: own }) => own.get(base.year) ?? [])
    .filter(({ version }) => version === base.version)
    .map(({ rows, table }): Found => ({ rows, source: { kind: 'part', name: { schema: ROLL_UP_SCHEMA, table } } }));
  const sets = readings
    .filter(({ year, version }) => year === base.year && version === base.version)
    .filter(({ states }) => instance.states.every((state) => states.has(state)))
    .flatMap((reading) => reading.sets.map((set) => ({ reading, set })))
    .filter(({ set }) => canMake(set, instance))
    .map(({ reading, set }): Found => ({ rows: set.rows, source: { kind: 'reading', reading, set } }));
  const [best] = [...parts, ...sets].filter(({ rows }) => rows < base.rows).toSorted((a, b) => a.rows - b.rows);
  return best?.source ?? { kind: 'base', name: publicTable(base.table) };
}

interface Found {
  readonly rows: number;
  readonly source: PartSource;
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
