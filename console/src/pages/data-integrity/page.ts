import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'data-integrity',
  title: () => i18n.t('Data integrity'),
  section: 'operate',
  order: 20,
  authorities: ['F_PERFORM_MAINTENANCE'],
  views: [
    { path: '', load: () => import('./checks-view') },
    { path: ':check', load: () => import('./check-view') },
  ],
};
