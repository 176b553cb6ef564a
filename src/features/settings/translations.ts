import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { badRequest } from '../../kernel/errors/index.js';
import { javaForm, type Locale, parseLocale } from '../../kernel/locale.js';
import { generateUid } from '../../kernel/uid.js';
import { definitionOf, type SettingKey } from './settings.js';

/** Where 2.42 keeps the translations: an entry of the data store for each setting, with a text for each locale (contract: schema.md §2.9). */
const NAMESPACE = 'settings-translations';

export const isTranslatable = (key: SettingKey): boolean => definitionOf(key).translatable === true;

/** Every translation of some settings. */
export async function readTranslations(
  db: Db,
  keys: readonly SettingKey[],
): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
  const { rows } = await sql<{ key: string; translations: Readonly<Record<string, unknown>> }>`
    select keyjsonvalue.namespacekey as key, keyjsonvalue.jbvalue as translations
    from keyjsonvalue
    where keyjsonvalue.namespace = ${NAMESPACE} and keyjsonvalue.namespacekey = any(${keys}::text[])
      and jsonb_typeof(keyjsonvalue.jbvalue) = 'object'
  `.execute(db);
  return new Map(rows.map(({ key, translations }) => [key, translations]));
}

/** The text for a locale: for the locale itself, else for its language alone. */
export function translationFor(
  translations: Readonly<Record<string, unknown>> | undefined,
  locale: Locale,
): string | undefined {
  const text = translations?.[javaForm(locale)] ?? translations?.[locale.language];
  return typeof text === 'string' && text !== '' ? text : undefined;
}

/** Writes the text of a setting in a language; an empty one is removed. */
export async function writeTranslation(
  db: Db,
  userId: number,
  key: SettingKey,
  locale: Locale,
  text: string,
): Promise<void> {
  if (text === '') return await removeTranslation(db, key, locale);
  const entry = JSON.stringify({ [javaForm(locale)]: text });
  await sql`
    insert into keyjsonvalue (
      keyjsonvalueid, uid, created, lastupdated, lastupdatedby, userid, namespace, namespacekey, encrypted, jbvalue, sharing
    )
    values (
      nextval('hibernate_sequence'), ${generateUid()}, localtimestamp, localtimestamp, ${userId}, ${userId}, ${NAMESPACE}, ${key}, false,
      ${entry}::jsonb, '{}'
    )
    on conflict (namespace, namespacekey) do update set
      jbvalue = case jsonb_typeof(keyjsonvalue.jbvalue) when 'object' then keyjsonvalue.jbvalue else '{}' end || excluded.jbvalue,
      lastupdated = excluded.lastupdated, lastupdatedby = excluded.lastupdatedby
  `.execute(db);
}

async function removeTranslation(db: Db, key: SettingKey, locale: Locale): Promise<void> {
  await sql`
    with shortened as (
      update keyjsonvalue set jbvalue = keyjsonvalue.jbvalue - ${javaForm(locale)}::text, lastupdated = localtimestamp
      where keyjsonvalue.namespace = ${NAMESPACE} and keyjsonvalue.namespacekey = ${key}
        and jsonb_typeof(keyjsonvalue.jbvalue) = 'object' and keyjsonvalue.jbvalue - ${javaForm(locale)}::text <> '{}'
    )
    delete from keyjsonvalue
    where keyjsonvalue.namespace = ${NAMESPACE} and keyjsonvalue.namespacekey = ${key}
      and jsonb_typeof(keyjsonvalue.jbvalue) = 'object' and keyjsonvalue.jbvalue - ${javaForm(locale)}::text = '{}'
  `.execute(db);
}

/**
 * The locale that a caller names for a translation.
 *
 * @throws OrderlyError 400 when it is none, or the setting has no translations
 */
export function translationLocale(key: SettingKey, text: string): Locale {
  if (!isTranslatable(key)) throw badRequest(`Not translatable: ${key}`);
  const locale = parseLocale(text);
  if (!locale)
    throw badRequest(`Value '${text}' is not valid for parameter locale. It should be a locale such as pt_BR`);
  return locale;
}
