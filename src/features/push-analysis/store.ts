import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { isMailAddress } from '../mail/index.js';

export interface PushAnalysis {
  readonly uid: string;
  readonly name: string;
  readonly title: string | null;
  readonly message: string | null;
  /** uid */
  readonly dashboard: string | null;
  readonly groups: number;
}

export async function readPushAnalysis(db: Db, uid: string): Promise<PushAnalysis | undefined> {
  const { rows } = await sql<PushAnalysis>`
    select
      pushanalysis.uid, pushanalysis.name, pushanalysis.title, pushanalysis.message, dashboard.uid as dashboard,
      (
        select count(*)::int from pushanalysisrecipientusergroups as link where link.usergroupid = pushanalysis.pushanalysisid
      ) as groups
    from pushanalysis
    left join dashboard on dashboard.dashboardid = pushanalysis.dashboard
    where pushanalysis.uid = ${uid}
  `.execute(db);
  return rows[0];
}

/** Somebody to whom a mail goes. */
export interface Receiver {
  readonly uid: string;
  readonly username: string;
  readonly email: string;
}

/** Those who get mail, and the names of those who would if there were an address to send it to. */
export interface Receivers {
  readonly reachable: readonly Receiver[];
  readonly unreachable: readonly string[];
}

/** Members of the groups to which a push analysis goes: a person in several of them once, and only people who may come in. */
export const receiversOf = async (db: Db, pushAnalysis: string, now: Date): Promise<Receivers> =>
  await readReceivers(
    db,
    sql`
      select link.elt
      from pushanalysis
      join pushanalysisrecipientusergroups as link on link.usergroupid = pushanalysis.pushanalysisid
      where pushanalysis.uid = ${pushAnalysis}
    `,
    now,
  );

/** Members of one group who may come in. */
export const membersOf = async (db: Db, group: string, now: Date): Promise<Receivers> =>
  await readReceivers(db, sql`select usergroup.usergroupid from usergroup where usergroup.uid = ${group}`, now);

async function readReceivers(db: Db, groups: RawBuilder<unknown>, now: Date): Promise<Receivers> {
  const { rows } = await sql<{ uid: string; username: string; email: string | null }>`
    select userinfo.uid, userinfo.username, trim(userinfo.email) as email
    from userinfo
    where userinfo.userinfoid in (
        select usergroupmembers.userid from usergroupmembers where usergroupmembers.usergroupid in (${groups})
      )
      and userinfo.disabled is not true
      and (userinfo.accountexpiry is null or userinfo.accountexpiry::timestamptz > ${now})
    order by userinfo.username
  `.execute(db);
  const reachable = rows.flatMap(({ email, ...user }) => (isMailAddress(email) ? [{ ...user, email }] : []));
  const unreachable = rows.filter(({ email }) => !isMailAddress(email)).map(({ username }) => username);
  return { reachable, unreachable };
}

/** Name of the object with this uid; undefined for none. */
export async function nameOf(db: Db, table: 'dashboard' | 'usergroup', uid: string): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select object.name from ${sql.table(table)} as object where object.uid = ${uid}
  `.execute(db);
  return rows[0]?.name;
}
