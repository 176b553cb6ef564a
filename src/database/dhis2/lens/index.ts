import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';
import type { Db } from '../../database.js';
import { lockInTransaction } from '../../locks.js';
import { transaction } from '../../transaction.js';
import { readActualTables } from './catalogue.js';
import { LENS_SCHEMA, OWN_VIEWS } from './own-views.js';
import { readShape } from './shape.js';
import { type Gap, lensOf } from './views.js';

export { LENS_SCHEMA } from './own-views.js';
export type { Gap } from './views.js';

/** What a lens was made from, kept as the comment of its schema: made anew only when that is another. */
const fingerprintOf = (statements: readonly RawBuilder<unknown>[], db: Db): string =>
  createHash('sha256')
    .update(statements.map((statement) => statement.compile(db).sql).join(';\n'))
    .digest('hex');

/**
 * Makes the views through which Orderly's statements see the tables of a DHIS2 as 2.42 has them, in schema `orderly_dhis2`, which the connections of an attached server search
 * before `public`. They read; DHIS2's own tables stay as they are. An upgrade of DHIS2 cannot drop columns that views use, therefore the last server takes them away when it stops.
 *
 * @returns columns that the version lacks where no view may stand in for its table: they are null, but only where a statement names them with the table
 */
export async function raiseLens(db: Db): Promise<readonly Gap[]> {
  const actual = await readActualTables(db);
  const { views, gaps } = lensOf(await readShape(), actual);
  const statements = [
    ...(actual.geometrySchema === undefined ? [] : ofGeometries(actual.geometrySchema)),
    sql`
      create function orderly_dhis2.plain_setting(stored text) returns text language plpgsql immutable parallel safe as $$
      begin
        return stored::jsonb #>> '{}';
      exception when invalid_text_representation then
        return stored;
      end
      $$`,
    ...gaps.map(missingColumn),
    ...views.map(({ table, query }) => sql`create view ${sql.id(LENS_SCHEMA, table)} as ${query}`),
    ...OWN_VIEWS,
  ];
  const fingerprint = fingerprintOf(statements, db);
  await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'lens');
    if ((await standing(handle)) === fingerprint) return;
    await drop(handle);
    await sql`create schema ${sql.id(LENS_SCHEMA)}`.execute(handle);
    // Views are looked up when they are made, and are to mean DHIS2's own tables.
    for (const statement of statements) await statement.execute(handle);
    await sql`comment on schema ${sql.id(LENS_SCHEMA)} is ${sql.lit(fingerprint)}`.execute(handle);
  });
  return gaps;
}

/** PostgreSQL reads `enrollment.storedby` as a call of the function `storedby` with the row where there is no such column. */
const missingColumn = ({ table, column, type }: Gap): RawBuilder<unknown> => sql`
  create function ${sql.id(LENS_SCHEMA, column)}(${sql.id('public', table)}) returns ${sql.raw(type)} language sql immutable parallel safe
  as ${sql.lit(`select null::${type}`)}`;

/** What migrations 0123 and 0129 have for the geometries of a standalone database: GeoJSON without numbers that it cannot have, and the system of coordinates. */
function ofGeometries(schema: string): readonly RawBuilder<unknown>[] {
  const postgis = (name: string): string => `${pg.escapeIdentifier(schema)}.${name}`;
  const define = (name: string, type: string, body: string): RawBuilder<unknown> => sql`
    create or replace function ${sql.id('orderly', name)}(geometry ${sql.id(schema, 'geometry')}) returns ${sql.raw(type)}
    language sql immutable parallel safe as ${sql.lit(body)}`;
  const srid = `${postgis('st_srid')}(geometry)`;
  return [
    // All digits, as DHIS2 shows them: left alone PostGIS rounds to nine.
    define(
      'geo_json',
      'jsonb',
      `select replace(replace(${postgis('st_asgeojson')}(geometry, 17), 'Infinity', 'null'), 'NaN', 'null')::jsonb`,
    ),
    define(
      'system_of',
      'text',
      `select case ${srid} when 4326 then null when 0 then 'none' else 'EPSG:' || ${srid} end`,
    ),
  ];
}

/** Takes the views away unless they are in use, which is asked while nobody else can make or remove them; nothing happens where there are none. */
export async function lowerLens(db: Db, isInUse: (handle: Db) => Promise<boolean>): Promise<void> {
  await transaction(db, async (handle) => {
    await lockInTransaction(handle, 'lens');
    if (!(await isInUse(handle))) await drop(handle);
  });
}

async function drop(db: Db): Promise<void> {
  await sql`drop schema if exists ${sql.id(LENS_SCHEMA)} cascade`.execute(db);
  await sql`drop view if exists orderly.lock_exception`.execute(db);
}

async function standing(db: Db): Promise<string | undefined> {
  const { rows } = await sql<{ comment: string | null }>`
    select obj_description(pg_namespace.oid, 'pg_namespace') as comment from pg_namespace where pg_namespace.nspname = ${LENS_SCHEMA}
  `.execute(db);
  return rows[0]?.comment ?? undefined;
}
