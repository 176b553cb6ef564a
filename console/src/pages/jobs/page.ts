import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'jobs',
  title: () => i18n.t('Jobs'),
  section: 'operate',
  order: 30,
  authorities: ['F_SCHEDULING_ADMIN'],
  views: [
    { path: '', load: () => import('./jobs-view') },
    { path: 'new', load: () => import('./new-job-view') },
    { path: 'queues', load: () => import('./queues-view') },
    { path: 'queues/edit', load: () => import('./edit-queue-view') },
    { path: ':uid', load: () => import('./job-view') },
    { path: ':uid/edit', load: () => import('./edit-job-view') },
  ],
};
