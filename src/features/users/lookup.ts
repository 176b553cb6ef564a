import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';

/** What everybody may know of a user. */
export interface UserLookup {
  readonly id: string;
  readonly username: string;
  readonly firstName: string;
  readonly surname: string;
  readonly displayName: string;
}

/** As many as the peer gives; whoever seeks writes more of the name. */
const MOST = 25;

const select = (condition: RawBuilder<unknown>): RawBuilder<UserLookup> => sql<UserLookup>`
  select
    userinfo.uid as id, userinfo.username, userinfo.firstname as "firstName", userinfo.surname,
    userinfo.name as "displayName"
  from userinfo
  where ${condition}
  order by lower(userinfo.surname), lower(userinfo.firstname), userinfo.uid
  limit ${MOST}
`;

/** `text` as a pattern that finds it anywhere. */
const containing = (text: string): string => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;

/** Users whose name, user name or address has `text` in it. */
export async function lookUpUsers(
  db: Db,
  user: CurrentUser,
  text: string,
  { captureUnitsOnly = false, groupKey }: { readonly captureUnitsOnly?: boolean; readonly groupKey?: number } = {},
): Promise<readonly UserLookup[]> {
  const pattern = containing(text);
  const conditions: RawBuilder<unknown>[] = [
    sql`(
      lower(userinfo.name) like ${pattern} or lower(userinfo.username) like ${pattern} or lower(userinfo.email) like ${pattern}
    )`,
  ];
  if (captureUnitsOnly)
    conditions.push(sql`exists (
      select from usermembership as theirs
      join usermembership as mine on mine.organisationunitid = theirs.organisationunitid
      where theirs.userinfoid = userinfo.userinfoid and mine.userinfoid = ${user.id}
    )`);
  if (groupKey !== undefined)
    conditions.push(sql`exists (
      select from usergroupmembers as member
      where member.userid = userinfo.userinfoid and member.usergroupid = ${groupKey}
    )`);
  const { rows } = await select(sql.join(conditions, sql` and `)).execute(db);
  return rows;
}

/** The user with this uid, uuid or user name. */
export async function lookUpUser(db: Db, identifier: string): Promise<UserLookup | undefined> {
  const { rows } = await select(sql`
    userinfo.uid = ${identifier} or userinfo.uuid::text = lower(${identifier}) or userinfo.username = ${identifier}
  `).execute(db);
  return rows.find(({ id }) => id === identifier) ?? rows[0];
}

/** Key of the group that gets feedback; undefined when none is configured. */
export async function feedbackGroup(db: Db): Promise<number | undefined> {
  const { rows } = await sql<{ key: number }>`
    select configuration.feedbackrecipientsid as key from configuration
    where configuration.feedbackrecipientsid is not null
  `.execute(db);
  return rows[0]?.key;
}
