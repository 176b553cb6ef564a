import { type RawBuilder, sql } from 'kysely';
import { type CheckDefinition, defineChecks } from '../check.js';

const USERS = { section: 'Users', issuesIdType: 'users', of: 'userinfo' } as const;
const ROLES = { section: 'Users', severity: 'WARNING', issuesIdType: 'userRoles', of: 'userrole' } as const;

/** Units in which a user enters data but that are not below those of another list of theirs. Who has none there sees the units of data entry. */
const captureOutside = (table: string): RawBuilder<unknown> => sql`
  select account.uid as id, account.username as name, array_agg(unit.name order by unit.name)::text[] as refs
  from userinfo as account
  join usermembership as capture on capture.userinfoid = account.userinfoid
  join organisationunit as unit on unit.organisationunitid = capture.organisationunitid
  where exists (select from ${sql.table(table)} as seen where seen.userinfoid = account.userinfoid)
    and not exists (
      select from ${sql.table(table)} as seen
      join organisationunit as above on above.organisationunitid = seen.organisationunitid
      where seen.userinfoid = account.userinfoid
        and (unit.organisationunitid = above.organisationunitid or starts_with(unit.path, above.path || '/'))
    )
  group by account.uid, account.username
`;

/** Users who hold one of some authorities. */
const holders = (...authorities: readonly string[]): RawBuilder<unknown> => sql`
  select account.uid as id, account.username as name,
    case when account.disabled then 'Disabled' else 'Active' end as comment,
    array_agg(distinct role.name)::text[] as refs
  from userinfo as account
  join userrolemembers as member on member.userid = account.userinfoid
  join userrole as role on role.userroleid = member.userroleid
  join userroleauthorities as held on held.userroleid = role.userroleid
    and held.authority in (${sql.join(authorities.map((authority) => sql.lit(authority)))})
  group by account.uid, account.username, account.disabled
`;

const disabledOf = sql`'disabled:' || coalesce(account.disabled, false) as comment`;

const definitions: readonly CheckDefinition[] = [
  {
    ...USERS,
    name: 'users_capture_ou_not_in_data_view_ou',
    displayName: 'Users who cannot see the units that they enter data for',
    sectionOrder: 1,
    severity: 'SEVERE',
    description: 'A user with a data entry unit that is not below any of their data view units.',
    introduction: 'They enter data that they cannot look at afterwards.',
    recommendation: 'Add the unit, or one above it, to the data view units of the user.',
    issues: captureOutside('userdatavieworgunits'),
  },
  {
    ...USERS,
    name: 'users_capture_ou_not_in_tei_search_ou',
    displayName: 'Users who cannot search in the units that they enter data for',
    sectionOrder: 2,
    severity: 'WARNING',
    description: 'A user with a data entry unit that is not below any of their search units.',
    introduction: 'They cannot find the tracked entities that they register.',
    recommendation: 'Add the unit, or one above it, to the search units of the user.',
    issues: captureOutside('userteisearchorgunits'),
  },
  {
    ...USERS,
    name: 'users_with_no_user_role',
    displayName: 'Users without role',
    sectionOrder: 3,
    severity: 'SEVERE',
    description: 'A user who has no role.',
    introduction: 'They may do nothing but log in.',
    recommendation: 'Give the user a role, or disable the account.',
    issues: sql`
      select account.uid as id, account.username as name, ${disabledOf} from userinfo as account
      where not exists (select from userrolemembers as member where member.userid = account.userinfoid)
    `,
  },
  {
    ...USERS,
    name: 'users_with_no_organisation_units',
    displayName: 'Users without organisation units',
    sectionOrder: 8,
    severity: 'WARNING',
    description: 'A user who may enter data for no organisation unit.',
    introduction: 'Most apps show nothing to a user without units.',
    recommendation: 'Give the user organisation units.',
    issues: sql`
      select account.uid as id, account.username as name, ${disabledOf} from userinfo as account
      where not exists (select from usermembership as member where member.userinfoid = account.userinfoid)
    `,
  },
  {
    ...ROLES,
    name: 'user_roles_no_authorities',
    displayName: 'User roles without authorities',
    sectionOrder: 4,
    description: 'A user role that has no authorities.',
    introduction: 'Who has the role may do no more than before.',
    recommendation: 'Add authorities, or delete the role.',
    issues: sql`
      select role.uid as id, role.name from userrole as role
      where not exists (select from userroleauthorities as held where held.userroleid = role.userroleid)
    `,
  },
  {
    ...ROLES,
    name: 'user_roles_with_no_users',
    displayName: 'User roles without users',
    sectionOrder: 5,
    description: 'A user role that nobody has.',
    introduction: 'Unused roles make it harder to see who may do what.',
    recommendation: 'Delete the role unless it is about to be used.',
    issues: sql`
      select role.uid as id, role.name from userrole as role
      where not exists (select from userrolemembers as member where member.userroleid = role.userroleid)
    `,
  },
  {
    ...USERS,
    name: 'users_with_invalid_usernames',
    displayName: 'Users whose names break the rules',
    sectionOrder: 5,
    severity: 'WARNING',
    description:
      'A user whose username is missing, not 4 to 255 characters long, or has other than letters, digits and -_.@, or one of these first, last or doubled.',
    introduction: 'Some programs do not take such names.',
    recommendation: 'Make a new account with a valid name.',
    issues: sql`
      select account.uid as id, coalesce(account.username, account.name) as name, ${disabledOf} from userinfo as account
      where coalesce(
        length(account.username) not between 4 and 255 or account.username !~ '^[a-zA-Z0-9]+([-_.@][a-zA-Z0-9]+)*$', true
      )
    `,
  },
  {
    ...USERS,
    name: 'users_with_all_authority',
    displayName: 'Users who may do everything',
    sectionOrder: 6,
    severity: 'INFO',
    description: 'A user who holds the authority ALL.',
    introduction: 'They can read, change and delete everything.',
    recommendation: 'Keep these users few, and give others the authorities that they need.',
    issues: holders('ALL'),
  },
  {
    ...USERS,
    name: 'users_with_app_hub_authority',
    displayName: 'Users who may install apps',
    sectionOrder: 7,
    severity: 'INFO',
    description: 'A user who holds the authority to install apps.',
    introduction: 'Apps act with the rights of whoever opens them.',
    recommendation: 'Keep these users few.',
    issues: holders('M_dhis-web-app-management', 'M_DHIS_WEB_APP_MANAGEMENT'),
  },
];

/** Users and their roles (contract: data-admin.md §7.7, §7.9). */
export const userChecks = defineChecks(definitions);
