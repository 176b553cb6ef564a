import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../../../test/support/database.js';
import { user as makeUser } from '../../../../test/support/integrity-objects.js';
import { anyRow, link, type MadeRow, makeRow } from '../../../../test/support/make-row.js';
import { previewed, runs } from '../../../../test/support/operations.js';
import { inSavepoint, keepersOf, onTrial } from '../../../database/index.js';
import { expiredInvitationsClear } from './expired-invitations-clear.js';

const database = testDatabase({ demo: true });

const PAST = '2020-01-01T00:00:00';
const invited = (row: Readonly<Record<string, unknown>> = {}): Promise<MadeRow> =>
  makeUser(database.db, { invitation: true, restoretoken: 'hash', restoreexpiry: PAST, ...row });

const value = async <Value>(text: ReturnType<typeof sql<{ value: Value }>>): Promise<Value | undefined> =>
  (await text.execute(database.db)).rows[0]?.value;
const count = async (table: string, column: string, key: unknown): Promise<number> =>
  (await value(
    sql<{ value: number }>`select count(*) as value from ${sql.table(table)} where ${sql.id(column)} = ${key}`,
  )) ?? 0;
const exists = async ({ id }: MadeRow): Promise<boolean> => (await count('userinfo', 'userinfoid', id)) === 1;
const remove = async (table: string, column: string, key: unknown): Promise<void> =>
  void (await sql`delete from ${sql.table(table)} where ${sql.id(column)} = ${key}`.execute(database.db));

/** Row counts of all tables of the database. */
async function sizes(): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1
  `.execute(database.db);
  const counts = rows.map(({ name }) => sql`select ${name}::text as name, count(*) as count from ${sql.table(name)}`);
  const { rows: counted } = await sql<{ name: string; count: number }>`${sql.join(counts, sql` union all `)}`.execute(
    database.db,
  );
  return Object.fromEntries(counted.map((row) => [row.name, row.count]));
}

describe('expiredInvitationsClear', () => {
  beforeEach(async () => {
    await sql`update userinfo set invitation = false where invitation`.execute(database.db);
  });

  it('takes only invitations that were sent and have expired', async () => {
    const gone = await invited();
    const others = await Promise.all([
      invited({ restoreexpiry: '2999-01-01' }),
      invited({ restoretoken: null }),
      invited({ restoreexpiry: null }),
      invited({ invitation: false }),
      invited({ invitation: null }),
    ]);
    expect(await runs(expiredInvitationsClear, database.db)).toEqual({
      counts: { userinfo: 1 },
      skipped: [],
      warnings: [],
    });
    expect(await exists(gone)).toBe(false);
    for (const other of others) expect(await exists(other)).toBe(true);
    expect(await value(sql<{ value: string }>`select klass as value from deletedobject where uid = ${gone.uid}`)).toBe(
      'User',
    );
  });

  it('takes what is the user’s, changes what names the user, and says how many rows of each table, in the preview as in the run', async () => {
    const { db } = database;
    const gone = await invited();
    const admin = await anyRow(db, 'userinfo', sql`username = 'admin'`);
    const role = await makeRow(db, 'userrole');
    const group = await makeRow(db, 'usergroup');
    for (const [table, { uid }] of [
      ['userrole', role],
      ['usergroup', group],
    ] as const)
      await sql`update ${sql.table(table)} set lastupdated = '2020-01-01' where uid = ${uid}`.execute(db);
    const unit = await anyRow(db, 'organisationunit');
    await link(db, 'userrolemembers', { userid: gone.id, userroleid: role.id });
    await link(db, 'usergroupmembers', { userid: gone.id, usergroupid: group.id });
    for (const table of ['usermembership', 'userdatavieworgunits', 'userteisearchorgunits'])
      await link(db, table, { userinfoid: gone.id, organisationunitid: unit.id });
    await link(db, 'usersetting', { userinfoid: gone.id, name: 'keyUiLocale', value: Buffer.from('x') });
    await link(db, 'userapps', { userinfoid: gone.id, sort_order: 0, app: 'x' });
    await link(db, 'previouspasswords', { userid: gone.id, list_index: 0, previouspassword: 'x' });
    await makeRow(db, 'userkeyjsonvalue', { userid: gone.id, lastupdatedby: gone.id, namespace: 'a', userkey: 'b' });
    await makeRow(
      db,
      'api_token',
      { createdby: gone.id, lastupdatedby: gone.id, version: 2, type: 'PERSONAL_ACCESS_TOKEN_V2', expire: 1, key: 'k' },
      'apitokenid',
    );
    const interpretation = await makeRow(db, 'interpretation', { userid: gone.id, interpretationtext: 'Well' });
    // One item lists only the user, one lists another, too.
    const dashboard = await makeRow(db, 'dashboard', { restrictfilters: false });
    const items = [await makeRow(db, 'dashboarditem'), await makeRow(db, 'dashboarditem')] as const;
    for (const [index, item] of items.entries()) {
      await link(db, 'dashboard_items', { dashboardid: dashboard.id, dashboarditemid: item.id, sort_order: index });
      await link(db, 'dashboarditem_users', { dashboarditemid: item.id, userid: gone.id, sort_order: 0 });
    }
    await link(db, 'dashboarditem_users', { dashboarditemid: items[1].id, userid: admin.id, sort_order: 1 });
    // One conversation is the user's alone, one somebody else has, too.
    const conversations: MadeRow[] = [];
    for (const readers of [[gone], [gone, admin]]) {
      const conversation = await makeRow(db, 'messageconversation', { subject: 's', messagetype: 'SYSTEM' });
      const message = await makeRow(db, 'message', { messagetext: 'm' });
      await link(db, 'messageconversation_messages', {
        messageconversationid: conversation.id,
        sort_order: 0,
        messageid: message.id,
      });
      for (const reader of readers) {
        const copy = await value(
          sql<{ value: number }>`
            insert into usermessage (usermessageid, userid, isread) values (nextval('usermessage_sequence'), ${reader.id}, false)
            returning usermessageid as value
          `,
        );
        await link(db, 'messageconversation_usermessages', {
          messageconversationid: conversation.id,
          usermessageid: copy,
        });
      }
      conversations.push(conversation);
    }
    const expected = {
      userinfo: 1,
      userrole: 1,
      usergroup: 1,
      userrolemembers: 1,
      usergroupmembers: 1,
      usermembership: 1,
      userdatavieworgunits: 1,
      userteisearchorgunits: 1,
      usersetting: 1,
      userapps: 1,
      previouspasswords: 1,
      userkeyjsonvalue: 1,
      api_token: 1,
      interpretation: 1,
      dashboard_items: 1,
      dashboarditem: 1,
      dashboarditem_users: 2,
      messageconversation: 1,
      message: 1,
      messageconversation_messages: 1,
      messageconversation_usermessages: 2,
      usermessage: 2,
    };
    const before = await sizes();
    const preview = await previewed(expiredInvitationsClear, db);
    expect(await sizes()).toEqual(before);
    expect(preview).toEqual({ counts: expected, skipped: [], warnings: [] });
    expect(await runs(expiredInvitationsClear, db)).toEqual(preview);
    // Every table has lost what was said, and no other has lost anything.
    const changed = { userrole: 0, usergroup: 0, interpretation: 0, deletedobject: -1 };
    const lost: Readonly<Record<string, number>> = { ...expected, ...changed };
    const after = await sizes();
    for (const [table, size] of Object.entries(before))
      expect([table, size - (after[table] ?? 0)]).toEqual([table, lost[table] ?? 0]);
    expect(
      await value(
        sql<{ value: unknown }>`select userid as value from interpretation where uid = ${interpretation.uid}`,
      ),
    ).toBeNull();
    for (const [table, { uid }] of [
      ['userrole', role],
      ['usergroup', group],
    ] as const)
      expect(
        await value(
          sql<{ value: string }>`select lastupdated::text as value from ${sql.table(table)} where uid = ${uid}`,
        ),
      ).not.toMatch(/^2020/);
    expect(await count('dashboarditem', 'dashboarditemid', items[1].id)).toBe(1);
    expect(await count('messageconversation', 'messageconversationid', conversations[1]?.id)).toBe(1);
    expect((await runs(expiredInvitationsClear, db)).counts).toEqual({});
  });

  it('one undeletable user does not undo the rest: whoever made something stays, with its name', async () => {
    const { db } = database;
    const [first, author, last] = [await invited(), await invited(), await invited()];
    const set = await makeRow(db, 'dataelementgroup', { userid: author.id, name: 'Made by an invited user' });
    const effects = await runs(expiredInvitationsClear, db);
    expect(effects.counts).toEqual({ userinfo: 2 });
    expect(effects.skipped).toHaveLength(1);
    expect(effects.skipped[0]?.id).toBe(author.uid);
    expect(effects.skipped[0]?.reason).toBe(
      `Object could not be deleted because it is associated with another object: data element group Made by an invited user (${set.uid})`,
    );
    expect([await exists(first), await exists(author), await exists(last)]).toEqual([false, true, false]);
    await remove('dataelementgroup', 'dataelementgroupid', set.id);
    expect((await runs(expiredInvitationsClear, db)).counts).toEqual({ userinfo: 1 });
  });

  it('references without a veto in DHIS2 keep only the user that they name: an event, a message, a table that no list knows', async () => {
    const { db } = database;
    await sql`create schema if not exists extension`.execute(db);
    await sql`create table extension.visit (visitor bigint references public.userinfo (userinfoid))`.execute(db);
    const users = [await invited(), await invited(), await invited(), await invited(), await invited()] as const;
    await sql`update event set assigneduserid = ${users[1].id} where eventid = (select min(eventid) from event)`.execute(
      db,
    );
    const message = await makeRow(db, 'message', { messagetext: 'm', userid: users[2].id });
    await sql`insert into extension.visit (visitor) values (${users[3].id})`.execute(db);
    const preview = await previewed(expiredInvitationsClear, db);
    const effects = await runs(expiredInvitationsClear, db);
    expect(effects).toEqual(preview);
    expect(effects.counts).toEqual({ userinfo: 2 });
    const sentence = 'Object could not be deleted because it is associated with another object: ';
    expect(effects.skipped.map(({ id, reason }) => [id, reason.replace(sentence, '')])).toEqual([
      [users[1].uid, '1 event'],
      [users[2].uid, '1 message'],
      [users[3].uid, 'rows of extension.visit'],
    ]);
    await sql`drop schema extension cascade`.execute(db);
    await sql`update event set assigneduserid = null`.execute(db);
    await remove('message', 'messageid', message.id);
    await runs(expiredInvitationsClear, db);
  });

  it('never takes the user who asks, nor a super user when nobody else could log in as one', async () => {
    const { db } = database;
    const [asking, chief] = [await invited(), await invited()];
    const role = await anyRow(
      db,
      'userrole',
      sql`exists (select from userroleauthorities as a where a.userroleid = userrole.userroleid and a.authority = 'ALL')`,
    );
    await link(db, 'userrolemembers', { userid: chief.id, userroleid: role.id });
    await sql`update userinfo set disabled = true where invitation is not true`.execute(db);
    const kept = await runs(expiredInvitationsClear, db, {}, asking.uid);
    expect(kept.counts).toEqual({});
    expect(kept.skipped.map(({ id, reason }) => [id, reason])).toEqual([
      [asking.uid, 'It is your own account.'],
      [chief.uid, 'There is no other super user who can log in.'],
    ]);
    await sql`update userinfo set disabled = false where invitation is not true`.execute(db);
    expect((await runs(expiredInvitationsClear, db)).counts).toEqual({ userinfo: 2, userrole: 1, userrolemembers: 1 });
  });

  it('goes through more users than one transaction takes, past those that stay', async () => {
    const { db } = database;
    const { rows } = await sql<{ id: number }>`
      insert into userinfo (userinfoid, uid, created, lastupdated, firstname, surname, username, invitation, restoretoken, restoreexpiry)
      select nextval('hibernate_sequence'), 'Many' || lpad(number::text, 7, '0'), now(), now(), 'a', 'b', 'many' || number, true, 'x', '2020-01-01'
      from generate_series(1, 450) as number
      returning userinfoid as id
    `.execute(db);
    await makeRow(db, 'dataelementgroup', { userid: rows[199]?.id });
    await makeRow(db, 'dataelementgroup', { userid: rows[210]?.id });
    const effects = await runs(expiredInvitationsClear, db);
    expect(effects.counts).toEqual({ userinfo: 448 });
    expect(effects.skipped.map(({ id }) => id)).toEqual(['Many0000200', 'Many0000211']);
  });

  it('every column of the database that can name a user lets the user go or keeps just that one, and never fails the run', async () => {
    await onTrial(database.db, async (db) => {
      const named = new Map<string, { readonly table: string; readonly column: string }>();
      for (const { table, name, column } of await keepersOf(db, 'userinfo')) {
        const row = { invitation: true, restoretoken: 'hash', restoreexpiry: PAST };
        const { id, uid } = await makeUser(db, row);
        // The first row of each table that has any now names the user.
        const change = sql`
          update ${sql.id('public', table)} set ${sql.id(column)} = ${table === 'potentialduplicate' ? sql`(select username from userinfo where userinfoid = ${id})` : id}
          where ctid = (select min(ctid) from ${sql.id('public', table)})
        `;
        const changed = await inSavepoint(db, () => change.execute(db)).catch(() => undefined);
        if (changed?.numAffectedRows === 1n) named.set(uid, { table: name, column });
        else await sql`delete from userinfo where uid = ${uid}`.execute(db);
      }
      expect(named.size).toBeGreaterThan(80);
      const free = await makeUser(db, { invitation: true, restoretoken: 'hash', restoreexpiry: PAST });
      const preview = await previewed(expiredInvitationsClear, db);
      const { counts, skipped, warnings } = await runs(expiredInvitationsClear, db);
      expect({ counts, skipped, warnings }).toEqual(preview);
      const { rows } = await sql<{ uid: string }>`select uid from userinfo where invitation`.execute(db);
      const left = new Set(rows.map(({ uid }) => uid));
      expect(left.has(free.uid)).toBe(false);
      expect(new Set(skipped.map(({ id }) => id))).toEqual(left);
      expect(counts.userinfo).toBe(named.size + 1 - left.size);
      // Only what is the user's own, or does without, went with one.
      const gone = [...named].flatMap(([uid, { table }]) => (left.has(uid) ? [] : [table]));
      expect(new Set(gone)).toEqual(new Set(gone.filter((table) => OWN.has(table))));
    });
  });
});

/** What goes with users or stays without them (contract: maintenance.md §4.3). */
const OWN = new Set([
  'userrolemembers',
  'usergroupmembers',
  'usermembership',
  'userdatavieworgunits',
  'userteisearchorgunits',
  'users_catdimensionconstraints',
  'users_cogsdimensionconstraints',
  'usersetting',
  'userapps',
  'userkeyjsonvalue',
  'previouspasswords',
  'usermessage',
  'dashboarditem_users',
  'interpretation',
]);
