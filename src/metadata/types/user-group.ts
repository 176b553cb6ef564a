import { memberOf, members } from '../model/property.js';
import { defineType } from '../model/type.js';
import { sharedAuthorities } from './authorities.js';

export const userGroup = defineType({
  name: 'userGroup',
  plural: 'userGroups',
  label: 'User group',
  klass: 'org.hisp.dhis.user.UserGroup',
  table: 'usergroup',
  traits: ['sharing', 'translations', 'attributes', 'author'],
  authorities: sharedAuthorities('USERGROUP'),
  properties: {
    users: members('user', {
      table: 'usergroupmembers',
      own: 'usergroupid',
      item: 'userid',
      keptWhenAbsent: true,
    }),
    managedGroups: members('userGroup', { table: 'usergroupmanaged', own: 'managedbygroupid', item: 'managedgroupid' }),
    managedByGroups: memberOf('userGroup', {
      table: 'usergroupmanaged',
      own: 'managedgroupid',
      item: 'managedbygroupid',
    }),
  },
});
