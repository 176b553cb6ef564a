import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'data-statistics',
  title: () => i18n.t('Data statistics'),
  section: 'data',
  order: 30,
  views: [{ path: '', load: () => import('./statistics-view') }],
};
