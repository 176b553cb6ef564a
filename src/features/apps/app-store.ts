import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sql } from 'kysely';
import type { Db } from '../../database/index.js';

/** Told when the installed apps change. */
export const APPS_CHANNEL = 'orderly_apps';

/** What the database says of an installed app, without its archive. */
export interface StoredApp {
  readonly id: number;
  readonly key: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  readonly translations: unknown;
  readonly digest: string;
  readonly archiveBytes: number;
}

/** An app as it is stored, with the file of its archive. */
export interface NewApp extends Omit<StoredApp, 'id'> {
  readonly archive: string;
  /** Uid of the user. */
  readonly installedBy: string;
}

const PIECE_BYTES = 4 * 1024 * 1024;

/** Every installed app, by key. */
export async function readStoredApps(db: Db): Promise<readonly StoredApp[]> {
  const { rows } = await sql<StoredApp>`
    select
      app.app_id as id, app.key, app.manifest, app.translations, app.digest, app.archive_bytes::float8 as "archiveBytes"
    from orderly.app as app
    order by app.key
  `.execute(db);
  return rows;
}

/** Puts an app in the place of the one with its key, in a transaction of the caller. */
export async function storeApp(db: Db, app: NewApp): Promise<void> {
  await deleteStoredApp(db, app.key);
  const { rows } = await sql<{ id: number }>`
    insert into orderly.app (key, manifest, translations, digest, archive_bytes, installed_by)
    values (
      ${app.key}, ${JSON.stringify(app.manifest)}::jsonb, ${JSON.stringify(app.translations)}::jsonb,
      ${app.digest}, ${app.archiveBytes}, ${app.installedBy}
    )
    returning app_id as id
  `.execute(db);
  const id = rows[0]?.id;
  let position = 0;
  for await (const piece of createReadStream(app.archive, { highWaterMark: PIECE_BYTES })) {
    await sql`
      insert into orderly.app_piece (app_id, position, content) values (${id}, ${position}, ${piece as Buffer})
    `.execute(db);
    position += 1;
  }
}

/** Removes an app with its archive; tells whether it was there. */
export async function deleteStoredApp(db: Db, key: string): Promise<boolean> {
  const { rows } = await sql`delete from orderly.app as app where app.key = ${key} returning app.app_id`.execute(db);
  return rows.length > 0;
}

/** Writes the archive of an app into a file; what is missing when somebody replaces the app meanwhile shows in its length. */
export async function copyArchive(db: Db, { id }: StoredApp, file: string): Promise<void> {
  await pipeline(Readable.from(pieces(db, id), { objectMode: false }), createWriteStream(file, { flags: 'wx' }));
}

async function* pieces(db: Db, id: number): AsyncGenerator<Buffer> {
  for (let position = 0; ; position += 1) {
    const { rows } = await sql<{ content: Buffer }>`
      select piece.content from orderly.app_piece as piece where piece.app_id = ${id} and piece.position = ${position}
    `.execute(db);
    const [piece] = rows;
    if (!piece) return;
    yield piece.content;
  }
}

/** Tells all servers, this one included, to read their apps again. */
export async function announceApps(db: Db): Promise<void> {
  await sql`select pg_notify(${APPS_CHANNEL}, '')`.execute(db);
}

/** Removes what an app kept in the data store. */
export async function deleteNamespaces(db: Db, namespaces: readonly string[]): Promise<void> {
  if (namespaces.length === 0) return;
  await sql`delete from keyjsonvalue where keyjsonvalue.namespace = any (${namespaces}::text[])`.execute(db);
}
