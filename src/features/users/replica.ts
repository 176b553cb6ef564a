import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import type { Clock } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import {
  DEFAULT_OPTIONS,
  type ImportReport,
  importBundle,
  isObject,
  type MetadataObject,
  preset,
  readContext,
  readOne,
  singleBundle,
  typeNamed,
} from '../../metadata/index.js';
import { accountByUid, isNameTaken } from './account-store.js';
import { refusedPassword } from './passwords.js';
import { isUsername } from './usernames.js';

export interface ReplicaServices {
  readonly db: Db;
  readonly clock: Clock;
}

const USER = typeNamed('user');
/** What belongs to one person or one row and is not copied. */
const OWN = new Set([
  ...['id', 'code', 'created', 'lastUpdated', 'lastUpdatedBy', 'createdBy', 'user', 'username', 'password'],
  ...['openId', 'ldapId', 'avatar'],
]);

/**
 * Makes a user like another one: with the same roles, groups, units and settings, under another name.
 *
 * @returns the report of the creation, in which all checks of a new user have their say
 * @throws OrderlyError 409
 */
export async function replicate(
  { db, clock }: ReplicaServices,
  uid: string,
  { username, password }: { readonly username: string | undefined; readonly password: string | undefined },
  { user, apiRoot }: { readonly user: CurrentUser; readonly apiRoot: string },
): Promise<ImportReport> {
  return await transaction(db, async (handle) => {
    const account = await accountByUid(handle, uid);
    if (!account) throw conflict(`User not found: ${uid}`);
    if (account.externalAuth) throw conflict('Cannot replicate a user with external authentication enabled');
    if (username === undefined) throw conflict('Username must be specified');
    if (!isUsername(username)) throw conflict('Username is not valid');
    if (await isNameTaken(handle, username)) throw conflict(`Username already taken: ${username}`);
    if (password === undefined) throw conflict('Password must be specified');
    const problem = await refusedPassword(handle, password, username, account.email);
    if (problem !== undefined) throw conflict(problem);
    const read = await readOne(handle, USER, uid, preset('owner'), readContext(user, apiRoot));
    if (read.found !== 'yes') throw conflict(`User not found: ${uid}`);
    const original = JSON.parse(read.object) as MetadataObject;
    const copied = Object.fromEntries(Object.entries(original).filter(([name]) => !OWN.has(name)));
    const attributeValues = await withoutUnique(handle, original.attributeValues);
    const bundle = singleBundle(USER, { ...copied, attributeValues, username, password });
    const options = { ...DEFAULT_OPTIONS, importStrategy: 'CREATE', importReportMode: 'FULL' } as const;
    const report = await importBundle(handle, bundle, options, { user, clock });
    const [made] = bundle.get(USER) ?? [];
    if (report.stats.created === 1 && made) await copySettings(handle, account.id, made.key);
    return report;
  });
}

/** Values of attributes that may be there once only stay with the user who has them. */
async function withoutUnique(db: Db, values: unknown): Promise<readonly unknown[]> {
  if (!Array.isArray(values) || values.length === 0) return [];
  const { rows } = await sql<{ uid: string }>`select attribute.uid from attribute where attribute.isunique`.execute(db);
  const unique = new Set(rows.map(({ uid }) => uid));
  return values.filter(
    (value) => !(isObject(value) && isObject(value.attribute) && unique.has(String(value.attribute.id))),
  );
}

async function copySettings(db: Db, from: number, to: number): Promise<void> {
  await sql`
    insert into usersetting (userinfoid, name, value)
    select ${to}, original.name, original.value from usersetting as original where original.userinfoid = ${from}
  `.execute(db);
}
