import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { generateUid } from '../../src/kernel/uid.js';
import type { testServer } from './server.js';

export interface MadeUser {
  readonly uid: string;
  readonly username: string;
  readonly roleUid: string;
  /** `name:password` for basic credentials. */
  readonly login: string;
}

/** bcrypt of `District1!`, of the least cost, because servers of tests compare it again and again. */
const PASSWORD_HASH = '$2a$04$VemXozeVy2ZEbHyWIL8CKO9y6QEpH9emxz65nYsI1zljVPTPLiHVq';
/** Likewise of `district`, which is the password of admin in tests. */
const ADMIN_HASH = '$2a$04$DNmF3TIRCcBkMozONj2FBu7BmQoINxULfuV/acsh2dbhM3MMgoeze';
export const PASSWORD = 'District1!';
/** A statement, for whichever client a test has. */
export const GIVE_ADMIN_PASSWORD = `update userinfo set password = '${ADMIN_HASH}', passwordlastupdated = localtimestamp where username = 'admin'`;

/** Makes users with exactly the authorities that a test is about, in the database and not through what is tested. */
export function makeUsers(server: ReturnType<typeof testServer>) {
  const make = async (
    authorities: readonly string[],
    { groups = [], email }: { readonly groups?: readonly string[]; readonly email?: string } = {},
  ): Promise<MadeUser> => {
    const [uid, roleUid] = [generateUid(), generateUid()];
    const username = `user.${uid.toLowerCase()}`;
    await sql`
      with role as (
        insert into userrole (userroleid, uid, created, lastupdated, name, sharing)
        values (nextval('hibernate_sequence'), ${roleUid}, localtimestamp, localtimestamp, ${`Role ${roleUid}`}, '{"public": "rw------"}')
        returning userroleid
      ), authority as (
        insert into userroleauthorities (userroleid, authority)
        select role.userroleid, word from role, unnest(${authorities}::text[]) as word
      ), account as (
        insert into userinfo (userinfoid, uid, created, lastupdated, surname, firstname, username, password, email, uuid)
        values (
          nextval('hibernate_sequence'), ${uid}, localtimestamp, localtimestamp, ${uid}, 'Test', ${username}, ${PASSWORD_HASH},
          ${email ?? null}, gen_random_uuid()
        )
        returning userinfoid
      ), member as (
        insert into usergroupmembers (userid, usergroupid)
        select account.userinfoid, usergroup.usergroupid from account, usergroup where usergroup.uid = any (${groups}::text[])
      )
      insert into userrolemembers (userid, userroleid) select account.userinfoid, role.userroleid from account, role
    `.execute(server.db);
    return { uid, username, roleUid, login: `${username}:${PASSWORD}` };
  };
  /**
   * Headers of a session of the user, begun without a login. Whoever asks often asks with these: passwords are compared anew after each change of users, and that is slow
   * on purpose.
   */
  const enter = async (uid: string): Promise<Readonly<Record<string, string>>> => {
    const id = randomBytes(24).toString('base64url');
    await sql`
      insert into orderly.http_session (id_hash, user_id)
      select ${createHash('sha256').update(id).digest('hex')}, userinfo.userinfoid from userinfo where userinfo.uid = ${uid}
    `.execute(server.db);
    return { cookie: `JSESSIONID=${id}`, 'x-requested-with': 'XMLHttpRequest' };
  };
  return { make, enter };
}
