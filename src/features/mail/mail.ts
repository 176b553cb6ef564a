import { createTransport } from 'nodemailer';
import type { Db } from '../../database/index.js';
import { catalogued, conflict } from '../../kernel/errors/index.js';
import { readSettings, type SettingValues } from '../settings/index.js';

export interface MailMessage {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** Pictures in `data:` addresses go along as attachments, because mail programs do not show such addresses. */
  readonly html?: string;
}

/** Port on which the connection is encrypted from its first byte; on all others encryption begins by STARTTLS. */
const IMPLICIT_TLS_PORT = 465;
/** A request waits for the mail server, sometimes with rows locked. */
const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

/** Whether the settings name a mail server, by the same rule as `emailConfigured` of the login page (contract: system.md §12). */
export const isMailConfigured = (settings: SettingValues): boolean =>
  settings.keyEmailHostName.trim() !== '' && settings.keyEmailUsername.trim() !== '';

/** Recipients of one mail: servers need not take more than a hundred (RFC 5321, 4.5.3.1.8). */
const MOST_RECIPIENTS = 100;

/**
 * Sends one message through the server that the settings `keyEmail…` name, and waits until that server has taken it.
 *
 * @throws OrderlyError 409 `E6203` when no server is configured, 409 when it does not take the message
 */
export async function sendMail(db: Db, { to, subject, text, html }: MailMessage): Promise<void> {
  await withTransport(db, async (transport, from) => {
    try {
      await transport.sendMail({
        from,
        to: { name: '', address: to },
        subject,
        text,
        ...(html !== undefined && { html, attachDataUrls: true }),
      });
    } catch (error) {
      throw conflict(`The email to ${to} could not be sent: ${reason(error)}`, { cause: error });
    }
  });
}

/** What many are sent at once. */
export interface Circular {
  /** Addresses; nobody sees those of the others. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
}

/**
 * Sends one text to many, in as few mails as servers allow. An address that the server does not take keeps no other from theirs.
 *
 * @returns how many addresses the server did not take
 * @throws OrderlyError 409 `E6203` when no server is configured, 409 when it takes no message at all
 */
export async function sendCircular(db: Db, { to, subject, text }: Circular): Promise<number> {
  let refused = 0;
  await withTransport(db, async (transport, from) => {
    for (let start = 0; start < to.length; start += MOST_RECIPIENTS) {
      const bcc = to.slice(start, start + MOST_RECIPIENTS).map((address) => ({ name: '', address }));
      try {
        const { rejected } = await transport.sendMail({ from, bcc, subject, text });
        refused += rejected.length;
      } catch (error) {
        const { code, rejected } = error as { readonly code?: string; readonly rejected?: readonly string[] };
        if (code !== 'EENVELOPE' || rejected?.length !== bcc.length)
          throw conflict(`The email could not be sent: ${reason(error)}`, { cause: error });
        refused += bcc.length;
      }
    }
  });
  return refused;
}

const openTransport = (settings: SettingValues) => createTransport(transportOptions(settings));

/** @throws OrderlyError 409 `E6203` when no server is configured */
async function withTransport(
  db: Db,
  send: (transport: ReturnType<typeof openTransport>, from: string) => Promise<void>,
): Promise<void> {
  const settings = await readSettings(db);
  if (!isMailConfigured(settings)) throw catalogued('E6203');
  const transport = openTransport(settings);
  try {
    await send(transport, settings.keyEmailSender);
  } finally {
    transport.close();
  }
}

function transportOptions(settings: SettingValues) {
  const { keyEmailHostName, keyEmailPort, keyEmailUsername, keyEmailPassword, keyEmailTls } = settings;
  const secure = keyEmailPort === IMPLICIT_TLS_PORT;
  return {
    host: keyEmailHostName.trim(),
    port: keyEmailPort,
    secure,
    // Asked for, encryption is a must: a server that does not offer it, or somebody between who hides the offer, gets no password.
    requireTLS: keyEmailTls && !secure,
    ignoreTLS: !keyEmailTls && !secure,
    // Without a password the server is a relay that asks for none.
    ...(keyEmailPassword !== '' && { auth: { user: keyEmailUsername.trim(), pass: keyEmailPassword } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    // Addresses and texts come from users: nothing in them makes this server read a file or fetch a page.
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** What the mail server or the network said, without the address and port of the server inside. */
function reason(error: unknown): string {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  if (code === 'EAUTH') return 'the mail server does not accept the user name and password of the settings.';
  if (code === 'ETLS') return 'the mail server does not offer encryption.';
  if (responseCode !== undefined) return `the mail server refused it (${responseCode}).`;
  return 'the mail server cannot be reached.';
}
