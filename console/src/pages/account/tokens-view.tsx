import { Button, Tag } from '@dhis2/ui';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { DataState } from '../../parts/data-state';
import { formatDate } from '../../parts/format';
import { Notice } from '../../parts/notice';
import { PageFrame } from '../../parts/page-frame';
import { Table } from '../../parts/table';
import { TimeAgo } from '../../parts/times';
import { useAction } from '../../parts/use-action';
import { AccountNav } from './account-nav';
import { deleteToken, type Limit, TOKENS, type Token, useAccount, useTokens } from './use-account';

/** The user's own tokens. */
export function Component() {
  const navigate = useNavigate();
  const tokens = useTokens();
  const { data: account } = useAccount();
  const [unwanted, setUnwanted] = useState<Token>();
  const removal = useAction(deleteToken, { changes: [TOKENS] });
  const hasTwoFactor = /^(TOTP|EMAIL)_ENABLED$/.test(account?.twoFactorType ?? '');
  return (
    <PageFrame
      title={i18n.t('Access tokens')}
      lead={i18n.t('With a token a program does what you may do, without your password.')}
      actions={
        <Button primary onClick={() => void navigate('/account/tokens/new')}>
          {i18n.t('New token')}
        </Button>
      }
    >
      <AccountNav />
      {hasTwoFactor && (
        <Notice kind="warning" title={i18n.t('Tokens are refused while your account has a second factor.')}>
          {i18n.t('Make a user of its own for programs.')}
        </Notice>
      )}
      <DataState query={tokens} empty={i18n.t('You have no token yet.')}>
        {(found) => (
          <Table
            label={i18n.t('Access tokens')}
            rows={found}
            rowKey={({ id }) => id}
            columns={[
              { title: i18n.t('Name'), isName: true, cell: (token) => nameOf(token) },
              { title: i18n.t('Created'), cell: ({ created }) => <TimeAgo time={created} /> },
              { title: i18n.t('Good until'), cell: ({ expire }) => <GoodUntil expire={expire} /> },
              { title: i18n.t('Limits'), cell: ({ attributes }) => <Limits limits={attributes} /> },
              {
                title: i18n.t('Actions'),
                cell: (token) => (
                  <Button
                    small
                    destructive
                    secondary
                    aria-label={i18n.t('Delete token {{name}}', { name: nameOf(token) })}
                    onClick={() => setUnwanted(token)}
                  >
                    {i18n.t('Delete')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </DataState>
      {unwanted && (
        <ConfirmDialog
          title={i18n.t('Delete token {{name}}?', { name: nameOf(unwanted) })}
          action={i18n.t('Delete token')}
          onConfirm={() => removal.runAndWait(unwanted.id)}
          onClose={() => setUnwanted(undefined)}
        >
          <p>{i18n.t('Every program that uses it is refused from then on. It cannot be brought back.')}</p>
        </ConfirmDialog>
      )}
    </PageFrame>
  );
}

const nameOf = ({ id, code }: Token): string => code || i18n.t('without a name ({{id}})', { id });

function GoodUntil({ expire }: { readonly expire: number }) {
  const isOver = expire <= Date.now();
  return (
    <>
      {formatDate(expire)} {isOver && <Tag negative>{i18n.t('Expired')}</Tag>}
    </>
  );
}

function Limits({ limits }: { readonly limits: readonly Limit[] }) {
  if (limits.length === 0) return <span>{i18n.t('none')}</span>;
  return (
    <>
      {limits.map((limit) => (
        <div key={limit.type}>{limitText(limit)}</div>
      ))}
    </>
  );
}

function limitText(limit: Limit): string {
  switch (limit.type) {
    case 'IpAllowedList':
      return i18n.t('From {{addresses}}', { addresses: limit.allowedIps.join(', ') });
    case 'MethodAllowedList':
      return i18n.t('Only {{methods}}', { methods: limit.allowedMethods.join(', ') });
    case 'RefererAllowedList':
      return i18n.t('Of pages {{pages}}', { pages: limit.allowedReferrers.join(', ') });
  }
}
