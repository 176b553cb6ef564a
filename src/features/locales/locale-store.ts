import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { generateUid } from '../../kernel/uid.js';

/** A language for data: one that names of metadata may be translated into. */
export interface DbLocale {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly locale: string;
  readonly created: string;
  readonly lastUpdated: string;
}

/** All of them by name, or the one with a uid. */
export async function readDbLocales(db: Db, uid?: string): Promise<readonly DbLocale[]> {
  const { rows } = await sql<DbLocale>`
    select
      i18nlocale.uid as id, i18nlocale.name, i18nlocale.name as "displayName", i18nlocale.locale, i18nlocale.created,
      i18nlocale.lastupdated as "lastUpdated"
    from i18nlocale
    where ${uid ?? null}::text is null or i18nlocale.uid = ${uid ?? null}
    order by i18nlocale.name, i18nlocale.uid
  `.execute(db);
  return rows;
}

/** Adds a locale and gives its uid; undefined when the locale, or its name, is there already. */
export async function addDbLocale(db: Db, userId: number, locale: string, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ uid: string }>`
    insert into i18nlocale (i18nlocaleid, uid, created, lastupdated, lastupdatedby, name, locale)
    values (nextval('hibernate_sequence'), ${generateUid()}, localtimestamp, localtimestamp, ${userId}, ${name}, ${locale})
    on conflict do nothing
    returning i18nlocale.uid
  `.execute(db);
  return rows[0]?.uid;
}

/** Removes a locale; tells whether it was there. */
export async function removeDbLocale(db: Db, uid: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from i18nlocale where i18nlocale.uid = ${uid}`.execute(db);
  return numAffectedRows === 1n;
}
