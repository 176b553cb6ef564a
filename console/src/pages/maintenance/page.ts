import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'maintenance',
  title: () => i18n.t('Maintenance'),
  section: 'operate',
  order: 10,
  authorities: ['F_PERFORM_MAINTENANCE'],
  views: [
    { path: '', load: () => import('./maintenance-view') },
    { path: 'runs/:run', load: () => import('./run-view') },
  ],
};
