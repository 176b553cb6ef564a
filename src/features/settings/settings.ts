import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { conflict, notFound } from '../../kernel/errors/index.js';
import type { SettingDefinition } from './definition.js';
import { analyticsSettings } from './definitions/analytics.js';
import { appearanceSettings } from './definitions/appearance.js';
import { operationSettings } from './definitions/operation.js';

/** Every system setting that Orderly knows. */
export const SETTINGS = { ...appearanceSettings, ...analyticsSettings, ...operationSettings };

export type SettingKey = keyof typeof SETTINGS;
export type SettingValue<Key extends SettingKey> = (typeof SETTINGS)[Key]['fallback'];
export type SettingValues = { readonly [Key in SettingKey]: SettingValue<Key> };

export const SETTING_KEYS = Object.keys(SETTINGS).sort() as readonly SettingKey[];

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

const definitionOf = (key: SettingKey): SettingDefinition<unknown> => SETTINGS[key] as SettingDefinition<unknown>;

/** All settings with their values or defaults, in one statement. They are not cached: what one server writes the next request of another reads. */
export async function readSettings(db: Db): Promise<SettingValues> {
  const { rows } = await sql<{ name: string; value: string | null }>`
    select systemsetting.name, systemsetting.value from systemsetting
  `.execute(db);
  const stored = new Map(rows.map(({ name, value }) => [name, value]));
  const values = SETTING_KEYS.map((key) => {
    const definition = definitionOf(key);
    const text = stored.get(key);
    return [key, (text == null ? undefined : definition.decode(text)) ?? definition.fallback];
  });
  return Object.fromEntries(values) as SettingValues;
}

/** Writes one setting, in the caller's transaction if it is in one. */
export async function writeSetting<Key extends SettingKey>(db: Db, key: Key, value: SettingValue<Key>): Promise<void> {
  await sql`
    insert into systemsetting (systemsettingid, name, value)
    values (nextval('hibernate_sequence'), ${key}, ${definitionOf(key).encode(value)})
    on conflict (name) do update set value = excluded.value
  `.execute(db);
}

/**
 * Writes a setting from text that a client sent.
 *
 * @throws OrderlyError 404 for an unknown key, 409 when the text is no such value
 */
export async function writeSettingText(db: Db, key: string, text: string): Promise<void> {
  if (!isSettingKey(key)) throw notFound(`Setting does not exist: ${key}`);
  const definition = definitionOf(key);
  const value = definition.decode(text);
  if (value === undefined)
    throw conflict(`Setting ${key} needs ${definition.expects}, but was given: ${text.slice(0, 100)}`);
  await writeSetting(db, key, value as never);
}

/** Sets a setting back to its default. */
export async function removeSetting(db: Db, key: string): Promise<void> {
  await sql`delete from systemsetting where systemsetting.name = ${key}`.execute(db);
}
