import { useState } from 'react';
import { i18n } from '../../i18n';
import { ConfirmDialog } from '../../parts/confirm-dialog';
import { TextField } from '../../parts/fields';
import { formatTime } from '../../parts/format';
import { useAction } from '../../parts/use-action';
import {
  CHANGED,
  disable,
  expire,
  inviteAgain,
  keepForEver,
  resetTwoFactor,
  sendReset,
  type UserDetails,
} from './use-users';

export type Question = 'disable' | 'expiry' | 'two-factor' | 'password' | 'invite';

interface UserQuestionProps {
  readonly user: UserDetails;
  readonly question: Question;
  /** Takes a sentence on what has happened. */
  readonly onDone: (said: string) => void;
  readonly onClose: () => void;
}

/** Asks before something happens to an account, and does it. */
export function UserQuestion({ user, question, onDone, onClose }: UserQuestionProps) {
  const { id, name, username, email = '' } = user;
  switch (question) {
    case 'disable':
      return (
        <Question
          title={i18n.t('Disable the account of {{name}}?', { name })}
          action={i18n.t('Disable account')}
          isDestructive
          texts={[
            i18n.t('{{username}} cannot log in any more. All sessions end at once, and tokens are refused.', {
              username,
            }),
            i18n.t('Roles, groups and data stay: the account can be enabled again.'),
          ]}
          work={() => disable(id)}
          onDone={() => onDone(i18n.t('The account is disabled.'))}
          onClose={onClose}
        />
      );
    case 'two-factor':
      return (
        <Question
          title={i18n.t('Switch off the second factor of {{name}}?', { name })}
          action={i18n.t('Switch off second factor')}
          isDestructive
          texts={[
            i18n.t('Their secret goes: what their authenticator app shows is good for nothing from then on.'),
            i18n.t('Until they set up a new one, the password alone lets them in. Make sure that it is they who ask.'),
          ]}
          work={() => resetTwoFactor(id)}
          onDone={() => onDone(i18n.t('The second factor is switched off.'))}
          onClose={onClose}
        />
      );
    case 'password':
      return (
        <Question
          title={i18n.t('Reset the password of {{name}}?', { name })}
          action={i18n.t('Reset password')}
          isDestructive
          texts={[
            i18n.t('The password goes at once, and all sessions end.'),
            i18n.t(
              '{{email}} gets a link to choose a new one. Links that were sent before are good for nothing then.',
              {
                email,
              },
            ),
          ]}
          work={() => sendReset(id)}
          onDone={() => onDone(i18n.t('The mail to {{email}} is sent.', { email }))}
          onClose={onClose}
        />
      );
    case 'invite':
      return (
        <Question
          title={i18n.t('Send the invitation of {{name}} again?', { name })}
          action={i18n.t('Send the mail')}
          texts={[
            i18n.t('{{email}} gets a new link. The one that was sent before is good for nothing then.', { email }),
          ]}
          work={() => inviteAgain(id)}
          onDone={() => onDone(i18n.t('The mail to {{email}} is sent.', { email }))}
          onClose={onClose}
        />
      );
    case 'expiry':
      return <Expiry user={user} onDone={onDone} onClose={onClose} />;
  }
}

interface QuestionProps {
  readonly title: string;
  readonly action: string;
  readonly texts: readonly string[];
  readonly isDestructive?: boolean;
  readonly work: () => Promise<unknown>;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

function Question({ title, action, texts, isDestructive = false, work, onDone, onClose }: QuestionProps) {
  const run = useAction(work, { ...CHANGED, onDone });
  return (
    <ConfirmDialog
      title={title}
      action={action}
      isDestructive={isDestructive}
      onConfirm={() => run.runAndWait()}
      onClose={onClose}
    >
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </ConfirmDialog>
  );
}

function Expiry({ user, onDone, onClose }: Omit<UserQuestionProps, 'question'>) {
  const { id, name, username, accountExpiry } = user;
  const [date, setDate] = useState(accountExpiry?.slice(0, 10) ?? '');
  const save = useAction(() => (date === '' ? keepForEver(id) : expire(id, date)), {
    ...CHANGED,
    onDone: () =>
      onDone(
        date === ''
          ? i18n.t('The account does not expire.')
          : i18n.t('The account expires on {{date}}.', { date: formatTime(`${date}T00:00:00`) }),
      ),
  });
  return (
    <ConfirmDialog
      title={i18n.t('When does the account of {{name}} expire?', { name })}
      action={i18n.t('Set expiry')}
      isDestructive={false}
      onConfirm={() => save.runAndWait()}
      onClose={onClose}
    >
      <p>
        {i18n.t(
          'From the beginning of this day on {{username}} cannot log in. With a day that is past, all sessions end at once.',
          { username },
        )}
      </p>
      <TextField
        label={i18n.t('Expires on')}
        type="date"
        value={date}
        onChange={setDate}
        help={i18n.t('Leave it empty for an account that never expires.')}
        takesFocus
      />
    </ConfirmDialog>
  );
}
