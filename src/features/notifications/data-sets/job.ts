import type { Db } from '../../../database/index.js';
import type { JobType, LenientStage } from '../../../jobs/index.js';
import { type IsoDate, localDate } from '../../../kernel/calendar.js';
import type { Clock } from '../../../kernel/clock.js';
import { isAddress, outsideChannels } from '../addresses.js';
import { Delivery, type Notification } from '../delivery.js';
import { type Group, loadGroups, NOBODY, receiversOf } from '../receivers.js';
import { forgetOldMessages } from '../sent.js';
import { type DueDataSet, dueOn, scheduledTemplates } from './due.js';
import { reminderOf, summaryOf } from './messages.js';
import { type MissingRegistration, missingCounts, missingRegistrations, type Place } from './missing.js';

const REGISTRATIONS_AT_ONCE = 10_000;

type Groups = ReadonlyMap<number, Group>;

/** `DATA_SET_NOTIFICATION`: reminders of data sets that are not complete some days before or after their period ends (contract: job-types.md §3.3). */
export function dataSetNotificationJob(clock: Clock, ownDb: Db): JobType {
  return {
    type: 'DATA_SET_NOTIFICATION',
    label: 'Data set notification',
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Data set notification',
    async run({ db, progress }) {
      const now = clock.now();
      const today = localDate(now);
      await forgetOldMessages(db);
      const due = await progress.stage('Finding data sets that are due', async () =>
        dueOn(today, await scheduledTemplates(db)),
      );
      const groups = await loadGroups(
        db,
        due.flatMap(({ template }) => template.groupId ?? []),
      );
      const delivery = new Delivery({ db, ownDb, progress, now });
      const work = { db, today, groups, delivery };
      await progress.stage('Sending reminders', (stage) => sendReminders(work, stage, singles(due)), {
        onFailure: 'SKIP_ITEM',
      });
      await progress.stage('Sending summaries', (stage) => sendSummaries(work, stage, summaries(due)), {
        onFailure: 'SKIP_ITEM',
      });
      return { message: delivery.outcome() };
    },
  };
}

const singles = (due: readonly DueDataSet[]): readonly DueDataSet[] =>
  due.filter(({ template }) => template.strategy === 'SINGLE_NOTIFICATION');

const summaries = (due: readonly DueDataSet[]): readonly DueDataSet[] =>
  due.filter(({ template }) => template.strategy === 'COLLECTIVE_SUMMARY');

interface Work {
  readonly db: Db;
  readonly today: IsoDate;
  readonly groups: Groups;
  readonly delivery: Delivery;
}

/** One message for each organisation unit and data set. */
async function sendReminders(work: Work, stage: LenientStage, due: readonly DueDataSet[]): Promise<void> {
  if (due.length === 0) return;
  let after: Place | undefined;
  for (;;) {
    const page = await missingRegistrations(work.db, due, after, REGISTRATIONS_AT_ONCE);
    const notifications = page.flatMap((registration) => {
      const of = due[registration.due];
      const found = of ? remindersOf(work, of, registration) : [];
      if (found.length === 0) work.delivery.countWithoutReceiver(1);
      return found;
    });
    await work.delivery.send(stage, notifications);
    after = page.at(-1);
    if (page.length < REGISTRATIONS_AT_ONCE) return;
  }
}

function remindersOf(
  { today, groups }: Work,
  due: DueDataSet,
  registration: MissingRegistration,
): readonly Notification[] {
  const { template, dataSet, period } = due;
  const message = { name: template.name, ...reminderOf(due, registration.unitName, today) };
  const key = (way: string): string =>
    [today, 'data set', template.uid, dataSet.uid, period.iso, registration.unit, way].join(' ');
  if (template.recipient !== 'ORGANISATION_UNIT_CONTACT') {
    const group = groups.get(template.groupId ?? 0) ?? NOBODY;
    // A unit's missing data are the business of those above it, whatever the template's flags say.
    const users = receiversOf(group, registration.path, template.parentOnly === true ? 'parent' : 'hierarchy');
    return users.length === 0
      ? []
      : [{ key: key('USERS'), ...message, to: { channel: 'USERS', users, type: 'SYSTEM' } }];
  }
  return outsideChannels(template.channels).flatMap((channel) => {
    const address = channel === 'EMAIL' ? registration.email : registration.phoneNumber;
    if (!isAddress(channel, address)) return [];
    return [{ key: key(channel), ...message, to: { channel, address, record: { template: template.uid } } }];
  });
}

/** One message for each template, with the number of organisation units that each of its data sets misses. */
async function sendSummaries(work: Work, stage: LenientStage, due: readonly DueDataSet[]): Promise<void> {
  if (due.length === 0) return;
  const counts = await missingCounts(work.db, due);
  const missing = due.map((of, place) => ({ due: of, units: counts.get(place) ?? 0 }));
  const templates = [...new Set(due.map(({ template }) => template))];
  const notifications = templates.flatMap((template): readonly Notification[] => {
    const of = missing.filter(({ due: { template: owner } }) => owner === template);
    const users = (work.groups.get(template.groupId ?? 0) ?? NOBODY).users;
    if (users.length === 0) {
      work.delivery.countWithoutReceiver(1);
      return [];
    }
    const key = [work.today, 'data set summary', template.uid].join(' ');
    return [{ key, name: template.name, ...summaryOf(template, of), to: { channel: 'USERS', users, type: 'SYSTEM' } }];
  });
  await work.delivery.send(stage, notifications);
}
