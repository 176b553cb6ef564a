import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { conflict } from '../../kernel/errors/index.js';
import type { BundleObject } from './bundle.js';
import { errorReport } from './report.js';

/** Types whose objects decide who is a super user. */
const DECIDING = new Set(['user', 'userRole']);
/** Key of the lock that those hold who change users or roles, from their check to their commit. */
const LOCK = 4_210_842;

/**
 * Nobody takes their own account away: whoever does it by mistake cannot undo it. A deletion is an error of that object alone.
 *
 * @throws OrderlyError 409 for a payload that disables it
 */
export function protectOwnAccount(objects: readonly BundleObject[], user: CurrentUser): void {
  for (const { type, uid, action, source, errors } of objects) {
    if (type.name !== 'user' || uid !== user.uid) continue;
    if (action === 'delete') errors.push(errorReport(type, 'E4060', ['it is your own account'], { id: uid }));
    else if (String(source.disabled) === 'true') throw conflict('You cannot disable your own account.');
  }
}

/**
 * Runs `work`, which changes users or roles, in the caller's transaction, and refuses what leaves nobody who may do everything: such a server can be repaired
 * in its database only. Two changes that would each take away one of two super users wait for each other.
 *
 * @throws OrderlyError 409
 */
export async function keepSuperUser<Result>(
  db: Db,
  now: Date,
  types: Iterable<{ readonly name: string }>,
  work: () => Promise<Result>,
): Promise<Result> {
  const deciding = [...types].some(({ name }) => DECIDING.has(name));
  const before = deciding && (await hasSuperUser(db, now));
  const result = await work();
  if (!before) return result;
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(db);
  if (!(await hasSuperUser(db, now))) throw conflict('Can not remove the last super user.');
  return result;
}

/** Whether somebody with the authority `ALL` can log in. */
async function hasSuperUser(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (${superUsers(now)}) as found`.execute(db);
  return rows[0]?.found === true;
}

/** Query for the keys of the users with the authority `ALL` who can log in. */
export const superUsers = (now: Date): RawBuilder<unknown> => sql`
  select userinfo.userinfoid from userroleauthorities
  join userrolemembers on userrolemembers.userroleid = userroleauthorities.userroleid
  join userinfo on userinfo.userinfoid = userrolemembers.userid
  where userroleauthorities.authority = 'ALL'
    and userinfo.disabled is not true and userinfo.invitation is not true
    and (userinfo.accountexpiry is null or userinfo.accountexpiry > ${formatTimestamp(now)}::timestamp)
`;
