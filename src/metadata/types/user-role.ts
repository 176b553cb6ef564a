import { memberOf, text, values } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const userRole = defineType({
  name: 'userRole',
  plural: 'userRoles',
  label: 'User role',
  klass: 'org.hisp.dhis.user.UserRole',
  table: 'userrole',
  traits: ['sharing', 'translations', 'author'],
  authorities: sharedAuthorities('USERROLE'),
  naming: { unique: true },
  properties: {
    description: text({ max: 255, translatedAs: 'DESCRIPTION' }),
    authorities: values('TEXT', { table: 'userroleauthorities', own: 'userroleid', column: 'authority' }),
    restrictions: values('TEXT', { table: 'userrolerestrictions', own: 'userroleid', column: 'restriction' }),
    users: memberOf('user', { table: 'userrolemembers', own: 'userroleid', item: 'userid' }),
  },
});
