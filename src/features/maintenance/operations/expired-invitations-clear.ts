import { sql } from 'kysely';
import { type Db, onTrial, transaction } from '../../../database/index.js';
import { formatTimestamp } from '../../../kernel/clock.js';
import { deleteStored, superUsers, typeNamed } from '../../../metadata/index.js';
import type { Effects, MaintenanceOperation, OperationContext, Skipped } from '../operation.js';
import { requesterName } from '../requester.js';

/** Users of one transaction. */
const BATCH = 200;
/** Whoever accepts an invitation at this moment is waited for, but not for long. */
const LOCK_TIMEOUT_MS = 30_000;

/**
 * Users who were invited and let their invitation expire (contract: maintenance.md §4.3, schema.md §3.4). Whoever cannot go stays, with the reason, and keeps
 * nobody else.
 */
export const expiredInvitationsClear: MaintenanceOperation = {
  name: 'expiredInvitationsClear',
  label: 'Remove expired invitations',
  description: 'Deletes the users who did not accept their invitation in time, with all that is theirs.',
  cachedByDhis2: 'users',
  preview: (context) => onTrial(context.db, (db) => clear({ ...context, db })),
  run: clear,
};

interface Invited {
  readonly key: number;
  readonly uid: string;
  readonly username: string | null;
  readonly super: boolean;
}

async function clear(context: OperationContext): Promise<Effects> {
  const { db, stage, signal } = context;
  const counts = new Map<string, number>();
  const skipped: Skipped[] = [];
  let last: number | undefined = 0;
  for (let batch = 1; last !== undefined; batch += 1) {
    signal.throwIfAborted();
    const after = last;
    const work = () =>
      transaction(db, (handle) => clearBatch(handle, context, after), { lockTimeoutMs: LOCK_TIMEOUT_MS });
    const done: Batch = await stage.item(
      `batch ${batch}`,
      work,
      ({ counts: gone }) => `${gone.get('userinfo') ?? 0} users deleted`,
    );
    for (const [table, count] of done.counts) counts.set(table, (counts.get(table) ?? 0) + count);
    skipped.push(...done.skipped);
    last = done.last;
  }
  return { counts: Object.fromEntries(counts), skipped, warnings: [] };
}

interface Batch {
  readonly counts: ReadonlyMap<string, number>;
  readonly skipped: readonly Skipped[];
  /** Key of the last user that was looked at; undefined when there are no more. */
  readonly last: number | undefined;
}

async function clearBatch(db: Db, { services, requestedBy }: OperationContext, after: number): Promise<Batch> {
  const now = services.clock.now();
  const invited = await expiredAfter(db, now, after);
  const mayGoAll = invited.some((user) => user.super) ? await hasSuperUser(db, now) : true;
  const kept = new Map<number, string>();
  for (const user of invited) {
    if (user.uid === requestedBy) kept.set(user.key, 'It is your own account.');
    else if (user.super && !mayGoAll) kept.set(user.key, 'There is no other super user who can log in.');
  }
  const { refused, counts } = await deleteStored(
    db,
    typeNamed('user'),
    invited.filter(({ key }) => !kept.has(key)),
    { username: await requesterName(db, requestedBy) },
  );
  const skipped = invited.flatMap(({ key, uid, username }) => {
    const reason = kept.get(key) ?? refused.get(key);
    return reason === undefined ? [] : [{ id: uid, ...(username !== null && { name: username }), reason }];
  });
  return { counts, skipped, last: invited.length < BATCH ? undefined : invited.at(-1)?.key };
}

/** Locked, so that nobody accepts an invitation while it is removed. */
async function expiredAfter(db: Db, now: Date, after: number): Promise<readonly Invited[]> {
  const { rows } = await sql<Invited>`
    select userinfo.userinfoid as key, userinfo.uid, userinfo.username, exists (
      select from userrolemembers
      join userroleauthorities on userroleauthorities.userroleid = userrolemembers.userroleid
      where userrolemembers.userid = userinfo.userinfoid and userroleauthorities.authority = 'ALL'
    ) as super
    from userinfo
    where userinfo.invitation and userinfo.restoretoken is not null
      and userinfo.restoreexpiry < ${formatTimestamp(now)}::timestamp
      and userinfo.userinfoid > ${after}
    order by userinfo.userinfoid
    limit ${BATCH}
    for update of userinfo
  `.execute(db);
  return rows;
}

async function hasSuperUser(db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`select exists (${superUsers(now)}) as found`.execute(db);
  return rows[0]?.found === true;
}
