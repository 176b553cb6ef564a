import { CssReset, CssVariables } from '@dhis2/ui';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { connection } from '../api/connection';
import { type Problem, problemOf } from '../api/problem';
import { findUser, leave } from '../api/session';
import { session } from '../api/session-state';
import { useStore } from '../api/store';
import { i18n } from '../i18n';
import { Dialog } from '../parts/dialog';
import { Loading } from '../parts/loading';
import { ProblemNotice } from '../parts/problem-notice';
import { useAccountPage } from './account-pages';
import { LogIn } from './log-in';
import styles from './log-in.module.css';
import { LogInPage } from './log-in-page';

/** The console for those who are logged in; a login for others. When a session ends the page stays as it is, below a login. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const state = useStore(session.state);
  const accountPage = useAccountPage();
  const [problem, setProblem] = useState<Problem>();

  const look = useCallback((): void => {
    setProblem(undefined);
    findUser().catch((error: unknown) => setProblem(problemOf(error)));
  }, []);
  const isLost = useStore(connection.isLost);
  // At first, and when a server that could not be asked who this is has come back.
  useEffect(() => {
    if (!isLost && session.state.get().is === 'unknown') look();
  }, [isLost, look]);

  return (
    <>
      <CssReset />
      <CssVariables colors theme spacers elevations />
      {state.is === 'unknown' && !problem && <Loading />}
      {state.is === 'unknown' && problem && (
        <main className={styles.page}>
          <div className={styles.card}>
            <h1 className={styles.title}>Orderly</h1>
            <ProblemNotice problem={problem} onRetry={look} />
          </div>
        </main>
      )}
      {state.is !== 'unknown' && accountPage}
      {state.is === 'out' && !accountPage && <LogInPage />}
      {(state.is === 'in' || state.is === 'ended') && !accountPage && children}
      {state.is === 'ended' && (
        <Dialog title={i18n.t('Your session has ended')} onClose={leave}>
          <p>{i18n.t('Log in to go on where you were.')}</p>
          <LogIn username={state.user.username} />
        </Dialog>
      )}
    </>
  );
}
