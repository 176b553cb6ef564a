import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import { choice, flag, locale, type SettingDefinition, text } from './definition.js';
import { decodeJavaString, encodeJavaString, LONGEST_JAVA_STRING } from './java-string.js';
import { decodeSetting, readSettings } from './settings.js';

/** What users set for themselves; a system setting of the same key fills the gap (contract: system.md §10). */
const USER_SETTINGS = {
  keyStyle: text(''),
  keyMessageEmailNotification: flag(false),
  keyMessageSmsNotification: flag(false),
  keyUiLocale: locale('en'),
  keyDbLocale: locale('en'),
  keyAnalysisDisplayProperty: choice('NAME', 'NAME', 'SHORTNAME'),
  keyTrackerDashboardLayout: text(''),
};

export type UserSettingKey = keyof typeof USER_SETTINGS;
export type UserSettingValues = { readonly [Key in UserSettingKey]: (typeof USER_SETTINGS)[Key]['fallback'] };

const KEYS = Object.keys(USER_SETTINGS) as readonly UserSettingKey[];

const definitionOf = (key: UserSettingKey): SettingDefinition<unknown> =>
  USER_SETTINGS[key] as SettingDefinition<unknown>;

/** @throws OrderlyError 404 for an unknown key */
export function checkUserSettingKey(key: string): asserts key is UserSettingKey {
  if (!Object.hasOwn(USER_SETTINGS, key)) throw notFound(`Setting does not exist: ${key}`);
}

/** The value that a stored text stands for; undefined when it stands for none. */
export const decodeUserSetting = <Key extends UserSettingKey>(
  key: Key,
  text: string | undefined,
): UserSettingValues[Key] | undefined =>
  text === undefined ? undefined : (definitionOf(key).decode(text) as UserSettingValues[Key] | undefined);

/** All settings of a user: what they chose, else what the system has (unless told otherwise), else the default. */
export async function readUserSettings(
  db: Db,
  userId: number,
  { useFallback = true }: { readonly useFallback?: boolean } = {},
): Promise<UserSettingValues> {
  const { rows } = await sql<{ name: string; value: Buffer | null }>`
    select usersetting.name, usersetting.value from usersetting where usersetting.userinfoid = ${userId}
  `.execute(db);
  const stored = new Map(rows.map(({ name, value }) => [name, value ? decodeJavaString(value) : undefined]));
  const system = useFallback ? await readSettings(db) : undefined;
  const values = KEYS.map((key) => [
    key,
    decodeUserSetting(key, stored.get(key)) ?? system?.[key] ?? definitionOf(key).fallback,
  ]);
  return Object.fromEntries(values) as UserSettingValues;
}

/**
 * Writes a setting of a user from text that a client sent.
 *
 * @throws OrderlyError 400 when the text is no such value
 */
export async function writeUserSetting(db: Db, userId: number, key: UserSettingKey, value: string): Promise<void> {
  const definition = definitionOf(key);
  const bytes = encodeJavaString(definition.encode(decodeSetting(key, definition, value)));
  if (!bytes) throw badRequest(`Setting ${key} cannot be longer than ${LONGEST_JAVA_STRING} bytes.`);
  await sql`
    insert into usersetting (userinfoid, name, value) values (${userId}, ${key}, ${bytes})
    on conflict (userinfoid, name) do update set value = excluded.value
  `.execute(db);
}

export async function removeUserSetting(db: Db, userId: number, key: UserSettingKey): Promise<void> {
  await sql`
    delete from usersetting where usersetting.userinfoid = ${userId} and usersetting.name = ${key}
  `.execute(db);
}
