import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { isMailAddress, isMailConfigured, sendCircular } from '../mail/index.js';
import { readSettingOfUsers, readSettings } from '../settings/index.js';
import { isSmsConfigured, sendSms } from '../sms/index.js';
import type { StoredMessage } from './store-message.js';

/** What a copy tells about the message. */
export type Copied = Omit<StoredMessage, 'conversation'>;

/** Hears a sentence about a copy that could not be sent. */
export type OnProblem = (problem: string) => void;

interface Reader {
  readonly id: number;
  readonly email: string | null;
  readonly phone: string | null;
}

/**
 * Sends a message as mail and as SMS to those of its recipients who want that (user settings `keyMessageEmailNotification`, `keyMessageSmsNotification`) and whose accounts
 * are not disabled. A copy that cannot be sent is told and does no harm: the message itself is stored.
 */
export async function sendCopies(db: Db, message: Copied, onProblem: OnProblem = () => undefined): Promise<void> {
  // The network may take its time, and rows would be locked for as long.
  if (db.isTransaction) throw new Error('Copies of a message are sent after its transaction, not within.');
  try {
    const readers = await readReaders(db, message.recipientIds);
    for (const send of [sendMails, sendTexts]) {
      const problem = await send(db, message, readers);
      if (problem !== undefined) onProblem(problem);
    }
  } catch (error) {
    onProblem(sentence(error));
  }
}

async function readReaders(db: Db, ids: readonly number[]): Promise<readonly Reader[]> {
  const { rows } = await sql<Reader>`
    select userinfo.userinfoid as id, userinfo.email, userinfo.phonenumber as phone from userinfo
    where userinfo.userinfoid = any (${[...ids]}::bigint[]) and userinfo.disabled is not true
    order by userinfo.userinfoid
  `.execute(db);
  return rows;
}

async function sendMails(db: Db, message: Copied, readers: readonly Reader[]): Promise<string | undefined> {
  const settings = await readSettings(db);
  if (!isMailConfigured(settings)) return undefined;
  const willing = await readSettingOfUsers(db, 'keyMessageEmailNotification', idsOf(readers));
  const to = distinct(
    readers.filter(({ id }) => willing.get(id)).flatMap(({ email }) => (isMailAddress(email) ? [email] : [])),
  );
  if (to.length === 0) return undefined;
  try {
    const text = await mailText(db, message);
    const refused = await sendCircular(db, { to, subject: `[${settings.applicationTitle}] ${message.subject}`, text });
    return refused === 0 ? undefined : `The mail server refused ${refused} of ${to.length} addresses.`;
  } catch (error) {
    return sentence(error);
  }
}

/** The message, who wrote it, and where to read more. */
async function mailText(db: Db, { text, sender, link }: Copied): Promise<string> {
  const { rows } = await sql<{ name: string; email: string | null; phone: string | null; units: string | null }>`
    select userinfo.name, userinfo.email, userinfo.phonenumber as phone, (
      select string_agg(organisationunit.name, ', ' order by organisationunit.name)
      from usermembership
      join organisationunit on organisationunit.organisationunitid = usermembership.organisationunitid
      where usermembership.userinfoid = userinfo.userinfoid
    ) as units
    from userinfo where userinfo.uid = ${sender ?? null}
  `.execute(db);
  const [author] = rows;
  const signature = author
    ? [author.name, author.units, author.email, author.phone].filter((line) => line !== null && line !== '')
    : [];
  const parts = [text, ...(signature.length > 0 ? [signature.join('\n')] : []), ...(link === undefined ? [] : [link])];
  return `${parts.join('\n\n')}\n`;
}

async function sendTexts(db: Db, { subject, text }: Copied, readers: readonly Reader[]): Promise<string | undefined> {
  if (!(await isSmsConfigured(db))) return undefined;
  const willing = await readSettingOfUsers(db, 'keyMessageSmsNotification', idsOf(readers));
  const recipients = distinct(
    readers.filter(({ id }) => willing.get(id)).flatMap(({ phone }) => (phone?.trim() ? [phone.trim()] : [])),
  );
  if (recipients.length === 0) return undefined;
  return (await sendSms(db, { recipients, subject, text })).problem;
}

const idsOf = (readers: readonly Reader[]): readonly number[] => readers.map(({ id }) => id);
const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const sentence = (error: unknown): string => (error instanceof Error ? error.message : String(error));
