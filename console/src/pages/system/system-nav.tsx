import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { ViewsNav } from '../../parts/views-nav';

/** The views of the system that the user may see. */
export function SystemNav() {
  const maySet = useAuthority('F_SYSTEM_SETTING');
  const maySee = useAuthority('F_VIEW_SERVER_INFO');
  const views = [
    { to: '/system', title: i18n.t('Information') },
    ...(maySet ? [{ to: '/system/settings', title: i18n.t('Settings') }] : []),
    ...(maySee
      ? [
          { to: '/system/cluster', title: i18n.t('Servers') },
          { to: '/system/database', title: i18n.t('Database') },
        ]
      : []),
  ];
  return views.length > 1 && <ViewsNav label={i18n.t('System')} views={views} />;
}
