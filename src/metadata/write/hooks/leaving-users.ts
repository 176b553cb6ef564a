import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { typeNamed } from '../../model/registry.js';
import { removeRows } from '../parts.js';
import { deleteRows, type Tally, tally } from '../statements.js';

/** What users leave behind that would be of no use to anybody: list entries, conversations. Their roles and groups are changed by it (contract: maintenance.md §4.3). */
export async function leaveBehind(db: Db, users: readonly number[], counts: Tally): Promise<void> {
  await touchGroupsOf(db, users, counts);
  await removeItemsOfNobody(db, users, counts);
  await removeConversationsOfNobody(db, users, counts);
}

const MEMBERSHIPS = [
  { table: 'userrole', members: 'userrolemembers' },
  { table: 'usergroup', members: 'usergroupmembers' },
] as const;

/** Servers that follow this one's changes learn from the time of the last change that a role or a group has other members. */
async function touchGroupsOf(db: Db, users: readonly number[], counts: Tally): Promise<void> {
  for (const { table, members } of MEMBERSHIPS) {
    const key = `${table}id`;
    const { numAffectedRows } = await sql`
      update ${sql.table(table)} set lastupdated = localtimestamp
      where ${sql.id(key)} in (
        select member.${sql.id(key)} from ${sql.table(members)} as member where member.userid = any (${users})
      )
    `.execute(db);
    tally(counts, table, numAffectedRows);
  }
}

/** Items of dashboards that list these users and no others. */
async function removeItemsOfNobody(db: Db, users: readonly number[], counts: Tally): Promise<void> {
  const { rows } = await sql<{ key: number }>`
    select item.dashboarditemid as key
    from dashboarditem_users as item
    group by item.dashboarditemid
    having bool_and(item.userid = any (${users}))
  `.execute(db);
  const keys = rows.map(({ key }) => key);
  await deleteRows(db, 'dashboard_items', 'dashboarditemid', keys, counts);
  await removeRows(db, typeNamed('dashboardItem'), keys, counts);
}

/** Conversations that these users have in their lists and nobody else has. */
async function removeConversationsOfNobody(db: Db, users: readonly number[], counts: Tally): Promise<void> {
  const { rows } = await sql<{ conversation: number; messages: readonly number[] | null }>`
    select listed.messageconversationid as conversation, (
      select array_agg(written.messageid)
      from messageconversation_messages as written
      where written.messageconversationid = listed.messageconversationid
    ) as messages
    from messageconversation_usermessages as listed
    join usermessage on usermessage.usermessageid = listed.usermessageid
    where listed.messageconversationid in (
      select own.messageconversationid
      from messageconversation_usermessages as own
      join usermessage as copy on copy.usermessageid = own.usermessageid
      where copy.userid = any (${users})
    )
    group by listed.messageconversationid
    having bool_and(usermessage.userid = any (${users}))
  `.execute(db);
  const conversations = rows.map(({ conversation }) => conversation);
  const messages = rows.flatMap((row) => (row.messages ?? []).map(Number));
  for (const table of ['messageconversation_usermessages', 'messageconversation_messages'])
    await deleteRows(db, table, 'messageconversationid', conversations, counts);
  await deleteRows(db, 'messageattachments', 'messageid', messages, counts);
  await deleteRows(db, 'message', 'messageid', messages, counts);
  await deleteRows(db, 'messageconversation', 'messageconversationid', conversations, counts);
}
