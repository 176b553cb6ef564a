import { Button } from '@dhis2/ui';
import { type FormEvent, type ReactNode, useEffect, useState, useSyncExternalStore } from 'react';
import { at, post } from '../api/client';
import { type Problem, problemOf } from '../api/problem';
import { findUser } from '../api/session';
import { i18n } from '../i18n';
import { TextField } from '../parts/fields';
import { Notice } from '../parts/notice';
import { ProblemNotice } from '../parts/problem-notice';
import styles from './log-in.module.css';

/** Where links of mails lead, and what people do who cannot log in. The address is DHIS2's: `#/update-password?token=…`. */
const PAGES: Readonly<Record<string, (props: { readonly search: URLSearchParams }) => ReactNode>> = {
  'forgot-password': ForgotPassword,
  'update-password': UpdatePassword,
  'complete-registration': CompleteRegistration,
};

const listen = (listener: () => void): (() => void) => {
  addEventListener('hashchange', listener);
  return () => removeEventListener('hashchange', listener);
};

/** The page of an account that the address names, if it does; they are open to everybody. */
export function useAccountPage(): ReactNode {
  const hash = useSyncExternalStore(listen, () => location.hash);
  const [name = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const AccountPage = PAGES[name];
  return AccountPage && <AccountPage search={new URLSearchParams(search)} />;
}

const goTo = (path: string): void => {
  location.hash = path;
};

interface AccountFormProps {
  readonly title: string;
  readonly action: string;
  readonly children: ReactNode;
  readonly onSubmit: () => Promise<void>;
}

function AccountForm({ title, action, children, onSubmit }: AccountFormProps) {
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    document.title = title;
  }, [title]);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await onSubmit();
    } catch (error) {
      setProblem(problemOf(error));
    }
    setBusy(false);
  };
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <h1 className={styles.title}>{title}</h1>
        <form className={styles.form} onSubmit={(event) => void submit(event)}>
          {problem && <ProblemNotice problem={problem} />}
          {children}
          <div className={styles.buttons}>
            <Button primary type="submit" loading={busy}>
              {action}
            </Button>
            <a href="#/">{i18n.t('To the login')}</a>
          </div>
        </form>
      </div>
    </main>
  );
}

function ForgotPassword() {
  const [name, setName] = useState('');
  const [isSent, setSent] = useState(false);
  return (
    <AccountForm
      title={i18n.t('Forgotten password')}
      action={i18n.t('Send the mail')}
      onSubmit={async () => {
        await post(at('/api/auth/forgotPassword'), { emailOrUsername: name }, { asNobody: true });
        setSent(true);
      }}
    >
      {isSent && (
        <Notice kind="success">
          {i18n.t('If there is such an account with a mail address, a link to choose a new password is on its way.')}
        </Notice>
      )}
      <TextField label={i18n.t('User name or mail address')} value={name} onChange={setName} required takesFocus />
    </AccountForm>
  );
}

function UpdatePassword({ search }: { readonly search: URLSearchParams }) {
  const [newPassword, setNewPassword] = useState('');
  const [isDone, setDone] = useState(false);
  return (
    <AccountForm
      title={i18n.t('New password')}
      action={i18n.t('Save')}
      onSubmit={async () => {
        await post(
          at('/api/auth/passwordReset'),
          { token: search.get('token') ?? '', newPassword },
          { asNobody: true },
        );
        setDone(true);
      }}
    >
      {isDone && <Notice kind="success">{i18n.t('The new password is saved. Log in with it.')}</Notice>}
      <PasswordField value={newPassword} onChange={setNewPassword} takesFocus />
    </AccountForm>
  );
}

function CompleteRegistration({ search }: { readonly search: URLSearchParams }) {
  const given = search.get('username');
  const [username, setUsername] = useState(given ?? '');
  const [firstName, setFirstName] = useState('');
  const [surname, setSurname] = useState('');
  const [password, setPassword] = useState('');
  return (
    <AccountForm
      title={i18n.t('Welcome')}
      action={i18n.t('Create the account')}
      onSubmit={async () => {
        const account = { username, firstName, surname, password, email: search.get('email') };
        await post(at('/api/auth/invite'), { token: search.get('token') ?? '', ...account }, { asNobody: true });
        // The answer has the cookie of a session.
        await findUser();
        goTo('/');
      }}
    >
      <TextField
        label={i18n.t('User name')}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        disabled={given !== null}
        required
      />
      <TextField
        label={i18n.t('First name')}
        value={firstName}
        onChange={setFirstName}
        autoComplete="given-name"
        required
      />
      <TextField label={i18n.t('Surname')} value={surname} onChange={setSurname} autoComplete="family-name" required />
      <PasswordField value={password} onChange={setPassword} />
    </AccountForm>
  );
}

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly takesFocus?: boolean;
}

const PasswordField = ({ value, onChange, takesFocus = false }: PasswordFieldProps) => (
  <TextField
    label={i18n.t('New password')}
    type="password"
    value={value}
    onChange={onChange}
    autoComplete="new-password"
    help={i18n.t('At least eight characters, with small and capital letters, a digit and a special character.')}
    takesFocus={takesFocus}
    required
  />
);
