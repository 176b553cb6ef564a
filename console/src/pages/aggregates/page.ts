import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'aggregates',
  title: () => i18n.t('Aggregates'),
  section: 'operate',
  order: 17,
  authorities: ['F_AGGREGATES_VIEW', 'F_AGGREGATES_MANAGE'],
  views: [{ path: '', load: () => import('./aggregates-view') }],
};
