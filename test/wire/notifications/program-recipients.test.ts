import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateUid } from '../../../src/kernel/uid.js';
import { programMessages, UNITS } from '../../support/notifications.js';
import { ATTRIBUTE, ELEMENT, programWorld } from '../../support/program-notifications.js';

const programs = programWorld();
const { server, world, post, template, enroll, schedule, run } = programs;

describe('the recipient', () => {
  const due = async (body: Readonly<Record<string, unknown>>, more: Readonly<Record<string, unknown>> = {}) => {
    const uid = await template(body);
    const enrolled = await enroll();
    const event = await schedule(enrolled.enrollment, more);
    return { uid, event, ...enrolled };
  };

  it.each([
    [{}, ['district', 'nation', 'one', 'two']],
    [{ notifyUsersInHierarchyOnly: true }, ['district', 'nation', 'two']],
    [{ notifyParentOrganisationUnitOnly: true }, ['district']],
  ])('is a user group with %j', async (flags, to) => {
    await due({ notificationRecipient: 'USER_GROUP', recipientUserGroup: { id: programs.group }, ...flags });
    await run();
    expect((await world.inbox()).map((message) => message.to)).toEqual([to]);
  });

  it('is the tracked entity by mail', async () => {
    const { uid, event, trackedEntity } = await due({
      notificationRecipient: 'TRACKED_ENTITY_INSTANCE',
      deliveryChannels: ['EMAIL'],
    });
    await run();
    expect(post.mails.map(({ to, subject, text }) => [to, subject, text.trim()])).toEqual([
      [['ana@example.org'], 'Visit', 'Please come.'],
    ]);
    expect(await programMessages(server)).toEqual([
      {
        subject: 'Visit',
        text: 'Please come.',
        status: 'SENT',
        template: uid,
        event,
        enrollment: null,
        trackedEntity,
        unit: null,
        channels: ['EMAIL'],
        mails: ['ana@example.org'],
        phones: null,
      },
    ]);
  });

  it('is the contact of the organisation unit', async () => {
    await due({ notificationRecipient: 'ORGANISATION_UNIT_CONTACT', deliveryChannels: ['EMAIL'] });
    await run();
    expect(post.mails.map(({ to }) => to)).toEqual([['two@example.org']]);
    expect(await programMessages(server)).toMatchObject([{ unit: UNITS.two, trackedEntity: null }]);
  });

  it('is the value of an attribute, by the way that it can be reached', async () => {
    await due({
      notificationRecipient: 'PROGRAM_ATTRIBUTE',
      recipientProgramAttribute: { id: ATTRIBUTE.mail },
      deliveryChannels: ['SMS', 'EMAIL'],
    });
    expect(await run()).toMatchObject({ message: '1 notification sent' });
    expect(post.mails.map(({ to }) => to)).toEqual([['ana@example.org']]);
  });

  it('is the value of a data element', async () => {
    const values = { [ELEMENT.mail]: { value: 'mother@example.org' } };
    await due(
      {
        notificationRecipient: 'DATA_ELEMENT',
        recipientDataElement: { id: ELEMENT.mail },
        deliveryChannels: ['EMAIL'],
      },
      { eventdatavalues: values },
    );
    await run();
    expect(post.mails.map(({ to }) => to)).toEqual([['mother@example.org']]);
  });

  it.each<[Readonly<Record<string, unknown>>]>([
    [
      {
        notificationRecipient: 'DATA_ELEMENT',
        recipientDataElement: { id: ELEMENT.mail },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [
      {
        notificationRecipient: 'PROGRAM_ATTRIBUTE',
        recipientProgramAttribute: { id: ATTRIBUTE.name },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [
      {
        notificationRecipient: 'PROGRAM_ATTRIBUTE',
        recipientProgramAttribute: { id: ATTRIBUTE.secret },
        deliveryChannels: ['EMAIL'],
      },
    ],
    [{ notificationRecipient: 'TRACKED_ENTITY_INSTANCE' }],
    [{ notificationRecipient: 'WEB_HOOK', deliveryChannels: ['HTTP'] }],
    [{ notificationRecipient: 'USER_GROUP' }],
  ])('is nobody with %j', async (body) => {
    await due(body);
    expect(await run()).toMatchObject({ state: 'done', message: '0 notifications sent, 1 had no receiver' });
    expect(post.mails).toEqual([]);
    expect(await world.inbox()).toEqual([]);
  });
});

describe('text messages', () => {
  let gateway: Server;
  const taken: string[] = [];
  beforeAll(async () => {
    gateway = createServer((request, response) => {
      taken.push(new URL(request.url ?? '', 'http://gateway').searchParams.toString());
      response.end();
    });
    await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
    const { port } = gateway.address() as AddressInfo;
    const config = {
      type: 'http',
      urlTemplate: `http://127.0.0.1:${port}/send`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the gateway's own placeholders
      configurationTemplate: 'to=${recipients}&text=${text}',
      contentType: 'FORM_URL_ENCODED',
      useGet: true,
      sendUrlParameters: false,
      parameters: [],
    };
    await sql`
      insert into orderly.sms_gateway (uid, type, name, is_default, config)
      values (${generateUid()}, 'http', 'Gateway', true, ${JSON.stringify(config)}::jsonb)
    `.execute(server.db);
  });
  afterAll(async () => {
    await sql`delete from orderly.sms_gateway`.execute(server.db);
    await new Promise((resolve) => gateway.close(resolve));
  });

  it('go to the number of the tracked entity, beside mail', async () => {
    await template({
      notificationRecipient: 'TRACKED_ENTITY_INSTANCE',
      deliveryChannels: ['SMS', 'EMAIL'],
      messageTemplate: 'x'.repeat(700),
    });
    await schedule((await enroll()).enrollment);
    expect(await run()).toMatchObject({ message: '2 notifications sent' });
    expect(taken).toEqual([`to=23276123456&text=${'x'.repeat(640)}`]);
    expect(post.mails).toHaveLength(1);
    expect(await programMessages(server)).toMatchObject([
      { channels: ['EMAIL'], mails: ['ana@example.org'], phones: null },
      { channels: ['SMS'], mails: null, phones: ['+232 76 123456'] },
    ]);
  });

  it('that no gateway takes are counted, and keep no mail', async () => {
    await sql`delete from orderly.sms_gateway`.execute(server.db);
    await template({ notificationRecipient: 'TRACKED_ENTITY_INSTANCE', deliveryChannels: ['SMS', 'EMAIL'] });
    await schedule((await enroll()).enrollment);
    expect(await run()).toMatchObject({ state: 'done', message: '1 notification sent, 1 could not be sent' });
    expect(post.mails).toHaveLength(1);
    expect((await programMessages(server)).map(({ status }) => status)).toEqual(['SENT', 'FAILED']);
  });
});
