import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { generateUid } from '../../kernel/uid.js';
import { writeSetting } from '../settings/index.js';
import type { MetadataVersion } from './version.js';

/** Where DHIS2 keeps the snapshots: in its data store, as text within JSON, because `jsonb` would not keep the order that the hash is of. */
const NAMESPACE = 'METADATASTORE';

/** All versions, oldest first. */
export async function readVersions(db: Db): Promise<readonly MetadataVersion[]> {
  const { rows } = await sql<
    Omit<MetadataVersion, 'created' | 'imported'> & { created: string; imported: string | null }
  >`
    select
      version.uid, version.name, version.versiontype as type, version.hashcode as hash,
      to_char(version.created, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as created, to_char(version.importdate, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as imported
    from metadataversion as version
    order by version.created, version.versionid
  `.execute(db);
  return rows.map((row) => ({
    ...row,
    created: new Date(row.created),
    imported: row.imported === null ? null : new Date(row.imported),
  }));
}

/** The version that this server is at. */
export const currentVersion = (versions: readonly MetadataVersion[]): MetadataVersion | undefined => versions.at(-1);

/** The text of a version's metadata; undefined when there is none. */
export async function readSnapshot(db: Db, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ snapshot: string | null }>`
    select stored.jbvalue ->> 'metadata' as snapshot from keyjsonvalue as stored
    where stored.namespace = ${NAMESPACE} and stored.namespacekey = ${name}
  `.execute(db);
  return rows[0]?.snapshot ?? undefined;
}

/** Adds a version with its snapshot, and makes it the one that this server is at; in the caller's transaction. */
export async function addVersion(db: Db, version: MetadataVersion, snapshot: string): Promise<void> {
  const created = formatTimestamp(version.created);
  await sql`
    insert into metadataversion (versionid, uid, created, lastupdated, name, versiontype, importdate, hashcode)
    values (
      nextval('hibernate_sequence'), ${version.uid}, ${created}::timestamp, ${created}::timestamp, ${version.name}, ${version.type},
      ${version.imported === null ? null : formatTimestamp(version.imported)}::timestamp, ${version.hash}
    )
  `.execute(db);
  await sql`
    insert into keyjsonvalue as stored (keyjsonvalueid, uid, created, lastupdated, namespace, namespacekey, jbvalue, encrypted)
    values (
      nextval('hibernate_sequence'), ${generateUid()}, ${created}::timestamp, ${created}::timestamp, ${NAMESPACE}, ${version.name},
      jsonb_build_object('metadata', ${snapshot}::text), false
    )
    on conflict (namespace, namespacekey) do update set jbvalue = excluded.jbvalue, lastupdated = excluded.lastupdated
  `.execute(db);
  await writeSetting(db, 'keySystemMetadataVersion', version.name);
}
