import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { notFound, objectNotFound } from '../../kernel/errors/index.js';
import { type ConfigurationReference, REFERENCES } from './references.js';

/** The peer's choice while nobody has made one. */
const DEFAULT_PERIOD_TYPE = 'Yearly';

/** A referred object: enough to show and to link it. */
export interface Reference {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly code?: string;
  readonly created?: string;
  readonly lastUpdated?: string;
}

const referred = ({ column, table, key }: ConfigurationReference): RawBuilder<Reference | null> => sql`(
  select json_strip_nulls(json_build_object(
    'id', target.uid, 'name', target.name, 'displayName', target.name, 'code', target.code,
    'created', to_char(target.created, 'YYYY-MM-DD"T"HH24:MI:SS.MS'),
    'lastUpdated', to_char(target.lastupdated, 'YYYY-MM-DD"T"HH24:MI:SS.MS')
  ))
  from ${sql.table(table)} as target
  where ${sql.ref(`target.${key}`)} = ${sql.ref(`configuration.${column}`)}
)`;

const PERIOD_TYPE = sql<string>`coalesce(
  (select periodtype.name from periodtype where periodtype.periodtypeid = configuration.infrastructuralperiodtypeid),
  ${DEFAULT_PERIOD_TYPE}
)`;

const CORS = sql<readonly string[]>`coalesce(
  (
    select json_agg(entry.corswhitelist order by entry.corswhitelist)
    from configuration_corswhitelist as entry
    where entry.configurationid = configuration.configurationid and entry.corswhitelist is not null
  ),
  '[]'
)`;

/** The value of one expression on the single row; undefined as long as there is none. */
async function readValue<Value>(db: Db, expression: RawBuilder<Value>): Promise<Value | undefined> {
  const { rows } = await sql<{ value: Value }>`
    select ${expression} as value from configuration order by configuration.configurationid limit 1
  `.execute(db);
  return rows[0]?.value;
}

export const readReference = async (db: Db, reference: ConfigurationReference): Promise<Reference | null> =>
  (await readValue(db, referred(reference))) ?? null;

export const readSystemId = async (db: Db): Promise<string | null> =>
  (await readValue(db, sql<string | null>`configuration.systemid`)) ?? null;

export const readCorsWhitelist = async (db: Db): Promise<readonly string[]> => (await readValue(db, CORS)) ?? [];

/** A period type has no uid: its name stands for it. */
export async function readPeriodType(db: Db): Promise<Reference> {
  const name = (await readValue(db, PERIOD_TYPE)) ?? DEFAULT_PERIOD_TYPE;
  return { id: name, code: name, name, displayName: name };
}

/** Everything at once, without what is not set. */
export async function readConfiguration(db: Db): Promise<Readonly<Record<string, unknown>>> {
  const references = REFERENCES.map((reference) => sql`${referred(reference)} as ${sql.ref(reference.name)}`);
  const { rows } = await sql<Readonly<Record<string, unknown>>>`
    select configuration.systemid as "systemId", ${CORS} as "corsWhitelist", ${sql.join(references)}
    from configuration
    order by configuration.configurationid
    limit 1
  `.execute(db);
  const set = Object.entries(rows[0] ?? {}).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(set), infrastructuralPeriodType: await readPeriodType(db) };
}

/**
 * Refers to the object with a uid, or to none.
 *
 * @throws OrderlyError 404 when there is no such object
 */
export async function writeReference(
  db: Db,
  { column, table, key, className }: ConfigurationReference,
  uid: string | null,
): Promise<void> {
  await transaction(db, async (handle) => {
    let id: number | null = null;
    if (uid !== null) {
      const { rows } = await sql<{ id: number }>`
        select ${sql.ref(`target.${key}`)} as id from ${sql.table(table)} as target where target.uid = ${uid} for key share
      `.execute(handle);
      if (!rows[0]) throw objectNotFound(className, uid);
      id = rows[0].id;
    }
    await writeColumn(handle, column, id);
  });
}

/** @throws OrderlyError 404 when there is no such period type */
export async function writePeriodType(db: Db, name: string | null): Promise<void> {
  await transaction(db, async (handle) => {
    const { rows } = await sql<{ id: number }>`
      select periodtype.periodtypeid as id from periodtype where periodtype.name = ${name}
    `.execute(handle);
    if (name !== null && !rows[0]) throw notFound(`Period type not found: ${name}`);
    await writeColumn(handle, 'infrastructuralperiodtypeid', rows[0]?.id ?? null);
  });
}

export async function writeSystemId(db: Db, systemId: string): Promise<void> {
  await transaction(db, async (handle) => await writeColumn(handle, 'systemid', systemId));
}

/** Replaces the list of origins whose pages may call. */
export async function writeCorsWhitelist(db: Db, origins: readonly string[]): Promise<void> {
  await transaction(db, async (handle) => {
    await ensureRow(handle);
    await sql`delete from configuration_corswhitelist`.execute(handle);
    await sql`
      insert into configuration_corswhitelist (configurationid, corswhitelist)
      select configuration.configurationid, origin.entry
      from (select min(configurationid) as configurationid from configuration) as configuration, unnest(${origins}::text[]) as origin (entry)
    `.execute(handle);
  });
}

async function writeColumn(handle: Db, column: string, value: string | number | null): Promise<void> {
  await ensureRow(handle);
  await sql`update configuration set ${sql.id(column)} = ${value}`.execute(handle);
}

/** The single row is made on first use; writers wait for each other, so that it stays single. */
async function ensureRow(handle: Db): Promise<void> {
  await sql`lock table configuration in share row exclusive mode`.execute(handle);
  await sql`
    insert into configuration (configurationid, systemid)
    select nextval('hibernate_sequence'), gen_random_uuid()::text
    where not exists (select from configuration)
  `.execute(handle);
}
