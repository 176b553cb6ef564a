import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { isMailConfigured } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import { nothingSent, type Recipient, type Reminder, sendReminders } from './reminders.js';

/** `ACCOUNT_EXPIRY_ALERT`: tells users that their account ends soon, again at each run until then (contract: job-types.md §3.3). */
export function accountExpiryAlertJob(clock: Clock): JobType {
  return {
    type: 'ACCOUNT_EXPIRY_ALERT',
    label: 'Account expiry alert',
    // A reminder that comes twice is better than one that does not come.
    takeOver: 'restart',
    startMessage: 'Account expiry alert',
    async run({ db, progress }) {
      const settings = await readSettings(db);
      if (!settings.accountExpiryAlert) return nothingSent('the setting accountExpiryAlert is off');
      if (!isMailConfigured(settings)) return nothingSent('no mail server is configured');
      const users = await usersExpiringWithin(db, clock.now(), settings.accountExpiresInDays);
      const reminders = users.map((user) => reminder(user, settings.applicationTitle));
      return { message: await sendReminders(db, progress, reminders) };
    },
  };
}

interface ExpiringAccount extends Recipient {
  /** The day, `2026-03-20`. */
  readonly day: string;
}

const reminder = ({ username, email, day }: ExpiringAccount, title: string): Reminder => ({
  username,
  to: email,
  subject: `Your user account of ${title} expires on ${day}`,
  text: `Your user account ${username} of ${title} expires on ${day}. If you need it longer, ask an administrator of ${title} before that.\n`,
});

async function usersExpiringWithin(db: Db, now: Date, days: number): Promise<readonly ExpiringAccount[]> {
  const moment = sql`${formatTimestamp(now)}::timestamp`;
  const { rows } = await sql<ExpiringAccount>`
    select userinfo.username, userinfo.email, to_char(userinfo.accountexpiry, 'YYYY-MM-DD') as day from userinfo
    where userinfo.disabled is not true and userinfo.email <> ''
      and userinfo.accountexpiry > ${moment} and userinfo.accountexpiry <= ${moment} + make_interval(days => ${days})
    order by userinfo.username
  `.execute(db);
  return rows;
}
