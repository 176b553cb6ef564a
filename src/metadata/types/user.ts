import { sql } from 'kysely';
import { computed, day, email, flag, integer, members, moment, reference, text } from '../model/property.js';
import { defineType, type MetadataObject } from '../model/type.js';

/** Who uses the server. Passwords come in as text, are kept as hashes and are never shown. */
export const user = defineType({
  name: 'user',
  plural: 'users',
  label: 'User',
  klass: 'org.hisp.dhis.user.User',
  table: 'userinfo',
  traits: ['attributes'],
  authorities: {
    create: ['F_USER_ADD', 'F_USER_ADD_WITHIN_MANAGED_GROUP'],
    delete: ['F_USER_DELETE', 'F_USER_DELETE_WITHIN_MANAGED_GROUP'],
    read: ['F_USER_VIEW', 'F_USER_ADD', 'F_USER_ADD_WITHIN_MANAGED_GROUP'],
  },
  naming: { required: false, readOnly: true, max: 321 },
  bare: ['id', 'code', 'name', 'displayName', 'username'],
  normalize: withoutCredentials,
  properties: {
    username: text({ max: 255, min: 2, required: true, unique: true }),
    password: text({ secret: true, max: 72, min: 8 }),
    surname: text({ max: 160, min: 1, required: true }),
    firstName: text({ max: 160, min: 1, required: true }),
    email: email({ max: 160 }),
    phoneNumber: text({ max: 80 }),
    jobTitle: text({ max: 160 }),
    introduction: text(),
    gender: text({ max: 50 }),
    birthday: day(),
    nationality: text({ max: 160 }),
    employer: text({ max: 160 }),
    education: text(),
    interests: text(),
    languages: text(),
    welcomeMessage: text(),
    whatsApp: text({ max: 255 }),
    skype: text({ max: 255 }),
    facebookMessenger: text({ max: 255 }),
    telegram: text({ max: 255 }),
    twitter: text({ max: 255 }),
    avatar: reference('fileResource', { column: 'avatar' }),
    dataViewMaxOrganisationUnitLevel: integer({ column: 'dataviewmaxorgunitlevel' }),
    createdBy: reference('user', { column: 'creatoruserid' }),
    externalAuth: flag(),
    openId: text(),
    ldapId: text({ unique: true }),
    passwordLastUpdated: moment({ readOnly: true, owner: false }),
    lastLogin: moment({ readOnly: true, owner: false }),
    selfRegistered: flag(),
    invitation: flag({ readOnly: true, owner: false }),
    disabled: flag(),
    accountExpiry: moment(),
    twoFactorType: text({ readOnly: true, owner: false }),
    emailVerified: computed(
      'BOOLEAN',
      (alias) => sql`coalesce(${sql.ref(`${alias}.verifiedemail`)} = ${sql.ref(`${alias}.email`)}, false)`,
    ),
    userRoles: members('userRole', {
      table: 'userrolemembers',
      own: 'userid',
      item: 'userroleid',
      required: true,
      guarding: true,
    }),
    userGroups: members('userGroup', {
      table: 'usergroupmembers',
      own: 'userid',
      item: 'usergroupid',
      keptWhenAbsent: true,
    }),
    organisationUnits: members('organisationUnit', {
      table: 'usermembership',
      own: 'userinfoid',
      item: 'organisationunitid',
    }),
    dataViewOrganisationUnits: members('organisationUnit', {
      table: 'userdatavieworgunits',
      own: 'userinfoid',
      item: 'organisationunitid',
    }),
    teiSearchOrganisationUnits: members('organisationUnit', {
      table: 'userteisearchorgunits',
      own: 'userinfoid',
      item: 'organisationunitid',
    }),
    catDimensionConstraints: members('category', {
      table: 'users_catdimensionconstraints',
      own: 'userid',
      item: 'dataelementcategoryid',
    }),
    cogsDimensionConstraints: members('categoryOptionGroupSet', {
      table: 'users_cogsdimensionconstraints',
      own: 'userid',
      item: 'categoryoptiongroupsetid',
    }),
  },
});

/** Older payloads keep user name, password and roles in a member `userCredentials`. */
function withoutCredentials(object: MetadataObject): MetadataObject {
  const { userCredentials, ...rest } = object;
  if (typeof userCredentials !== 'object' || userCredentials === null) return object;
  const { id: _id, user: _user, ...credentials } = userCredentials as MetadataObject;
  return { ...credentials, ...rest };
}
