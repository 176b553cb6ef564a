import { type RawBuilder, sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { badRequest, notFound } from '../../kernel/errors/index.js';
import type { SettingDefinition } from './definition.js';
import { aggregateSettings } from './definitions/aggregates.js';
import { analyticsSettings } from './definitions/analytics.js';
import { appearanceSettings } from './definitions/appearance.js';
import { operationSettings } from './definitions/operation.js';
import { securitySettings } from './definitions/security.js';

/** Every system setting that Orderly knows. */
export const SETTINGS = {
  ...appearanceSettings,
  ...analyticsSettings,
  ...aggregateSettings,
  ...operationSettings,
  ...securitySettings,
};

export type SettingKey = keyof typeof SETTINGS;
export type SettingValue<Key extends SettingKey> = (typeof SETTINGS)[Key]['fallback'];
export type SettingValues = { readonly [Key in SettingKey]: SettingValue<Key> };

export const SETTING_KEYS = Object.keys(SETTINGS).sort() as readonly SettingKey[];

/** Whether a setting is Orderly's alone. Those are kept in a table of its own: beside a DHIS2 the others are the DHIS2's, which changes them itself. */
export const isOwnSetting = (key: string): boolean => Object.hasOwn(aggregateSettings, key);

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(SETTINGS, key);

export const definitionOf = (key: SettingKey): SettingDefinition<unknown> =>
  SETTINGS[key] as SettingDefinition<unknown>;

/** All settings with their values or defaults, in one statement. They are not cached: what one server writes the next request of another reads. */
export async function readSettings(db: Db): Promise<SettingValues> {
  const { rows } = await settingsStatement().execute(db);
  return settingsOf(rows);
}

/** A setting that somebody has set. */
export interface SettingRow {
  readonly name: string;
  readonly value: string | null;
}

/** The settings that somebody has set, for those who read them together with other things. */
export const settingsStatement = (): RawBuilder<SettingRow> => sql`
  select systemsetting.name, systemsetting.value from systemsetting
  union all
  select own.name, own.value from orderly.setting as own
`;

/** All settings, by those that somebody has set. */
export function settingsOf(rows: readonly SettingRow[]): SettingValues {
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
  await store(db, [[key, value]]);
}

/**
 * Writes settings from texts that a client sent, all of them or none; empty text sets one back to its default, as in the peer.
 *
 * @throws OrderlyError 404 for an unknown key, 400 when a text is no such value
 */
export async function writeSettingTexts(db: Db, texts: ReadonlyMap<string, string>): Promise<void> {
  const stored = [...texts].map(([key, text]) => {
    checkSettingKey(key);
    const definition = definitionOf(key);
    return [key, text === '' ? undefined : decodeSetting(key, definition, text)] as const;
  });
  await transaction(db, async (handle) => {
    await store(
      handle,
      stored.filter(([, value]) => value !== undefined),
    );
    await removeSettings(
      handle,
      stored.filter(([, value]) => value === undefined).map(([key]) => key),
    );
  });
}

async function store(db: Db, entries: readonly (readonly [SettingKey, unknown])[]): Promise<void> {
  const own = entries.filter(([key]) => isOwnSetting(key));
  const shared = entries.filter(([key]) => !isOwnSetting(key));
  if (own.length > 0) await storeOwn(db, own);
  if (shared.length > 0) await storeShared(db, shared);
}

const keysOf = (entries: readonly (readonly [SettingKey, unknown])[]): string[] => entries.map(([key]) => key);
const textsOf = (entries: readonly (readonly [SettingKey, unknown])[]): string[] =>
  entries.map(([key, value]) => definitionOf(key).encode(value));

async function storeOwn(db: Db, entries: readonly (readonly [SettingKey, unknown])[]): Promise<void> {
  await sql`
    insert into orderly.setting (name, value)
    select given.name, given.value from unnest(${keysOf(entries)}::text[], ${textsOf(entries)}::text[]) as given (name, value)
    order by given.name
    on conflict (name) do update set value = excluded.value
  `.execute(db);
}

/**
 * Writes values as the version of the database keeps them: plain text, and up to DHIS2 2.41, whose table has translations, JSON (contract: schema.md §2.9). It goes past the view that
 * shows the values of those as plain text.
 */
async function storeShared(db: Db, entries: readonly (readonly [SettingKey, unknown])[]): Promise<void> {
  const json = entries.map(([, value]) => JSON.stringify(value instanceof Date ? formatTimestamp(value) : value));
  await sql`
    insert into public.systemsetting (systemsettingid, name, value)
    select nextval('hibernate_sequence'), setting.name, case when kept.as_json then setting.json else setting.plain end
    from unnest(${keysOf(entries)}::text[], ${textsOf(entries)}::text[], ${json}::text[]) as setting (name, plain, json)
    cross join (
      select exists (
        select from pg_attribute
        where pg_attribute.attrelid = 'public.systemsetting'::regclass and pg_attribute.attname = 'translations' and not pg_attribute.attisdropped
      ) as as_json
    ) as kept
    -- in one order, so that two imports at once do not wait for each other
    order by setting.name
    on conflict (name) do update set value = excluded.value
  `.execute(db);
}

/**
 * The value that a text stands for.
 *
 * @throws OrderlyError 400 when it stands for none
 */
export function decodeSetting<Value>(key: string, definition: SettingDefinition<Value>, text: string): Value {
  const value = definition.decode(text);
  if (value !== undefined) return value;
  throw badRequest(
    `Not a valid value for setting ${key}: ${text.slice(0, 100)}. The setting needs ${definition.expects}.`,
  );
}

/** @throws OrderlyError 404 for an unknown key */
export function checkSettingKey(key: string): asserts key is SettingKey {
  if (!isSettingKey(key)) throw notFound(`Setting does not exist: ${key}`);
}

/** Sets settings back to their defaults. */
export async function removeSettings(db: Db, keys: readonly string[]): Promise<void> {
  const [own, shared] = [keys.filter(isOwnSetting), keys.filter((key) => !isOwnSetting(key))];
  if (own.length > 0) await sql`delete from orderly.setting where setting.name = any(${own}::text[])`.execute(db);
  if (shared.length > 0)
    await sql`delete from systemsetting where systemsetting.name = any(${shared}::text[])`.execute(db);
}
