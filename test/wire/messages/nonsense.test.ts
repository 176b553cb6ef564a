// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of gateways are written like this
import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const users = makeUsers(server);
let session: Readonly<Record<string, string>>;
let uid: string;

beforeAll(async () => {
  const admin = await users.make(['ALL']);
  session = await users.enter(admin.uid);
  uid = admin.uid;
});

const ask = async (method: string, path: string, body?: unknown) =>
  await server.request(path, { method, user: null, headers: session, ...(body !== undefined && { body }) });

const odd = fc.oneof(
  fc.constantFrom(
    null,
    true,
    -1,
    1e300,
    '',
    ' ',
    'x'.repeat(300),
    '\u0000',
    'a\ud83d',
    '${text}',
    "'; drop table message; --",
    [],
    {},
    [[]],
    [null],
  ),
  fc.json().map((text) => JSON.parse(text) as unknown),
  fc.record({ id: fc.oneof(fc.string(), fc.constant('\u0000'), fc.integer()) }).map((entry) => [entry]),
);
const payload = (names: readonly string[]) =>
  fc.dictionary(fc.constantFrom(...names), odd, { minKeys: 1, maxKeys: names.length });

/** Everything but a defect of the server. */
const answered = async (method: string, path: string, body?: unknown) => {
  const { status, text } = await ask(method, path, body);
  expect(status, `${method} ${path} ${JSON.stringify(body)}: ${text}`).toBeLessThan(500);
};

describe('whatever is sent', () => {
  it('is answered as a message', async () => {
    const names = ['subject', 'text', 'users', 'userGroups', 'organisationUnits', 'attachments'];
    await fc.assert(
      fc.asyncProperty(payload(names), async (body) => {
        await answered('POST', '/api/messageConversations', { subject: 'S', text: 'T', users: [{ id: uid }], ...body });
      }),
      { numRuns: 60 },
    );
  });

  it('is answered as a gateway', async () => {
    const names = [
      'name',
      'type',
      'urlTemplate',
      'configurationTemplate',
      'contentType',
      'useGet',
      'parameters',
      'password',
    ];
    await fc.assert(
      fc.asyncProperty(payload(names), async (body) => {
        await answered('POST', '/api/gateways', {
          type: 'http',
          name: 'G',
          urlTemplate: 'https://x.example.org',
          ...body,
        });
      }),
      { numRuns: 60 },
    );
    // Nothing of it is sent anywhere in what follows.
    await sql`delete from orderly.sms_gateway`.execute(server.db);
  });

  it('is answered as an SMS', async () => {
    await fc.assert(
      fc.asyncProperty(payload(['message', 'recipients']), async (body) => {
        await answered('POST', '/api/sms/outbound', { message: 'T', recipients: ['4712345678'], ...body });
      }),
      { numRuns: 40 },
    );
    await fc.assert(
      fc.asyncProperty(payload(['text', 'originator', 'gatewayid', 'receiveddate', 'smsencoding']), async (body) => {
        await answered('POST', '/api/sms/inbound', { text: 'T', originator: '4712345678', ...body });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['GET', '/api/messageConversations/%00'],
    ['GET', '/api/messageConversations?queryString=%00'],
    ['GET', '/api/messageConversations?filter=read:like:x&order=userMessages:asc'],
    ['GET', '/api/messageConversations?filter=messages:eq:x'],
    ['GET', '/api/messageConversations?fields=messages[sender[userRoles[users]]],userMessages[messages]'],
    ['POST', '/api/messageConversations/%00/read'],
    ['DELETE', '/api/messageConversations?mc=%00'],
    ['DELETE', '/api/messageConversations/%00/%00'],
    ['DELETE', '/api/messageConversations'],
    ['DELETE', '/api/sms/outbound?ids=%00'],
    ['DELETE', '/api/sms/inbound'],
    ['GET', '/api/sms/inbound?filter=smsstatus:gt:1&order=recipients:asc'],
    ['GET', '/api/sms/outbound/%00'],
    ['GET', '/api/gateways/%00'],
    ['PUT', '/api/gateways/default/%00'],
    ['POST', '/api/sms/outbound?recipient=%00&message=%00'],
    ['POST', '/api/sms/inbound?originator=%00&message=T'],
  ])('is answered: %s %s', async (method, path) => {
    await answered(method, path);
  });
});
