import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'tasks',
  title: () => i18n.t('Tasks'),
  section: 'operate',
  order: 40,
  views: [
    { path: '', load: () => import('./tasks-view') },
    { path: ':run', load: () => import('./task-view') },
  ],
};
