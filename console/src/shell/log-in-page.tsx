import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { at, get } from '../api/client';
import { i18n } from '../i18n';
import { LogIn } from './log-in';
import styles from './log-in.module.css';

interface LoginConfig {
  readonly applicationTitle?: string;
  readonly applicationDescription?: string;
  readonly applicationNotification?: string;
  readonly allowAccountRecovery?: boolean;
  readonly emailConfigured?: boolean;
}

/** What somebody sees who is not logged in. The address stays, so that they come where they wanted to go. */
export function LogInPage() {
  const { data } = useQuery({
    queryKey: ['login-config'],
    queryFn: ({ signal }) => get<LoginConfig>(at('/api/loginConfig'), { signal, asNobody: true }),
  });
  const title = i18n.t('Log in to Orderly');
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        {data?.applicationTitle && <p className={styles.system}>{data.applicationTitle}</p>}
        {data?.applicationNotification && <p>{data.applicationNotification}</p>}
        <LogIn />
        {data?.allowAccountRecovery && data.emailConfigured && (
          <p>
            <a href="#/forgot-password">{i18n.t('Forgotten password')}</a>
          </p>
        )}
      </div>
    </main>
  );
}
