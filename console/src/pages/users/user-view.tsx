import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useAuthority, useUser } from '../../api/session';
import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { formatTime } from '../../parts/format';
import { Names } from '../../parts/names';
import { Notice } from '../../parts/notice';
import { Card, Cards, Facts, PageFrame } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { CHANGED, enable, hasTwoFactor, type UserDetails, useOneUser } from './use-users';
import { type Question, UserQuestion } from './user-question';
import { UserTags } from './user-tags';

/** One user: who they are, what they may use, and whether their account is open. */
export function Component() {
  const { uid = '' } = useParams();
  const user = useOneUser(uid);
  const [question, ask] = useState<Question>();
  const [said, say] = useState<string>();
  const opening = useAction(() => enable(uid), {
    ...CHANGED,
    onDone: () => say(i18n.t('The account is enabled.')),
  });
  const { data } = user;
  return (
    <PageFrame
      title={data?.name ?? i18n.t('User')}
      up={{ to: '/users', title: i18n.t('Users') }}
      actions={data && <Actions user={data} isOpening={opening.isRunning} onAsk={ask} onEnable={() => opening.run()} />}
    >
      {opening.problem && <ProblemNotice problem={opening.problem} />}
      {said !== undefined && !opening.problem && <Notice kind="success">{said}</Notice>}
      <DataState query={user} isEmpty={() => false}>
        {(found) => <About user={found} />}
      </DataState>
      {question && data && <UserQuestion user={data} question={question} onDone={say} onClose={() => ask(undefined)} />}
    </PageFrame>
  );
}

interface ActionsProps {
  readonly user: UserDetails;
  readonly isOpening: boolean;
  readonly onAsk: (question: Question) => void;
  readonly onEnable: () => void;
}

function Actions({ user, isOpening, onAsk, onEnable }: ActionsProps) {
  const navigate = useNavigate();
  const me = useUser();
  const mayCopy = useAuthority('F_REPLICATE_USER');
  const isOwn = me.id === user.id;
  const mayChange = user.access.update && !isOwn;
  return (
    <>
      {mayChange && user.invitation && (
        <Button onClick={() => onAsk('invite')}>{i18n.t('Send the invitation again')}</Button>
      )}
      {mayChange && !user.invitation && user.email !== undefined && !user.externalAuth && (
        <Button onClick={() => onAsk('password')}>{i18n.t('Reset password')}</Button>
      )}
      {mayChange && hasTwoFactor(user) && (
        <Button onClick={() => onAsk('two-factor')}>{i18n.t('Switch off second factor')}</Button>
      )}
      {mayCopy && !user.externalAuth && (
        <Button onClick={() => void navigate(`/users/${user.id}/copy`)}>{i18n.t('Copy')}</Button>
      )}
      {mayChange && <Button onClick={() => onAsk('expiry')}>{i18n.t('Set expiry')}</Button>}
      {mayChange &&
        (user.disabled ? (
          <Button loading={isOpening} onClick={onEnable}>
            {i18n.t('Enable')}
          </Button>
        ) : (
          <Button destructive secondary onClick={() => onAsk('disable')}>
            {i18n.t('Disable')}
          </Button>
        ))}
      {isOwn && <Button onClick={() => void navigate('/account')}>{i18n.t('My account')}</Button>}
    </>
  );
}

const names = (objects: readonly { readonly displayName: string }[]): readonly string[] =>
  objects.map(({ displayName }) => displayName);

function About({ user }: { readonly user: UserDetails }) {
  return (
    <Cards>
      <Card title={i18n.t('Account')}>
        <Facts
          facts={[
            [i18n.t('State'), <UserTags key="state" user={user} />],
            [i18n.t('User name'), user.username],
            [i18n.t('Last login'), <TimeAgo key="login" time={user.lastLogin} />],
            [i18n.t('Expires'), user.accountExpiry === undefined ? i18n.t('never') : formatTime(user.accountExpiry)],
            [i18n.t('Second factor'), secondFactor(user.twoFactorType)],
            [
              i18n.t('Logs in with'),
              user.externalAuth ? i18n.t('another system (LDAP or OpenID)') : i18n.t('a password'),
            ],
            [i18n.t('Password changed'), <TimeAgo key="password" time={user.passwordLastUpdated} />],
            [i18n.t('Created'), <TimeAgo key="made" time={user.created} />],
            [i18n.t('Created by'), user.createdBy?.displayName],
          ]}
        />
      </Card>
      <Card title={i18n.t('Person')}>
        <Facts
          facts={[
            [i18n.t('Name'), user.name],
            [
              i18n.t('Mail address'),
              user.email === undefined
                ? i18n.t('none')
                : user.emailVerified
                  ? i18n.t('{{email}} (verified)', { email: user.email })
                  : user.email,
            ],
            [i18n.t('Telephone'), user.phoneNumber],
            [i18n.t('Job title'), user.jobTitle],
            [i18n.t('Employer'), user.employer],
          ]}
        />
      </Card>
      <Card title={i18n.t('Rights')}>
        <Facts
          facts={[
            [i18n.t('Roles'), <Names key="roles" names={names(user.userRoles)} />],
            [i18n.t('Groups'), <Names key="groups" names={names(user.userGroups)} />],
            [i18n.t('Enters data for'), <Names key="units" names={names(user.organisationUnits)} />],
            [i18n.t('Looks at data of'), <Names key="data" names={names(user.dataViewOrganisationUnits)} />],
          ]}
        />
      </Card>
    </Cards>
  );
}

const SECOND_FACTORS: Readonly<Record<string, () => string>> = {
  NOT_ENABLED: () => i18n.t('none'),
  TOTP_ENABLED: () => i18n.t('authenticator app'),
  EMAIL_ENABLED: () => i18n.t('codes by mail'),
  ENROLLING_TOTP: () => i18n.t('authenticator app, not confirmed yet'),
  ENROLLING_EMAIL: () => i18n.t('codes by mail, not confirmed yet'),
};

const secondFactor = (type: string): string => SECOND_FACTORS[type]?.() ?? type;
