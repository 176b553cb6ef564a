import { addDays } from '../kernel/calendar.js';
import { at, type Country, PUBLIC } from './country.js';
import type { OrgUnit } from './organisation-units.js';
import { between, pick } from './random.js';

/** bcrypt of `District1!`, the password of every demo user but admin. */
const PASSWORD_HASH = '$2a$10$fCLFVIz1p/vkzT884olO3uKksF5yiL9tQbhQIwinum/hj4py2tjRK';

const ROLES = [
  ['Data entry', ['F_DATAVALUE_ADD', 'F_RUN_VALIDATION']],
  ['System administrator', ['F_PERFORM_MAINTENANCE', 'F_SCHEDULING_ADMIN', 'F_SYSTEM_SETTING', 'F_JOB_LOG_READ']],
  ['Reader', ['F_VIEW_EVENT_ANALYTICS']],
] as const;

/** Users with roles, groups and units; some disabled, expired, or invited with the invitation still open or long past. */
export async function loadUsers(country: Country, units: readonly OrgUnit[]): Promise<void> {
  const { sizes, load, now, id, uid, today } = country;
  const roles = ROLES.map(([name, authorities]) => ({ id: id(), uid: uid(), name, authorities }));
  await load(
    'userrole',
    ['userroleid', 'uid', 'created', 'lastupdated', 'name', 'description', 'sharing'],
    roles.map((role) => [role.id, role.uid, now, now, role.name, role.name, PUBLIC]),
  );
  await load(
    'userroleauthorities',
    ['userroleid', 'authority'],
    roles.flatMap((role) => role.authorities.map((authority) => [role.id, authority])),
  );
  const users = Array.from({ length: sizes.users - 1 }, (_, index) => ({
    id: id(),
    uid: uid(),
    number: String(index + 1).padStart(3, '0'),
    invitation: index % 20 === 7 ? 'expired' : index % 20 === 13 ? 'open' : undefined,
    disabled: index % 25 === 24,
    expiry: index % 30 === 29 ? at(addDays(today, -10)) : null,
    role: index < 2 ? roles[1] : roles[index % 3 === 0 ? 2 : 0],
    unit: pick(units, index, 241),
    lastLogin: at(addDays(today, -between(0, 400, index, 251)), index),
  }));
  await load(
    'userinfo',
    [
      'userinfoid',
      'uid',
      'created',
      'lastupdated',
      'surname',
      'firstname',
      'username',
      'email',
      'password',
      'passwordlastupdated',
      'lastlogin',
      'uuid',
      'externalauth',
      'selfregistered',
      'invitation',
      'restoretoken',
      'restoreexpiry',
      'disabled',
      'accountexpiry',
    ],
    users.map((user, index) => [
      user.id,
      user.uid,
      now,
      now,
      user.number,
      'User',
      user.invitation === undefined ? `user${user.number}` : `invite${user.number}`,
      `user${user.number}@example.org`,
      PASSWORD_HASH,
      now,
      user.invitation === undefined ? user.lastLogin : null,
      `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
      false,
      false,
      user.invitation !== undefined,
      user.invitation === undefined ? null : PASSWORD_HASH,
      user.invitation === undefined ? null : at(addDays(today, user.invitation === 'expired' ? -30 : 30)),
      user.disabled,
      user.expiry,
    ]),
  );
  await load(
    'userrolemembers',
    ['userroleid', 'userid'],
    users.map((user) => [user.role?.id, user.id]),
  );
  const root = units[0]?.id;
  await load(
    'usermembership',
    ['userinfoid', 'organisationunitid'],
    [[26, root], ...users.map((user) => [user.id, user.unit.id])],
  );
  await load(
    'userdatavieworgunits',
    ['userinfoid', 'organisationunitid'],
    [[26, root], ...users.map((user) => [user.id, user.unit.id])],
  );
  const groups = Array.from({ length: sizes.userGroups }, (_, index) => ({
    id: id(),
    uid: uid(),
    name: `User group ${String(index + 1).padStart(2, '0')}`,
  }));
  await load(
    'usergroup',
    ['usergroupid', 'uid', 'created', 'lastupdated', 'name', 'uuid', 'sharing'],
    groups.map((group, index) => [
      group.id,
      group.uid,
      now,
      now,
      group.name,
      `00000000-0000-4000-9000-${String(index + 1).padStart(12, '0')}`,
      PUBLIC,
    ]),
  );
  await load(
    'usergroupmembers',
    ['userid', 'usergroupid'],
    users.map((user, index) => [user.id, groups[index % groups.length]?.id]),
  );
}
