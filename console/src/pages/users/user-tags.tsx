import { Tag } from '@dhis2/ui';
import { parseTime, useServerClock } from '../../api/server';
import { i18n } from '../../i18n';
import { RowActions } from '../../parts/table';
import { hasTwoFactor, type ListedUser } from './use-users';

/** Whether the account is open, and what else matters about it. */
export function UserTags({ user }: { readonly user: ListedUser }) {
  const now = useServerClock();
  const isExpired = user.accountExpiry !== undefined && parseTime(user.accountExpiry) <= now();
  const isOpen = !user.disabled && !isExpired && !user.invitation;
  return (
    <RowActions>
      {user.disabled && <Tag negative>{i18n.t('Account disabled')}</Tag>}
      {isExpired && <Tag negative>{i18n.t('Expired')}</Tag>}
      {user.invitation && <Tag neutral>{i18n.t('Invited')}</Tag>}
      {isOpen && <Tag positive>{i18n.t('Enabled')}</Tag>}
      {hasTwoFactor(user) && <Tag>{i18n.t('Second factor')}</Tag>}
    </RowActions>
  );
}
