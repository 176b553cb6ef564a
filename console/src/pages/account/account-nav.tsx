import { i18n } from '../../i18n';
import { ViewsNav } from '../../parts/views-nav';

export const AccountNav = () => (
  <ViewsNav
    label={i18n.t('My account')}
    views={[
      { to: '/account', title: i18n.t('Profile and password') },
      { to: '/account/tokens', title: i18n.t('Access tokens') },
    ]}
  />
);
