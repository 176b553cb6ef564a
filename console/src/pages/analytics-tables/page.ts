import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'analytics-tables',
  title: () => i18n.t('Analytics tables'),
  section: 'operate',
  order: 15,
  authorities: ['F_PERFORM_MAINTENANCE'],
  views: [{ path: '', load: () => import('./analytics-tables-view') }],
};
