import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'system',
  title: () => i18n.t('System'),
  section: 'administer',
  order: 20,
  views: [
    { path: '', load: () => import('./info-view') },
    { path: 'settings', load: () => import('./settings-view'), authorities: ['F_SYSTEM_SETTING'] },
    { path: 'cluster', load: () => import('./cluster-view'), authorities: ['F_VIEW_SERVER_INFO'] },
    { path: 'database', load: () => import('./database-view'), authorities: ['F_VIEW_SERVER_INFO'] },
  ],
};
