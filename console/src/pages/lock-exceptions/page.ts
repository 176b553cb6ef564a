import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'lock-exceptions',
  title: () => i18n.t('Lock exceptions'),
  section: 'data',
  order: 10,
  views: [
    { path: '', load: () => import('./exceptions-view') },
    { path: 'new', load: () => import('./new-view') },
    { path: 'batch', load: () => import('./batch-view') },
  ],
};
