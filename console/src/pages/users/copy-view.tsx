import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Fields, TextField } from '../../parts/fields';
import { Names } from '../../parts/names';
import { Card, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { RowActions } from '../../parts/table';
import { useAction } from '../../parts/use-action';
import { CHANGED, copyUser, type UserDetails, useOneUser } from './use-users';

/** A user like another one, under a name and with a password of their own. */
export function Component() {
  const { uid = '' } = useParams();
  const user = useOneUser(uid);
  const { data } = user;
  return (
    <PageFrame
      title={data ? i18n.t('Copy user {{name}}', { name: data.name }) : i18n.t('Copy user')}
      up={{ to: `/users/${uid}`, title: data?.name ?? i18n.t('User') }}
      lead={i18n.t('Makes a user with the same name, roles, groups, organisation units and settings.')}
    >
      <DataState query={user} isEmpty={() => false}>
        {(found) => <CopyForm user={found} />}
      </DataState>
    </PageFrame>
  );
}

function CopyForm({ user }: { readonly user: UserDetails }) {
  const navigate = useNavigate();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const copy = useAction(async () => {
    const uid = await copyUser(user.id, username.trim(), password);
    void navigate(`/users/${uid}`, { replace: true });
  }, CHANGED);
  return (
    <Card>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          copy.run();
        }}
      >
        <Fields>
          {copy.problem && <ProblemNotice problem={copy.problem} />}
          <div>
            {i18n.t('Roles that the copy gets:')}
            <Names names={user.userRoles.map(({ displayName }) => displayName)} />
          </div>
          <TextField
            label={i18n.t('User name')}
            value={username}
            onChange={setUsername}
            required
            autoComplete="off"
            maxLength={255}
          />
          <TextField
            label={i18n.t('Password')}
            type="password"
            value={password}
            onChange={setPassword}
            required
            autoComplete="new-password"
            help={i18n.t('At least eight characters, with small and capital letters, a digit and a special character.')}
          />
          <RowActions>
            <Button primary type="submit" loading={copy.isRunning}>
              {i18n.t('Make the copy')}
            </Button>
            <Button onClick={() => void navigate(-1)}>{i18n.t('Cancel')}</Button>
          </RowActions>
        </Fields>
      </form>
    </Card>
  );
}
