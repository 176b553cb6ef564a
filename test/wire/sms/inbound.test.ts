// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findRun } from '../../../src/jobs/index.js';
import { testGateway } from '../../support/gateway.js';
import { testServer } from '../../support/server.js';
import { type MadeUser, makeUsers } from '../../support/users.js';

/** How long it is waited for what happens after an answer. */
const PATIENCE = { timeout: 15_000 };

const server = testServer();
const users = makeUsers(server);
const provider = testGateway();
let owner: MadeUser;

const receive = (query: string, body?: unknown) =>
  server.request(`/api/sms/inbound${query}`, { method: 'POST', ...(body !== undefined && { body }) });
const list = async (query = '') =>
  (
    await server.request(
      `/api/sms/inbound?fields=id,text,originator,smsstatus,gatewayid,receiveddate,sentdate,smsencoding,user[id]${query}`,
    )
  ).json.inboundsmss;
const lastRun = async () => {
  const { rows } = await sql<{ uid: string }>`
    select uid from orderly.job_run where type = 'SMS_INBOUND_PROCESSING' order by run_id desc limit 1
  `.execute(server.db);
  return await findRun(server.db, rows[0]?.uid ?? '');
};

beforeAll(async () => {
  owner = await users.make([]);
  await sql`update userinfo set phonenumber = '+47 (123) 45-678' where userinfo.uid = ${owner.uid}`.execute(server.db);
  const body = {
    type: 'http',
    name: 'Mobile',
    urlTemplate: provider.url,
    configurationTemplate: 'to=${recipients}&text=${text}',
  };
  await server.request('/api/gateways', { method: 'POST', body });
});

beforeEach(async () => {
  await sql`truncate incomingsms`.execute(server.db);
});

describe('an SMS that comes in', () => {
  it('belongs to the user with its number, and is answered when it holds no command', async () => {
    const { status, json } = await receive('?originator=004712345678&message=vaccine%203&gateway=modem');
    expect(status).toBe(200);
    const uid = /^Received SMS: ([A-Za-z][A-Za-z0-9]{10})$/.exec(json.message)?.[1];
    await expect.poll(async () => (await lastRun())?.state, PATIENCE).toBe('failed');
    expect(await lastRun()).toMatchObject({
      message: `No command found for SMS with UID ${uid}`,
      parameters: { sms: uid },
      requestedBy: owner.uid,
    });
    expect(await list()).toEqual([
      {
        id: uid,
        text: 'vaccine 3',
        originator: '004712345678',
        smsstatus: 'UNHANDLED',
        gatewayid: 'modem',
        smsencoding: 'ENC7BIT',
        receiveddate: expect.any(String),
        sentdate: expect.any(String),
        user: { id: owner.uid },
      },
    ]);
    expect(provider.requests.map(({ body }) => body)).toEqual(['to=4712345678&text=No%20command%20found']);
  });

  it('can be a body', async () => {
    const body = {
      text: 'sample text',
      originator: '4712345678',
      gatewayid: 'unknown',
      receiveddate: '2016-05-01',
      sentdate: '2016-05-01T10:30:00',
      smsencoding: '1',
    };
    expect((await receive('', body)).status).toBe(200);
    expect(await list()).toMatchObject([
      {
        text: 'sample text',
        gatewayid: 'unknown',
        receiveddate: '2016-05-01T00:00:00.000',
        sentdate: '2016-05-01T10:30:00.000',
        smsencoding: 'ENC8BIT',
      },
    ]);
  });

  it.each([
    ['no originator', '?message=T', undefined, 409, 'Originator must be specified'],
    ['no text', '?originator=4712345678', undefined, 409, 'Message must be specified'],
    [
      'a number of nobody',
      '?originator=4700000000&message=T',
      undefined,
      409,
      "User's phone number is not registered in the system",
    ],
    [
      'a text that is too long',
      '',
      { originator: '4712345678', text: 'x'.repeat(256) },
      409,
      'Maximum length of property `text`is 255, but given length was 256',
    ],
    [
      'a time that is none',
      '?originator=4712345678&message=T&receivedTime=yesterday',
      undefined,
      400,
      'Property receiveddate has to be a date, e.g. 2026-03-15T08:30:00.',
    ],
    [
      'an impossible time',
      '?originator=4712345678&message=T&receivedTime=2026-99-99',
      undefined,
      400,
      'Property receiveddate has to be a date, e.g. 2026-03-15T08:30:00.',
    ],
    [
      'an encoding that is none',
      '',
      { originator: '4712345678', text: 'T', smsencoding: 9 },
      409,
      'Value `9` is not a valid for property `smsencoding`',
    ],
    ['a text that is no text', '', { originator: '4712345678', text: {} }, 400, 'Property text has to be a text.'],
    ['no object', '', [], 400, 'JSON parse error: an object is needed as the body.'],
  ])('is refused with %s', async (_what, query, body, status, message) => {
    const answer = await receive(query, body);
    expect({ status: answer.status, message: answer.json.message }).toEqual({ status, message });
    expect(await list()).toEqual([]);
  });

  it('of a user whose account is disabled is refused', async () => {
    const gone = await users.make([]);
    await sql`update userinfo set phonenumber = '4799999999', disabled = true where userinfo.uid = ${gone.uid}`.execute(
      server.db,
    );
    expect((await receive('?originator=4799999999&message=T')).status).toBe(409);
  });

  it('is handed over by those who may set SMS up', async () => {
    const other = await users.make(['F_MOBILE_SENDSMS']);
    const path = '/api/sms/inbound?originator=4712345678&message=T';
    expect((await server.request(path, { method: 'POST', user: other.login })).status).toBe(403);
  });
});

describe('SMS that came in', () => {
  it('are listed, filtered and removed', async () => {
    await receive('?originator=4712345678&message=First');
    await receive('?originator=4712345678&message=Second');
    await expect.poll(async () => (await list('&filter=smsstatus:eq:UNHANDLED')).length, PATIENCE).toBe(2);
    expect(await list('&filter=smsstatus:eq:PROCESSED')).toEqual([]);
    const [{ id }, { id: other }] = await list();
    expect((await server.request(`/api/sms/inbound/${id}`)).json).toMatchObject({ id, parsed: false });
    const remove = (path: string) => server.request(`/api/sms/inbound${path}`, { method: 'DELETE' });
    expect((await remove(`/${id}`)).json.message).toBe(`IncomingSms with ${id} deleted`);
    expect((await remove(`/${id}`)).json.message).toBe(`No IncomingSms with id '${id}' was found.`);
    expect((await remove(`?ids=${other}`)).json.message).toBe('Objects deleted');
    expect(await list()).toEqual([]);
  });
});
