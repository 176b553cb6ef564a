import type { Db } from '../../../database/index.js';
import type { JobType, LenientStage } from '../../../jobs/index.js';
import { type IsoDate, localDate } from '../../../kernel/calendar.js';
import { type Clock, formatTimestamp } from '../../../kernel/clock.js';
import { isAddress, type OutsideChannel, outsideChannels } from '../addresses.js';
import { Delivery, type Notification } from '../delivery.js';
import type { MessageRecord } from '../program-messages.js';
import { type Group, loadGroups, NOBODY, reachOf, receiversOf, usersAt } from '../receivers.js';
import { forgetOldMessages } from '../sent.js';
import { type CasePlace, markInstancesSent, type ProgramCase, programCases } from './cases.js';
import { messageOf } from './messages.js';

const CASES_AT_ONCE = 10_000;

/**
 * `PROGRAM_NOTIFICATIONS`: messages of templates scheduled relative to the dates of enrollments and events, and those that program rules put down for today
 * (contract: job-types.md §3.1).
 */
export function programNotificationsJob(clock: Clock, ownDb: Db): JobType {
  return {
    type: 'PROGRAM_NOTIFICATIONS',
    label: 'Program notifications',
    takeOver: 'restart',
    notifyFailure: true,
    startMessage: 'Program notifications',
    async run({ db, progress }) {
      const now = clock.now();
      await forgetOldMessages(db);
      const delivery = new Delivery({ db, ownDb, progress, now });
      await progress.stage(
        'Sending notifications of enrollments and events',
        (stage) => sendAll(db, now, stage, delivery),
        {
          onFailure: 'SKIP_ITEM',
        },
      );
      return { message: delivery.outcome() };
    },
  };
}

async function sendAll(db: Db, now: Date, stage: LenientStage, delivery: Delivery): Promise<void> {
  const today = localDate(now);
  let after: CasePlace | undefined;
  for (;;) {
    const cases = await programCases(db, today, after, CASES_AT_ONCE);
    const people = await loadPeople(db, cases);
    const messages = cases.map((found) => ({ found, notifications: notificationsOf(found, people, today) }));
    delivery.countWithoutReceiver(messages.filter(({ notifications }) => notifications.length === 0).length);
    const sent = await delivery.send(
      stage,
      messages.flatMap(({ notifications }) => notifications),
    );
    const done = messages.filter(
      ({ notifications }) => notifications.length > 0 && notifications.every(({ key }) => sent.has(key)),
    );
    const instances = done.flatMap(({ found: { instance } }) => instance?.id ?? []);
    if (instances.length > 0) await markInstancesSent(db, instances, formatTimestamp(now));
    after = cases.at(-1);
    if (cases.length < CASES_AT_ONCE) return;
  }
}

/** The users that a page of messages may be for. */
interface People {
  readonly groups: ReadonlyMap<number, Group>;
  readonly at: ReadonlyMap<string, readonly string[]>;
}

async function loadPeople(db: Db, cases: readonly ProgramCase[]): Promise<People> {
  const groups = cases.flatMap(({ template }) => (template.recipient === 'USER_GROUP' ? (template.groupId ?? []) : []));
  const units = cases.flatMap(({ template, unit }) =>
    template.recipient === 'USERS_AT_ORGANISATION_UNIT' ? unit.uid : [],
  );
  return {
    groups: groups.length === 0 ? new Map() : await loadGroups(db, groups),
    at: units.length === 0 ? new Map() : await usersAt(db, units),
  };
}

function notificationsOf(found: ProgramCase, people: People, today: IsoDate): readonly Notification[] {
  const { template, event, enrollment, instance } = found;
  const about = instance
    ? `program rule ${instance.uid}`
    : `${today} program ${template.uid} ${(event ?? enrollment).uid}`;
  const message = { name: template.name, ...messageOf(found, today) };
  if (template.recipient === 'USER_GROUP' || template.recipient === 'USERS_AT_ORGANISATION_UNIT') {
    const users = usersOf(found, people);
    return users.length === 0
      ? []
      : [{ key: `${about} USERS`, ...message, to: { channel: 'USERS', users, type: 'SYSTEM' } }];
  }
  return outsideChannels(template.channels).flatMap((channel) => {
    const address = addressOf(found, channel);
    if (!isAddress(channel, address)) return [];
    return [{ key: `${about} ${channel}`, ...message, to: { channel, address, record: recordOf(found) } }];
  });
}

function usersOf({ template, unit }: ProgramCase, { groups, at }: People): readonly string[] {
  if (template.recipient === 'USERS_AT_ORGANISATION_UNIT') return at.get(unit.uid) ?? [];
  const group = groups.get(template.groupId ?? 0) ?? NOBODY;
  return receiversOf(group, unit.path, reachOf(template.hierarchyOnly, template.parentOnly));
}

/** Where the template's recipient is reached; null when it has no such address. A web hook is called by program rules, never on schedule. */
function addressOf({ template, unit, contact, recipientValue }: ProgramCase, channel: OutsideChannel): string | null {
  switch (template.recipient) {
    case 'TRACKED_ENTITY_INSTANCE':
      return channel === 'EMAIL' ? contact.email : contact.phoneNumber;
    case 'ORGANISATION_UNIT_CONTACT':
      return channel === 'EMAIL' ? unit.email : unit.phoneNumber;
    case 'PROGRAM_ATTRIBUTE':
    case 'DATA_ELEMENT':
      return recipientValue;
    default:
      return null;
  }
}

const recordOf = ({ template, event, enrollment, trackedEntity, unit }: ProgramCase): MessageRecord => ({
  template: template.uid,
  ...(event ? { eventId: event.id } : { enrollmentId: enrollment.id }),
  ...(template.recipient === 'TRACKED_ENTITY_INSTANCE' && { trackedEntityId: trackedEntity?.id ?? null }),
  ...(template.recipient === 'ORGANISATION_UNIT_CONTACT' && { organisationUnitId: unit.id }),
});
