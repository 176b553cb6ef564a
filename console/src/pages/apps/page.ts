import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'apps',
  title: () => i18n.t('Apps'),
  section: 'extend',
  order: 10,
  authorities: ['M_dhis-web-app-management'],
  views: [{ path: '', load: () => import('./apps-view') }],
};
