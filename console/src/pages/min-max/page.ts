import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'min-max',
  title: () => i18n.t('Min-max generation'),
  section: 'data',
  order: 20,
  authorities: ['F_GENERATE_MIN_MAX_VALUES'],
  views: [{ path: '', load: () => import('./min-max-view') }],
};
