import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { decodeJavaString } from './java-string.js';
import { readSettings } from './settings.js';
import { decodeUserSetting, type UserSettingKey, type UserSettingValues } from './user-settings.js';

/** One setting of many users, by their ids: what they chose, else what the system has, else the default. Two statements, however many they are. */
export async function readSettingOfUsers<Key extends UserSettingKey>(
  db: Db,
  key: Key,
  userIds: readonly number[],
): Promise<ReadonlyMap<number, UserSettingValues[Key]>> {
  const system = (await readSettings(db))[key] as UserSettingValues[Key];
  const { rows } = await sql<{ id: number; value: Buffer | null }>`
    select usersetting.userinfoid as id, usersetting.value from usersetting
    where usersetting.name = ${key} and usersetting.userinfoid = any (${[...userIds]}::bigint[])
  `.execute(db);
  const chosen = new Map(
    rows.map(({ id, value }) => [id, value ? decodeUserSetting(key, decodeJavaString(value)) : undefined]),
  );
  return new Map(userIds.map((id) => [id, chosen.get(id) ?? system]));
}
