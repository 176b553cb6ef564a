import { Button } from '@dhis2/ui';
import { Link, useNavigate } from 'react-router';
import { useServerInfo } from '../../api/server';
import { useAuthority } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Filters, SelectField, TextField } from '../../parts/fields';
import { PageFrame } from '../../parts/page-frame';
import { PagedTable } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { usePage, useSearchValue } from '../../parts/use-search';
import { useUsers } from './use-users';
import { UserTags } from './user-tags';

/** All users. */
export function Component() {
  const navigate = useNavigate();
  const mayInvite = useAuthority('F_USER_ADD', 'F_USER_ADD_WITHIN_MANAGED_GROUP');
  const { data: info } = useServerInfo();
  const [text, setText] = useSearchValue('text');
  const [state, setState] = useSearchValue('state');
  const [page, setPage] = usePage();
  const users = useUsers({ text, state, page, now: info?.serverDate });
  return (
    <PageFrame
      title={i18n.t('Users')}
      lead={i18n.t('Who may log in. Roles and groups give them their rights.')}
      actions={
        mayInvite && (
          <Button primary onClick={() => void navigate('/users/invite')}>
            {i18n.t('Invite a user')}
          </Button>
        )
      }
    >
      <Filters>
        <TextField
          label={i18n.t('Name, user name or mail address')}
          type="search"
          value={text}
          onChange={setText}
          maxLength={200}
        />
        <SelectField
          label={i18n.t('State')}
          value={state}
          onChange={setState}
          none={i18n.t('All')}
          choices={[
            { value: 'disabled', label: i18n.t('Account disabled') },
            { value: 'expired', label: i18n.t('Expired') },
            { value: 'invited', label: i18n.t('Invited') },
            { value: 'two-factor', label: i18n.t('With a second factor') },
            { value: 'never', label: i18n.t('Never logged in') },
          ]}
        />
      </Filters>
      <DataState query={users} isEmpty={({ pager }) => pager.total === 0} empty={i18n.t('No user is like this.')}>
        {({ users: rows, pager }) => (
          <PagedTable
            label={i18n.t('Users')}
            rows={rows}
            rowKey={({ id }) => id}
            pager={pager}
            onPage={setPage}
            columns={[
              {
                title: i18n.t('Name'),
                isName: true,
                cell: ({ id, name }) => <Link to={`/users/${id}`}>{name}</Link>,
              },
              { title: i18n.t('User name'), cell: ({ username }) => username },
              { title: i18n.t('Mail address'), cell: ({ email }) => email },
              { title: i18n.t('State'), cell: (user) => <UserTags user={user} /> },
              { title: i18n.t('Last login'), cell: ({ lastLogin }) => <TimeAgo time={lastLogin} /> },
            ]}
          />
        )}
      </DataState>
    </PageFrame>
  );
}
