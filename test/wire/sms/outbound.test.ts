// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { sendMessage } from '../../../src/features/messages/index.js';
import { testGateway } from '../../support/gateway.js';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { configureServer } from '../../support/settings.js';
import { makeUsers } from '../../support/users.js';

/** How long it is waited for what happens after an answer. */
const PATIENCE = { timeout: 15_000 };

const server = testServer();
const users = makeUsers(server);
const jobs = jobsOf(server);
const provider = testGateway();

const addGateway = async (more: object = {}) => {
  const body = {
    type: 'http',
    name: 'Mobile',
    urlTemplate: `${provider.url}/send`,
    configurationTemplate: '{"to":"${recipients}","text":"${text}"}',
    contentType: 'APPLICATION_JSON',
    parameters: [{ key: 'Authorization', value: 'us:secret', header: true, encode: true, confidential: true }],
    ...more,
  };
  expect((await server.request('/api/gateways', { method: 'POST', body })).status).toBe(200);
};
const send = async (body: unknown) => {
  const { status, json } = await server.request('/api/sms/outbound', { method: 'POST', body });
  return { status, message: json.message };
};
interface Stored {
  readonly message: string;
  readonly status: string;
  readonly recipients: readonly string[];
}
const stored = async (): Promise<readonly Stored[]> => {
  const { json } = await server.request('/api/sms/outbound?fields=message,status,recipients&paging=false');
  const list: readonly Stored[] = json.outboundsmss;
  return list.toSorted((a, b) => ((a.recipients[0] ?? '') < (b.recipients[0] ?? '') ? -1 : 1));
};
const states = async () => (await stored()).map(({ status }) => status);
const wait = async (text: string, ...recipients: readonly string[]) => {
  await sql`
    with sms as (
      insert into outbound_sms (id, date, message, status, uid)
      values (nextval('hibernate_sequence'), clock_timestamp(), ${text}, 0, 'w' || lpad(nextval('hibernate_sequence')::text, 10, '0'))
      returning id
    )
    insert into outbound_sms_recipients (outbound_sms_id, elt) select sms.id, number from sms, unnest(${recipients}::text[]) as number
  `.execute(server.db);
};

beforeEach(async () => {
  await sql`truncate outbound_sms_recipients, outbound_sms`.execute(server.db);
  await sql`delete from orderly.sms_gateway`.execute(server.db);
  await configureServer(server, { keySmsMaxLength: '' });
});

describe('sending an SMS', () => {
  it('hands it to the default gateway, and keeps it', async () => {
    await addGateway();
    expect(await send({ message: 'Grüße + "more"', recipients: ['+47 123 45 678', '0046-555'] })).toEqual({
      status: 200,
      message: 'SMS sent',
    });
    expect(provider.requests).toHaveLength(1);
    const [request] = provider.requests;
    expect(request).toMatchObject({
      method: 'POST',
      path: '/send',
      headers: {
        'content-type': 'application/json;charset=UTF-8',
        authorization: `Basic ${Buffer.from('us:secret').toString('base64')}`,
      },
    });
    expect(JSON.parse(request?.body ?? '')).toEqual({ to: '4712345678,46555', text: 'Grüße + "more"' });
    expect(await stored()).toEqual([
      { message: 'Grüße + "more"', status: 'SENT', recipients: ['46555', '4712345678'] },
    ]);
  });

  it('goes by parameters for one number', async () => {
    await addGateway({ useGet: true, configurationTemplate: 'to=${recipients}&text=${text}' });
    const path = `/api/sms/outbound?recipient=${encodeURIComponent('+4712345678')}&message=${encodeURIComponent('1+1 ü')}`;
    const { status, json } = await server.request(path, { method: 'POST' });
    expect({ status, message: json.message }).toEqual({ status: 200, message: 'SMS sent' });
    expect(provider.requests[0]).toMatchObject({
      method: 'GET',
      path: '/send?to=4712345678&text=1%2B1%20%C3%BC',
      body: '',
    });
  });

  it('goes in groups of two hundred', async () => {
    await addGateway();
    const recipients = Array.from({ length: 450 }, (_, index) => String(4_700_000_000 + index));
    expect((await send({ message: 'To all', recipients: [...recipients, ...recipients] })).status).toBe(200);
    expect(provider.requests.map(({ body }) => JSON.parse(body).to.split(',').length)).toEqual([200, 200, 50]);
    expect(await stored()).toHaveLength(3);
  });

  it('without a gateway is refused, and kept as failed', async () => {
    expect(await send({ message: 'T', recipients: ['4712345678'] })).toEqual({
      status: 409,
      message: 'No default gateway configured',
    });
    expect(await stored()).toEqual([{ message: 'T', status: 'FAILED', recipients: ['4712345678'] }]);
  });

  it('that the gateway refuses has failed, and says so without secrets', async () => {
    await addGateway();
    provider.answer(500);
    expect(await send({ message: 'T', recipients: ['4712345678'] })).toEqual({
      status: 409,
      message: 'The SMS gateway Mobile answered 500.',
    });
    expect(await stored()).toEqual([{ message: 'T', status: 'FAILED', recipients: ['4712345678'] }]);
  });

  it('that the gateway takes for some says for how many', async () => {
    await addGateway();
    provider.answer(200, 400, 200);
    const recipients = Array.from({ length: 450 }, (_, index) => String(4_700_000_000 + index));
    expect(await send({ message: 'T', recipients })).toEqual({
      status: 409,
      message: 'The SMS gateway Mobile answered 400. It was sent to 250 of 450 recipients.',
    });
    expect(await states()).toEqual(['SENT', 'FAILED', 'SENT']);
  });

  it('does not ask a gateway that is down once for each group', async () => {
    await addGateway();
    provider.answer(503);
    const recipients = Array.from({ length: 450 }, (_, index) => String(4_700_000_000 + index));
    expect((await send({ message: 'T', recipients })).status).toBe(409);
    expect(provider.requests).toHaveLength(1);
    expect(await states()).toEqual(Array(3).fill('FAILED'));
  });

  it.each([
    ['no recipient', { message: 'T' }, 409, 'Recipient must be specified'],
    ['no message', { recipients: ['4712345678'] }, 409, 'Message must be specified'],
    [
      'something that is no number',
      { message: 'T', recipients: ['4712345678', 'Ana'] },
      409,
      'This is no telephone number: Ana',
    ],
    [
      'recipients that are no list',
      { message: 'T', recipients: '4712345678' },
      400,
      'Property recipients has to be a list of telephone numbers.',
    ],
    [
      'a message that is no text',
      { message: 17, recipients: ['4712345678'] },
      400,
      'Property message has to be a text.',
    ],
  ])('is refused with %s', async (_what, body, status, message) => {
    await addGateway();
    expect(await send(body)).toEqual({ status, message });
    expect(provider.requests).toHaveLength(0);
    expect(await stored()).toEqual([]);
  });

  it('is refused when it is longer than this server may send', async () => {
    await addGateway();
    await configureServer(server, { keySmsMaxLength: '10' });
    expect(await send({ message: '12345678901', recipients: ['4712345678'] })).toEqual({
      status: 409,
      message: 'The message is longer than the 10 characters of the setting keySmsMaxLength.',
    });
  });

  it('is for those who may send', async () => {
    const other = await users.make(['F_MOBILE_SETTINGS']);
    const body = { message: 'T', recipients: ['4712345678'] };
    expect((await server.request('/api/sms/outbound', { method: 'POST', body, user: other.login })).status).toBe(403);
  });
});

describe('sending an SMS as a job', () => {
  const start = async (recipients: readonly string[]) => {
    const body = { message: 'Later', recipients };
    const { status, json } = await server.request('/api/sms/outbound?async=true', { method: 'POST', body });
    expect({ status, type: json.response.jobType }).toEqual({ status: 200, type: 'SMS_SEND' });
    const endpoint: string = json.response.relativeNotifierEndpoint;
    await expect.poll(async () => (await server.request(endpoint)).json[0].completed, PATIENCE).toBe(true);
    return (await server.request(endpoint)).json[0];
  };

  it('answers at once and tells what came of it', async () => {
    await addGateway();
    expect(await start(['4712345678'])).toMatchObject({ level: 'INFO', message: 'SMS sent to 1 recipients' });
    expect(await stored()).toEqual([{ message: 'Later', status: 'SENT', recipients: ['4712345678'] }]);
  });

  it('fails when the gateway does', async () => {
    await addGateway();
    provider.answer(401);
    expect(await start(['4712345678'])).toMatchObject({
      level: 'ERROR',
      message: 'The SMS gateway Mobile answered 401. It was sent to 0 of 1 recipients.',
    });
    expect(await stored()).toEqual([{ message: 'Later', status: 'FAILED', recipients: ['4712345678'] }]);
  });
});

describe('SEND_SCHEDULED_MESSAGE', () => {
  it('needs a gateway', async () => {
    await wait('Waiting', '4712345678');
    expect(await jobs.run('SEND_SCHEDULED_MESSAGE')).toMatchObject({
      state: 'failed',
      message: 'SMS gateway configuration does not exist, job aborted',
    });
    expect(await stored()).toEqual([{ message: 'Waiting', status: 'OUTBOUND', recipients: ['4712345678'] }]);
  });

  it('sends what waits, and nothing else', async () => {
    await addGateway();
    await send({ message: 'Sent before', recipients: ['111111'] });
    await wait('First one', '222222', '333333');
    await wait('Second', '444444');
    provider.requests.length = 0;
    const run = await jobs.run('SEND_SCHEDULED_MESSAGE');
    expect(run).toMatchObject({ state: 'done', message: 'Sending outbound messages completed' });
    expect(provider.requests.map(({ body }) => JSON.parse(body))).toEqual([
      { to: '222222,333333', text: 'First one' },
      { to: '444444', text: 'Second' },
    ]);
    expect(await states()).toEqual(['SENT', 'SENT', 'SENT']);
    await jobs.run('SEND_SCHEDULED_MESSAGE');
    expect(provider.requests).toHaveLength(2);
  });

  it('goes on after one that is refused, if one before it went out', async () => {
    await addGateway();
    for (const number of ['111111', '222222', '333333']) await wait(`To ${number}`, number);
    provider.answer(200, 400, 200);
    expect(await jobs.run('SEND_SCHEDULED_MESSAGE')).toMatchObject({ state: 'done' });
    expect(await states()).toEqual(['SENT', 'FAILED', 'SENT']);
  });

  it('fails when the first is refused, and tries again what the gateway could not take', async () => {
    await addGateway();
    await wait('To all', '111111');
    provider.answer(503);
    expect(await jobs.run('SEND_SCHEDULED_MESSAGE')).toMatchObject({
      state: 'failed',
      message: 'The SMS gateway Mobile answered 503.',
    });
    expect(await states()).toEqual(['OUTBOUND']);
    provider.answer(200);
    expect(await jobs.run('SEND_SCHEDULED_MESSAGE')).toMatchObject({ state: 'done' });
    expect(await states()).toEqual(['SENT']);
  });
});

describe('SMS copies of messages', () => {
  const reader = async (phone: string) => {
    const made = await users.make([]);
    await sql`update userinfo set phonenumber = ${phone} where userinfo.uid = ${made.uid}`.execute(server.db);
    await server.request('/api/userSettings/keyMessageSmsNotification?value=true', {
      method: 'POST',
      user: made.login,
    });
    return made;
  };

  it('go to those who want them, cut to what this server may send', async () => {
    await addGateway();
    await configureServer(server, { keySmsMaxLength: '10' });
    const [willing, numberless, unwilling] = [await reader('+47 12345678'), await reader(''), await users.make([])];
    const recipients = [willing, numberless, unwilling].map(({ uid }) => uid);
    const problems: string[] = [];
    await sendMessage(server.db, { subject: 'S', text: 'A long text', type: 'SYSTEM', recipients }, (problem) =>
      problems.push(problem),
    );
    expect(provider.requests.map(({ body }) => JSON.parse(body))).toEqual([{ to: '4712345678', text: 'A long ...' }]);
    expect(problems).toEqual([]);
  });

  it('do no harm when they fail, and leave no trace where there is no gateway', async () => {
    const willing = await reader('4712345678');
    const message = { subject: 'S', text: 'T', type: 'SYSTEM', recipients: [willing.uid] } as const;
    await sendMessage(server.db, message);
    expect(await stored()).toEqual([]);
    await addGateway();
    provider.answer(500);
    const problems: string[] = [];
    await sendMessage(server.db, message, (problem) => problems.push(problem));
    expect(problems).toEqual(['The SMS gateway Mobile answered 500.']);
  });
});

describe('SMS that went out', () => {
  it('are listed, filtered, read and removed', async () => {
    await addGateway();
    await send({ message: 'One', recipients: ['111111'] });
    provider.answer(400);
    await send({ message: 'Two', recipients: ['222222'] });
    const failed = await server.request('/api/sms/outbound?filter=status:eq:FAILED&fields=id,message,date,created');
    expect(failed.json).toMatchObject({
      pager: { total: 1 },
      outboundsmss: [{ message: 'Two', date: expect.any(String) }],
    });
    const [{ id }] = failed.json.outboundsmss;
    expect((await server.request(`/api/sms/outbound/${id}`)).json).toMatchObject({
      id,
      message: 'Two',
      status: 'FAILED',
      recipients: ['222222'],
    });
    const remove = (path: string) => server.request(`/api/sms/outbound${path}`, { method: 'DELETE' });
    expect((await remove(`/${id}`)).json.message).toBe(`OutboundSms with ${id} deleted`);
    expect((await remove(`/${id}`)).json).toMatchObject({
      httpStatusCode: 404,
      message: `No OutboundSms with id '${id}' was found.`,
    });
    const [{ id: other }] = (await server.request('/api/sms/outbound?fields=id')).json.outboundsmss;
    expect((await remove(`?ids=${other},${id}`)).json.message).toBe('Objects deleted');
    expect(await stored()).toEqual([]);
  });

  it('are for those who send SMS or set them up', async () => {
    const [reader, other] = [await users.make(['F_MOBILE_SETTINGS']), await users.make([])];
    expect((await server.request('/api/sms/outbound', { user: reader.login })).status).toBe(200);
    expect((await server.request('/api/sms/outbound', { user: other.login })).status).toBe(403);
    expect(
      (await server.request('/api/sms/outbound/abcdefghij1', { user: reader.login, method: 'DELETE' })).status,
    ).toBe(404);
    expect(
      (await server.request('/api/sms/outbound/abcdefghij1', { user: other.login, method: 'DELETE' })).status,
    ).toBe(403);
  });
});
