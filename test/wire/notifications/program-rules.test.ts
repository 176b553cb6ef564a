import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { programMessages } from '../../support/notifications.js';
import { programWorld } from '../../support/program-notifications.js';

const programs = programWorld();
const { server, world, post, template, enroll, schedule, run, subjects } = programs;

describe('messages of program rules', () => {
  /** What a program rule puts down when it runs. */
  async function put(
    about: { readonly event?: string; readonly enrollment?: string },
    template: string | null,
    { at = '2026-03-15 00:00', snapshot = null as unknown } = {},
  ): Promise<string> {
    const uid = generateUid();
    await sql`
      insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, enrollmentid, eventid, programnotificationtemplateid, scheduledat, programnotificationtemplatesnapshot)
      values (
        nextval('hibernate_sequence'), ${uid}, now(), now(), 'Message', (select enrollmentid from enrollment where uid = ${about.enrollment ?? null}),
        (select eventid from event where uid = ${about.event ?? null}),
        (select programnotificationtemplateid from programnotificationtemplate where uid = ${template}), ${at}::timestamp,
        ${snapshot === null ? null : JSON.stringify(snapshot)}::jsonb
      )
    `.execute(server.db);
    return uid;
  }
  const sentAt = async () => {
    const { rows } = await sql<{ uid: string; at: string | null }>`
      select uid, sentat as at from programnotificationinstance order by programnotificationinstanceid
    `.execute(server.db);
    return rows;
  };
  const rule = async (more = {}) =>
    await template({ notificationTrigger: 'PROGRAM_RULE', relativeScheduledDays: null, ...more }, 'none');

  it('are sent on their day, of enrollments and events, and noted', async () => {
    const uid = await rule({ subjectTemplate: 'V{org_unit_name}' });
    const { enrollment } = await enroll();
    const event = await schedule(enrollment);
    const instances = [
      await put({ enrollment }, uid, { at: '2026-03-15 23:59' }),
      await put({ event }, uid),
      await put({ event }, uid, { at: '2026-03-14 23:59' }),
      await put({ event }, uid, { at: '2026-03-16 00:00' }),
    ];
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(await subjects()).toEqual(['The one', 'The two']);
    expect((await sentAt()).map(({ uid: instance, at }) => [instance, at])).toEqual([
      [instances[0], '2026-03-15T02:30:00.000'],
      [instances[1], '2026-03-15T02:30:00.000'],
      [instances[2], null],
      [instances[3], null],
    ]);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('are sent as their template was when the rule ran', async () => {
    const uid = await rule();
    const { enrollment } = await enroll();
    const snapshot = {
      uid,
      notificationTrigger: 'PROGRAM_RULE',
      notificationRecipient: 'USER_GROUP',
      recipientUserGroup: { uid: programs.group },
      notifyUsersInHierarchyOnly: true,
      subjectTemplate: 'Before',
      messageTemplate: 'A{AttrName001}',
      deliveryChannels: ['EMAIL'],
    };
    await put({ enrollment }, uid, { snapshot });
    await put({ enrollment }, null, {
      snapshot: { ...snapshot, subjectTemplate: 'Mail', notificationRecipient: 'TRACKED_ENTITY_INSTANCE' },
    });
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(await world.inbox()).toMatchObject([{ to: ['district', 'nation', 'one'], subject: 'Before', text: 'Ana' }]);
    expect(post.mails).toMatchObject([{ to: ['ana@example.org'], subject: 'Mail' }]);
  });

  it('are not sent for templates that are sent on other occasions, or that are gone', async () => {
    const uid = await rule({ notificationTrigger: 'COMPLETION' });
    const { enrollment } = await enroll();
    await put({ enrollment }, uid);
    await put({ enrollment }, null);
    expect(await run()).toMatchObject({ message: '0 notifications sent' });
  });

  it('are not noted before they are sent', async () => {
    const uid = await rule({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['EMAIL'] });
    const { enrollment } = await enroll();
    await put({ enrollment }, uid);
    post.refuse('ana@example.org');
    expect(await run()).toMatchObject({ state: 'done', message: '0 notifications sent, 1 could not be sent' });
    expect(await sentAt()).toMatchObject([{ at: null }]);
    expect(await programMessages(server)).toMatchObject([{ status: 'FAILED', event: null, enrollment }]);
  });
});
