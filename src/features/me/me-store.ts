import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';

interface Reference {
  readonly id: string;
}

/** The user's own row with everything that hangs on it, as `/api/me` shows it. */
export interface Profile {
  readonly id: string;
  readonly username: string;
  readonly surname: string;
  readonly firstName: string;
  readonly name: string;
  readonly email: string | null;
  readonly emailVerified: boolean;
  readonly created: string;
  readonly lastUpdated: string;
  readonly twoFactorType: string;
  readonly organisationUnits: readonly Reference[];
  readonly dataViewOrganisationUnits: readonly Reference[];
  readonly teiSearchOrganisationUnits: readonly Reference[];
  readonly userRoles: readonly Reference[];
  readonly userGroups: readonly Reference[];
  readonly programs: readonly string[];
  readonly dataSets: readonly string[];
  readonly [property: string]: unknown;
}

/** Everything of a user in one statement (contract: system.md §9). */
export async function readProfile(db: Db, user: CurrentUser): Promise<Profile> {
  const references = (query: ReturnType<typeof sql>) => sql`coalesce((
    select json_agg(json_build_object('id', found.uid) order by found.uid) from (${query}) as found (uid)
  ), '[]')`;
  const units = (table: string) =>
    references(sql`
      select unit.uid from ${sql.table(table)} as member
      join organisationunit as unit on unit.organisationunitid = member.organisationunitid
      where member.userinfoid = ${user.id}
    `);
  const { rows } = await sql<Profile>`
    select
      userinfo.uid as id, userinfo.username, userinfo.surname, userinfo.firstname as "firstName", userinfo.name,
      userinfo.name as "displayName", userinfo.email, userinfo.verifiedemail is not null and userinfo.verifiedemail = userinfo.email as "emailVerified",
      userinfo.phonenumber as "phoneNumber", userinfo.jobtitle as "jobTitle", userinfo.introduction, userinfo.gender, userinfo.birthday,
      userinfo.nationality, userinfo.employer, userinfo.education, userinfo.interests, userinfo.languages,
      userinfo.whatsapp as "whatsApp", userinfo.facebookmessenger as "facebookMessenger", userinfo.skype, userinfo.telegram, userinfo.twitter,
      userinfo.created, userinfo.lastupdated as "lastUpdated", userinfo.twofactortype as "twoFactorType",
      ${units('usermembership')} as "organisationUnits",
      ${units('userdatavieworgunits')} as "dataViewOrganisationUnits",
      ${units('userteisearchorgunits')} as "teiSearchOrganisationUnits",
      ${references(sql`
        select userrole.uid from userrolemembers join userrole on userrole.userroleid = userrolemembers.userroleid
        where userrolemembers.userid = ${user.id}
      `)} as "userRoles",
      ${references(sql`
        select usergroup.uid from usergroupmembers join usergroup on usergroup.usergroupid = usergroupmembers.usergroupid
        where usergroupmembers.userid = ${user.id}
      `)} as "userGroups",
      ${references(sql`select api_token.uid from api_token where api_token.createdby = ${user.id}`)} as "patTokens",
      coalesce((
        select json_agg(distinct program.uid)
        from usermembership
        join program_organisationunits as assigned on assigned.organisationunitid = usermembership.organisationunitid
        join program on program.programid = assigned.programid
        where usermembership.userinfoid = ${user.id}
      ), '[]') as programs,
      coalesce((
        select json_agg(distinct dataset.uid)
        from usermembership
        join datasetsource on datasetsource.sourceid = usermembership.organisationunitid
        join dataset on dataset.datasetid = datasetsource.datasetid
        where usermembership.userinfoid = ${user.id}
      ), '[]') as "dataSets"
    from userinfo
    where userinfo.userinfoid = ${user.id}
  `.execute(db);
  const [profile] = rows;
  if (!profile) throw new Error(`User ${user.uid} is gone.`);
  return profile;
}

/** How many conversations and interpretations the user has not read yet. */
export async function readUnread(db: Db, user: CurrentUser): Promise<Readonly<Record<string, number>>> {
  const { rows } = await sql<Record<string, number>>`
    select
      (
        select count(*) from usermessage where usermessage.userid = ${user.id} and not usermessage.isread
      ) as "unreadMessageConversations",
      (
        select count(*)
        from interpretation
        join userinfo on userinfo.userinfoid = ${user.id}
        where interpretation.created > coalesce(userinfo.lastcheckedinterpretations, '-infinity')
      ) as "unreadInterpretations"
  `.execute(db);
  return rows[0] ?? {};
}

/** Columns of the profile that users change themselves, by their name on the wire. */
const OWN_PROPERTIES: Readonly<Record<string, string>> = {
  surname: 'surname',
  firstName: 'firstname',
  email: 'email',
  phoneNumber: 'phonenumber',
  jobTitle: 'jobtitle',
  introduction: 'introduction',
  gender: 'gender',
  nationality: 'nationality',
  employer: 'employer',
  education: 'education',
  interests: 'interests',
  languages: 'languages',
  whatsApp: 'whatsapp',
  skype: 'skype',
  telegram: 'telegram',
  twitter: 'twitter',
};

/** Changes the user's own profile; what is not the user's to change is passed over. */
export async function updateProfile(
  db: Db,
  user: CurrentUser,
  changes: Readonly<Record<string, unknown>>,
): Promise<void> {
  const assignments = Object.entries(changes).flatMap(([name, value]) => {
    const column = Object.hasOwn(OWN_PROPERTIES, name) ? OWN_PROPERTIES[name] : undefined;
    if (column === undefined || (typeof value !== 'string' && value !== null)) return [];
    return [sql`${sql.id(column)} = ${value}`];
  });
  if (assignments.length === 0) return;
  await sql`
    update userinfo set ${sql.join(assignments)}, lastupdated = localtimestamp where userinfo.userinfoid = ${user.id}
  `.execute(db);
}

/** The stored hash of the user's password. */
export async function readPasswordHash(db: Db, user: CurrentUser): Promise<string | null> {
  const { rows } = await sql<{ password: string | null }>`
    select userinfo.password from userinfo where userinfo.userinfoid = ${user.id}
  `.execute(db);
  return rows[0]?.password ?? null;
}
