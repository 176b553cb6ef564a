import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { tablesFor } from '../../database/dhis2/index.js';
import type { Db } from '../../database/index.js';
import type { ResourceOptions, ResourceTableKey } from './definition.js';
import { RESOURCE_INPUTS } from './inputs.js';

/** Fingerprints of tables, each asked once. */
export type Fingerprints = (table: string) => Promise<string>;

/**
 * The state of a table in a few bytes: of which versions of rows it consists. A new one means that a row came, went or was written; rewriting a whole table (`vacuum full`) gives a
 * new one too. It reads every page of the table, but no column. Where a DHIS2 calls it otherwise, or has its rows in two tables, these are looked at.
 */
export function fingerprints(db: Db): Fingerprints {
  const known = new Map<string, Promise<string>>();
  const present = tablesOfPublic(db);
  return (table) => {
    const found = known.get(table) ?? present.then((tables) => fingerprintOf(db, tablesFor(table, tables)));
    known.set(table, found);
    return found;
  };
}

async function tablesOfPublic(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ name: string }>`
    select pg_class.relname as name from pg_class where pg_class.relnamespace = 'public'::regnamespace and pg_class.relkind in ('r', 'p')
  `.execute(db);
  return new Set(rows.map(({ name }) => name));
}

async function fingerprintOf(db: Db, tables: readonly string[]): Promise<string> {
  const states: string[] = [];
  for (const table of tables) {
    const { rows } = await sql<{ state: string }>`
      select count(*) || ' ' || coalesce(bit_xor(hashtidextended(source.ctid, source.xmin::text::bigint)), 0) as state
      from ${sql.id('public', table)} as source
    `.execute(db);
    states.push(rows[0]?.state ?? '');
  }
  return states.join(' ');
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
  const tables = key === 'datePeriod' && options.periodYearsOffset < 0 ? ['periodtype'] : inputs.tables;
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
