import { readFileSync } from 'node:fs';
import pg from 'pg';

const MIGRATIONS = new URL('../../src/database/migrations/', import.meta.url);
/** Migrations that make indexes which the peer has not got. */
const OWN_INDEXES = ['0019_standalone_indexes.sql', '0101_maintenance_indexes.sql'];

/** Makes copies of the prepared database, each gone when its work is done. */
export function copies(connection) {
  const admin = async (statement) => {
    const client = new pg.Client({ ...connection, database: 'postgres' });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  return async (work) => {
    const copy = { ...connection, database: 'bench_copy' };
    await admin('drop database if exists bench_copy with (force)');
    await admin(`create database bench_copy template ${connection.database} strategy file_copy`);
    // Nothing of the making is left for the work to write.
    await admin('checkpoint');
    try {
      return await work(copy);
    } finally {
      await admin('drop database bench_copy with (force)');
    }
  };
}

/** Gives the copy the peer's indexes: its own, and none of Orderly's. */
export async function dropOwnIndexes(client) {
  for (const file of OWN_INDEXES)
    for (const [, name] of readFileSync(new URL(file, MIGRATIONS), 'utf8').matchAll(
      /^create index (?:if not exists )?(\w+)/gm,
    ))
      await client.query(`drop index if exists ${name}`);
}

/** @returns seconds, or undefined when they were more than `limit` */
export async function timed(client, statements, limit) {
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1000;
  for (const statement of statements) {
    if (limit) await client.query(`set statement_timeout = ${Math.max(1, Math.round((limit - passed()) * 1000))}`);
    try {
      await client.query(statement);
    } catch (error) {
      if (error.code === '57014') return undefined;
      throw error;
    }
  }
  if (limit) await client.query('set statement_timeout = 0');
  return passed();
}
