import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: '',
  title: () => i18n.t('Overview'),
  section: 'overview',
  order: 10,
  views: [{ path: '', load: () => import('./overview-view') }],
};
