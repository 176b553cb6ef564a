import { Button } from '@dhis2/ui';
import { type FormEvent, useState } from 'react';
import { type Problem, problemOf } from '../api/problem';
import { type LoginOutcome, logIn, renewPassword } from '../api/session';
import { i18n } from '../i18n';
import { TextField } from '../parts/fields';
import { Notice } from '../parts/notice';
import { ProblemNotice } from '../parts/problem-notice';
import styles from './log-in.module.css';

/** The form of a login: name and password, then a code or a new password where the account asks for one. */
export function LogIn({ username: given = '' }: { readonly username?: string }) {
  const [username, setUsername] = useState(given);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [outcome, setOutcome] = useState<LoginOutcome>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const wantsCode = outcome === 'code' || outcome === 'wrong-code';
  const wantsPassword = outcome === 'password-expired';

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const work = wantsPassword
        ? renewPassword(username, password, newPassword)
        : logIn(username, password, wantsCode ? code : undefined);
      setOutcome(await work);
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };

  return (
    <form className={styles.form} onSubmit={(event) => void submit(event)}>
      {problem && <ProblemNotice problem={problem} />}
      {outcome === 'wrong-code' && <Notice kind="error">{i18n.t('The code is wrong or has run out.')}</Notice>}
      {wantsPassword && <Notice kind="warning">{i18n.t('The password has expired. Choose a new one.')}</Notice>}
      <TextField
        label={i18n.t('User name')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        required
        takesFocus={given === ''}
      />
      <TextField
        label={wantsPassword ? i18n.t('Old password') : i18n.t('Password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
        takesFocus={given !== ''}
      />
      {wantsCode && (
        <TextField
          label={i18n.t('Code of your authenticator app')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          inputMode="numeric"
          required
          takesFocus
        />
      )}
      {wantsPassword && (
        <TextField
          label={i18n.t('New password')}
          type="password"
          value={newPassword}
          onChange={setNewPassword}
          autoComplete="new-password"
          required
          takesFocus
        />
      )}
      <div>
        <Button primary type="submit" loading={busy}>
          {i18n.t('Log in')}
        </Button>
      </div>
    </form>
  );
}
