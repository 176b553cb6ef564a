import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { isMailConfigured } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import { inDays, nothingSent, type Recipient, type Reminder, reminderDays, sendReminders } from './reminders.js';

/** Days of a month of the setting `credentialsExpires` (contract: job-types.md §3.3). */
const DAYS_OF_MONTH = 30;

/** `CREDENTIALS_EXPIRY_ALERT`: tells users some days before that their password will be too old (contract: job-types.md §3.3). */
export function credentialsExpiryAlertJob(clock: Clock): JobType {
  return {
    type: 'CREDENTIALS_EXPIRY_ALERT',
    label: 'Credentials expiry alert',
    // A reminder that comes twice is better than one that does not come.
    takeOver: 'restart',
    startMessage: 'Credentials expiry alert',
    async run({ db, progress }) {
      const settings = await readSettings(db);
      if (!settings.credentialsExpiryAlert) return nothingSent('the setting credentialsExpiryAlert is off');
      if (settings.credentialsExpires <= 0) return nothingSent('passwords do not expire (setting credentialsExpires)');
      if (!isMailConfigured(settings)) return nothingSent('no mail server is configured');
      const lifeDays = settings.credentialsExpires * DAYS_OF_MONTH;
      const reminders: Reminder[] = [];
      for (const days of reminderDays(settings.credentialsExpiresReminderInDays)) {
        const users = await usersWithPasswordOfAge(db, clock.now(), lifeDays - days);
        reminders.push(...users.map((user) => reminder(user, settings.applicationTitle, days)));
      }
      return { message: await sendReminders(db, progress, reminders) };
    },
  };
}

const reminder = ({ username, email }: Recipient, title: string, days: number): Reminder => ({
  username,
  to: email,
  subject: `Your password of ${title} expires ${inDays(days)}`,
  text: `The password of your user account ${username} of ${title} expires ${inDays(days)}. Choose a new one before that, in your user profile.\n`,
});

/** Users who come in with a password of this server that was set `days` days ago. */
async function usersWithPasswordOfAge(db: Db, now: Date, days: number): Promise<readonly Recipient[]> {
  const { rows } = await sql<Recipient>`
    select userinfo.username, userinfo.email from userinfo
    where userinfo.disabled is not true and userinfo.invitation is not true and userinfo.externalauth is not true
      and userinfo.email <> ''
      and userinfo.passwordlastupdated::date = ${formatTimestamp(now)}::timestamp::date - ${days}::int
    order by userinfo.username
  `.execute(db);
  return rows;
}
