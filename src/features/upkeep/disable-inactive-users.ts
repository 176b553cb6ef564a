import { sql } from 'kysely';
import { Type } from 'typebox';
import { type Db, transaction } from '../../database/index.js';
import type { JobType } from '../../jobs/index.js';
import { type Clock, formatTimestamp } from '../../kernel/clock.js';
import { keepSuperUser, superUsers, typeNamed } from '../../metadata/index.js';
import { isMailConfigured } from '../mail/index.js';
import { readSettings } from '../settings/index.js';
import { count } from './count.js';
import { inDays, type Recipient, type Reminder, reminderDays, sendReminders } from './reminders.js';

const PARAMETERS = Type.Object({
  inactiveMonths: Type.Integer({ minimum: 1, maximum: 24 }),
  reminderDaysBefore: Type.Optional(Type.Integer({ minimum: 1, maximum: 28 })),
});

/**
 * `DISABLE_INACTIVE_USERS`: whoever has not logged in for some months comes in no more; they can be told some days before (contract: job-types.md §3.1). One
 * user who may do everything stays in any case, even if all of them have been away.
 */
export function disableInactiveUsersJob(clock: Clock): JobType<typeof PARAMETERS> {
  return {
    type: 'DISABLE_INACTIVE_USERS',
    label: 'Disable inactive users',
    parameters: PARAMETERS,
    // A reminder that comes twice is better than one that does not come.
    takeOver: 'restart',
    startMessage: 'Disable inactive users',
    async run({ db, parameters: { inactiveMonths, reminderDaysBefore }, progress }) {
      const now = clock.now();
      const disabled = await progress.stage(
        `Disabling users who have not logged in for ${count(inactiveMonths, 'month')}`,
        () => disableInactive(db, now, inactiveMonths),
      );
      const done = `${count(disabled, 'user')} disabled`;
      if (reminderDaysBefore === undefined) return { message: done };
      const settings = await readSettings(db);
      if (!isMailConfigured(settings))
        return { message: `${done}; no reminders sent, because no mail server is configured` };
      const reminders: Reminder[] = [];
      for (const days of reminderDays(reminderDaysBefore)) {
        const users = await usersDisabledIn(db, now, inactiveMonths, days);
        reminders.push(...users.map((user) => reminder(user, settings.applicationTitle, days)));
      }
      return { message: `${done}; ${await sendReminders(db, progress, reminders)}` };
    },
  };
}

const reminder = ({ username, email }: Recipient, title: string, days: number): Reminder => ({
  username,
  to: email,
  subject: `Your user account of ${title} will be disabled ${inDays(days)}`,
  text: `You have not logged in to ${title} for a long time. Your user account ${username} will be disabled ${inDays(days)}. To keep it, log in before that.\n`,
});

/** The last moment of logging in that is too long ago, seen from some days after `now`. */
const limit = (now: Date, months: number, days = 0) =>
  sql`(${formatTimestamp(now)}::timestamp::date + ${days}::int - make_interval(months => ${months}))`;

/** Disables them in one transaction and ends what they have open. */
async function disableInactive(db: Db, now: Date, months: number): Promise<number> {
  return await transaction(db, async (handle) => {
    const { rows } = await keepSuperUser(handle, now, [typeNamed('user')], () =>
      sql<{ id: number }>`
        update userinfo set disabled = true, lastupdated = localtimestamp
        where userinfo.disabled is not true and userinfo.lastlogin <= ${limit(now, months)}
          and userinfo.userinfoid is distinct from (
            -- stays; whoever is not disabled anyhow comes first, then who was here last
            select super.userinfoid from userinfo as super
            where super.userinfoid in (${superUsers(now)})
            order by coalesce(super.lastlogin <= ${limit(now, months)}, false), super.lastlogin desc, super.userinfoid
            limit 1
          )
        returning userinfo.userinfoid as id
      `.execute(handle),
    );
    await sql`
      delete from orderly.http_session as session where session.user_id = any (${rows.map(({ id }) => id)}::bigint[])
    `.execute(handle);
    return rows.length;
  });
}

async function usersDisabledIn(db: Db, now: Date, months: number, days: number): Promise<readonly Recipient[]> {
  const { rows } = await sql<Recipient>`
    select userinfo.username, userinfo.email from userinfo
    where userinfo.disabled is not true and userinfo.email <> ''
      and userinfo.lastlogin > ${limit(now, months, days - 1)} and userinfo.lastlogin <= ${limit(now, months, days)}
    order by userinfo.username
  `.execute(db);
  return rows;
}
