import { Button } from '@dhis2/ui';
import { useState } from 'react';
import { logIn } from '../../api/session';
import { i18n } from '../../i18n';
import { Fields, TextField } from '../../parts/fields';
import { Notice } from '../../parts/notice';
import { Card } from '../../parts/page-frame';
import { ProblemNotice } from '../../parts/problem-notice';
import { useAction } from '../../parts/use-action';
import { changePassword } from './use-account';

/** A new password for oneself. */
export function PasswordCard({ username }: { readonly username: string }) {
  const [oldPassword, setOldPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isChanged, setChanged] = useState(false);
  const change = useAction(
    async () => {
      await changePassword({ oldPassword, newPassword });
      // All sessions have ended with the old password, this one too. Where that takes a code as well, the next request asks for it.
      await logIn(username, newPassword, undefined).catch(() => undefined);
    },
    {
      changes: [],
      onDone: () => {
        setOldPassword('');
        setNewPassword('');
        setChanged(true);
      },
    },
  );
  return (
    <Card title={i18n.t('Password')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setChanged(false);
          change.run();
        }}
      >
        <Fields>
          {change.problem && <ProblemNotice problem={change.problem} />}
          {isChanged && !change.problem && (
            <Notice kind="success">{i18n.t('The password is changed. Your other sessions have ended.')}</Notice>
          )}
          {/* For password managers, which else do not know whose it is. */}
          <input type="hidden" name="username" autoComplete="username" value={username} readOnly />
          <TextField
            label={i18n.t('Old password')}
            type="password"
            autoComplete="current-password"
            value={oldPassword}
            onChange={setOldPassword}
            required
          />
          <TextField
            label={i18n.t('New password')}
            type="password"
            autoComplete="new-password"
            value={newPassword}
            onChange={setNewPassword}
            help={i18n.t('At least eight characters, with small and capital letters, a digit and a special character.')}
            required
          />
          <div>
            <Button type="submit" loading={change.isRunning}>
              {i18n.t('Change password')}
            </Button>
          </div>
        </Fields>
      </form>
    </Card>
  );
}
