import { sql } from 'kysely';
import type { testServer } from './server.js';
import { makeUsers } from './users.js';

export interface TrackerCase {
  readonly entity: string;
  readonly program: string;
  /** Facility that owns the tracked entity. */
  readonly owner: string;
  /** District in which the facility lies. */
  readonly district: string;
}

/** What tests of the tracker share: users with units, and tracked entities of the demo country. */
export function trackerOf(server: ReturnType<typeof testServer>) {
  const users = makeUsers(server);

  /** Users that capture and search in these units, by uid. */
  async function userIn(
    { capture = [], search = [] }: { readonly capture?: readonly string[]; readonly search?: readonly string[] },
    authorities: readonly string[] = [],
  ) {
    const user = await users.make(authorities);
    for (const [table, units] of [
      ['usermembership', capture],
      ['userteisearchorgunits', search],
    ] as const) {
      await sql`
        insert into ${sql.table(table)} (userinfoid, organisationunitid)
        select userinfo.userinfoid, unit.organisationunitid from userinfo, organisationunit as unit
        where userinfo.uid = ${user.uid} and unit.uid = any (${[...units]}::text[])
      `.execute(server.db);
    }
    const headers = await users.enter(user.uid);
    return { ...user, ask: (path: string, method = 'GET') => server.request(path, { user: null, headers, method }) };
  }

  /** A tracked entity in each of two districts, enrolled in the same program, which others own elsewhere. */
  async function cases(): Promise<readonly [TrackerCase, TrackerCase]> {
    const { rows } = await sql<TrackerCase>`
      with owned as (
        select
          entity.uid as entity, program.uid as program, unit.uid as owner, split_part(unit.path, '/', 3) as district,
          row_number() over (partition by program.uid, split_part(unit.path, '/', 3) order by entity.trackedentityid) as number
        from trackedentityprogramowner as owning
        join trackedentity as entity on entity.trackedentityid = owning.trackedentityid and not entity.deleted
        join enrollment on enrollment.trackedentityid = owning.trackedentityid and enrollment.programid = owning.programid and not enrollment.deleted
        join program on program.programid = owning.programid
        join organisationunit as unit on unit.organisationunitid = owning.organisationunitid
      )
      select entity, program, owner, district from owned where number = 1 order by program, district limit 2
    `.execute(server.db);
    const [first, second] = rows;
    if (!first || !second || first.program !== second.program || first.district === second.district)
      throw new Error('The demo has no two districts with tracked entities of one program.');
    return [first, second];
  }

  const setAccessLevel = (program: string, level: string) =>
    sql`update program set accesslevel = ${level} where uid = ${program}`.execute(server.db);

  const share = (table: string, uid: string, access: string) =>
    sql`update ${sql.table(table)} set sharing = ${JSON.stringify({ public: access })}::jsonb where uid = ${uid}`.execute(
      server.db,
    );

  return { userIn, cases, setAccessLevel, share };
}
