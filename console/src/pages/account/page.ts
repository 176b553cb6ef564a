import { i18n } from '../../i18n';
import type { Page } from '../page';

export const page: Page = {
  path: 'account',
  title: () => i18n.t('My account'),
  section: 'administer',
  order: 90,
  views: [
    { path: '', load: () => import('./account-view') },
    { path: 'tokens', load: () => import('./tokens-view') },
    { path: 'tokens/new', load: () => import('./new-token-view') },
  ],
};
