import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'users',
  title: () => i18n.t('Users'),
  section: 'administer',
  order: 10,
  authorities: ['F_USER_VIEW', 'F_USER_ADD', 'F_USER_ADD_WITHIN_MANAGED_GROUP'],
  views: [
    { path: '', load: () => import('./users-view') },
    { path: 'invite', load: () => import('./invite-view') },
    { path: ':uid', load: () => import('./user-view') },
    { path: ':uid/copy', load: () => import('./copy-view') },
  ],
};
