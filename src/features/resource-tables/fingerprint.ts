import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { ResourceOptions, ResourceTableKey } from './definition.js';
import { RESOURCE_INPUTS } from './inputs.js';

/** Fingerprints of tables, each asked once. */
export type Fingerprints = (table: string) => Promise<string>;

/**
 * The state of a table in a few bytes: of which versions of rows it consists. A new one means that a row came, went or was written; rewriting a whole table (`vacuum full`) gives a
 * new one too. It reads every page of the table, but no column.
 */
export function fingerprints(db: Db): Fingerprints {
  const known = new Map<string, Promise<string>>();
  return (table) => {
    const found = known.get(table) ?? tableFingerprint(db, table);
    known.set(table, found);
    return found;
  };
}

async function tableFingerprint(db: Db, table: string): Promise<string> {
  const { rows } = await sql<{ state: string }>`
    select count(*) || ' ' || coalesce(bit_xor(hashtidextended(source.ctid, source.xmin::text::bigint)), 0) as state
    from ${sql.table(table)} as source
  `.execute(db);
  return rows[0]?.state ?? '';
}

/** The state of everything that a resource table is made from. */
export async function resourceFingerprint(
  key: ResourceTableKey,
  options: ResourceOptions,
  of: Fingerprints,
): Promise<string> {
  const inputs = RESOURCE_INPUTS[key];
  const states = [JSON.stringify(key === 'datePeriod' ? datePeriodOptions(options) : {})];
  // The days depend on the years of periods only where a setting says so.
  const tables = key === 'datePeriod' && options.periodYearsOffset < 0 ? [] : inputs.tables;
  for (const table of tables) states.push(await of(table));
  for (const other of inputs.after ?? []) states.push(await resourceFingerprint(other, options, of));
  return createHash('md5').update(states.join('\n')).digest('hex');
}

const datePeriodOptions = ({ currentYear, periodYearsOffset }: ResourceOptions) => ({ currentYear, periodYearsOffset });

/** From which state each resource table that stands was made. */
export async function knownFingerprints(db: Db): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ resource: string; fingerprint: string }>`
    select state.resource, state.fingerprint from orderly.resource_state as state
  `.execute(db);
  return new Map(rows.map(({ resource, fingerprint }) => [resource, fingerprint]));
}

export async function rememberFingerprints(db: Db, found: ReadonlyMap<ResourceTableKey, string>): Promise<void> {
  await sql`
    insert into orderly.resource_state (resource, fingerprint)
    select * from unnest(${[...found.keys()]}::text[], ${[...found.values()]}::text[])
    on conflict (resource) do update set fingerprint = excluded.fingerprint
  `.execute(db);
}
