import { Link } from 'react-router';
import { i18n } from '../i18n';
import { PageFrame } from '../parts/page-frame';

export const NotFound = () => (
  <PageFrame title={i18n.t('Page not found')}>
    <p>{i18n.t('The console has no page at this address.')}</p>
    <p>
      <Link to="/">{i18n.t('Go to the overview')}</Link>
    </p>
  </PageFrame>
);
