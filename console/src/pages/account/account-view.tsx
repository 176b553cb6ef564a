import { i18n } from '../../i18n';
import { DataState } from '../../parts/data-state';
import { Names } from '../../parts/names';
import { Card, Cards, Facts, PageFrame } from '../../parts/page-frame';
import { TimeAgo } from '../../parts/times';
import { AccountNav } from './account-nav';
import styles from './account-view.module.css';
import { LanguageCard } from './language-card';
import { PasswordCard } from './password-card';
import { ProfileCard } from './profile-card';
import { type Account, useAccount } from './use-account';

/** What users see and change of their own account. */
export function Component() {
  const account = useAccount();
  return (
    <PageFrame title={i18n.t('My account')}>
      <AccountNav />
      <DataState query={account} isEmpty={() => false}>
        {(found) => (
          <Cards>
            <ProfileCard key={found.id} account={found} />
            <div className={styles.column}>
              <PasswordCard username={found.username} />
              <LanguageCard language={found.settings.keyUiLocale} />
              <About account={found} />
            </div>
          </Cards>
        )}
      </DataState>
    </PageFrame>
  );
}

const TWO_FACTOR: Readonly<Record<string, () => string>> = {
  TOTP_ENABLED: () => i18n.t('on: codes of an authenticator app'),
  EMAIL_ENABLED: () => i18n.t('on: codes by mail'),
};

const About = ({ account }: { readonly account: Account }) => (
  <Card title={i18n.t('Account')}>
    <Facts
      facts={[
        [i18n.t('User name'), account.username],
        [i18n.t('Second factor'), TWO_FACTOR[account.twoFactorType]?.() ?? i18n.t('off')],
        [i18n.t('Created'), <TimeAgo key="made" time={account.created} />],
        [
          i18n.t('Authorities'),
          account.authorities.includes('ALL') ? i18n.t('all') : <Names key="authorities" names={account.authorities} />,
        ],
      ]}
    />
  </Card>
);
