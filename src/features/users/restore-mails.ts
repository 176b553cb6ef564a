import type { Db } from '../../database/index.js';
import { sendMail } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import type { RestoreKind } from './restore-tokens.js';

const LOGIN_APP = '/dhis-web-login/#/';

export interface RestoreMail {
  readonly kind: RestoreKind;
  readonly to: string;
  readonly token: string;
  readonly username: string;
  /** Where people reach this server. */
  readonly baseUrl: string;
  readonly welcomeMessage?: string | null | undefined;
}

/**
 * Sends the link with which somebody accepts an invitation or chooses a new password.
 *
 * @throws OrderlyError 409 when it cannot be sent
 */
export async function sendRestoreMail(db: Db, mail: RestoreMail): Promise<void> {
  const { applicationTitle } = await readSettings(db);
  const host = mail.baseUrl.replace(/^https?:\/\//, '');
  const invited = mail.kind === 'inviteWithChoice' || mail.kind === 'inviteWithName';
  const lines = invited ? invitation(mail, applicationTitle) : newPassword(mail, applicationTitle);
  const subject = invited
    ? `Invitation to create user account at ${host}`
    : `User account restore confirmation at ${host}`;
  await sendMail(db, { to: mail.to, subject, text: `${lines.join('\n\n')}\n` });
}

function invitation(mail: RestoreMail, title: string): readonly string[] {
  const { kind, to, token, username, baseUrl, welcomeMessage } = mail;
  const parameters = new URLSearchParams({ token, email: to, ...(kind === 'inviteWithName' && { username }) });
  return [
    `You have been invited to become a user of ${title}.`,
    ...(welcomeMessage ? [welcomeMessage] : []),
    kind === 'inviteWithName'
      ? `Your user name is ${username}. Choose your password here, within seven days:`
      : 'Choose your user name and your password here, within seven days:',
    `${baseUrl}${LOGIN_APP}complete-registration?${parameters.toString()}`,
    'If you do not know why you get this message, do nothing.',
  ];
}

function newPassword({ kind, token, username, baseUrl }: RestoreMail, title: string): readonly string[] {
  const asked =
    kind === 'reset'
      ? `An administrator of ${title} asks you to choose a new password for your user account ${username}.`
      : `Somebody asked for a new password for your user account ${username} of ${title}. If it was not you, do nothing: your password stays as it is.`;
  return [
    asked,
    'Choose the new password here, within two days:',
    `${baseUrl}${LOGIN_APP}update-password?${new URLSearchParams({ token }).toString()}`,
  ];
}
