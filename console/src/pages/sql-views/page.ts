import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'sql-views',
  title: () => i18n.t('SQL views'),
  section: 'data',
  order: 50,
  views: [
    { path: '', load: () => import('./views-view') },
    { path: 'new', load: () => import('./new-view') },
    { path: ':uid', load: () => import('./one-view') },
    { path: ':uid/edit', load: () => import('./edit-view') },
  ],
};
