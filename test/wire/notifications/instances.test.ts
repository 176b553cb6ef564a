import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const PATH = '/api/programNotificationInstances';
let [event, enrollment] = ['', ''];

beforeAll(async () => {
  const { rows } = await sql<{ event: string; enrollment: string }>`
    select event.uid as event, enrollment.uid as enrollment
    from event join enrollment on enrollment.enrollmentid = event.enrollmentid
    where not event.deleted and not enrollment.deleted order by event.eventid limit 1
  `.execute(server.db);
  event = rows[0]?.event ?? '';
  enrollment = rows[0]?.enrollment ?? '';
  await sql`
    insert into programnotificationinstance (programnotificationinstanceid, uid, created, lastupdated, name, eventid, enrollmentid, scheduledat, sentat, programnotificationtemplatesnapshot)
    select given.id, given.uid, timestamp '2026-01-01' + make_interval(days => given.id), '2026-02-02', 'Message',
      (select eventid from event where uid = ${event} and given.about = 'event'),
      (select enrollmentid from enrollment where uid = ${enrollment} and given.about = 'enrollment'), given.scheduled::timestamp,
      given.sent::timestamp, '{"uid": "Template001"}'
    from (values
      (1, 'Instance001', 'event', '2026-03-15 00:00', '2026-03-15 02:00:00.25'),
      (2, 'Instance002', 'enrollment', '2026-03-15 23:59', null),
      (3, 'Instance003', 'event', '2026-03-16 00:00', null)
    ) as given (id, uid, about, scheduled, sent)
  `.execute(server.db);
});

const ids = async (query: string): Promise<readonly string[]> => {
  const { status, json, text } = await server.request(`${PATH}?${query}`);
  expect(status, text).toBe(200);
  return json.programNotificationInstances.map(({ id }: { readonly id: string }) => id);
};

describe('messages of program rules', () => {
  it('are listed, newest first', async () => {
    const { status, json } = await server.request(PATH);
    expect(status).toBe(200);
    expect(json.pager).toEqual({ page: 1, total: 3, pageSize: 50, pageCount: 1 });
    expect(json.programNotificationInstances.map(({ id }: { readonly id: string }) => id)).toEqual([
      'Instance003',
      'Instance002',
      'Instance001',
    ]);
    expect(json.programNotificationInstances[2]).toEqual({
      id: 'Instance001',
      name: 'Message',
      created: '2026-01-02T00:00:00.000',
      lastUpdated: '2026-02-02T00:00:00.000',
      scheduledAt: '2026-03-15T00:00:00.000',
      sentAt: '2026-03-15T02:00:00.250',
      programNotificationTemplateSnapshot: { uid: 'Template001' },
      event: { id: event },
    });
    expect(json.programNotificationInstances[1].enrollment).toEqual({ id: enrollment });
  });

  it('are found by what they are about and when they are sent', async () => {
    expect(await ids(`event=${event}`)).toEqual(['Instance003', 'Instance001']);
    expect(await ids(`programStageInstance=${event}`)).toEqual(['Instance003', 'Instance001']);
    expect(await ids(`enrollment=${enrollment}`)).toEqual(['Instance002']);
    expect(await ids(`programInstance=${enrollment}`)).toEqual(['Instance002']);
    expect(await ids('scheduledAt=2026-03-15')).toEqual(['Instance002', 'Instance001']);
    expect(await ids('scheduledAt=2026-03-15T23:59')).toEqual(['Instance002']);
    expect(await ids(`scheduledAt=2026-03-16&event=${event}`)).toEqual(['Instance003']);
  });

  it('come in pages', async () => {
    const { json } = await server.request(`${PATH}?pageSize=2&page=2`);
    expect(json).toMatchObject({ pager: { page: 2, total: 3, pageSize: 2, pageCount: 2 } });
    expect(await ids('pageSize=2&page=2')).toEqual(['Instance001']);
    const all = await server.request(`${PATH}?paging=false`);
    expect(all.json.pager).toBeUndefined();
    expect(all.json.programNotificationInstances).toHaveLength(3);
  });

  it.each([
    ['event=Nothing0001', 404],
    ['enrollment=Nothing0001', 404],
    ['event=short', 400],
    ['scheduledAt=soon', 400],
  ])('cannot be asked for by %s', async (query, status) => {
    expect((await server.request(`${PATH}?${query}`)).status).toBe(status);
  });

  it('cannot be asked for by two names of one thing', async () => {
    expect((await server.request(`${PATH}?event=${event}&programStageInstance=${event}`)).status).toBe(400);
  });

  it('are for super users', async () => {
    const { login } = await users.make(['F_PROGRAM_PUBLIC_ADD']);
    expect((await server.request(PATH, { user: login })).status).toBe(403);
    expect((await server.request(`${PATH}/Instance003`, { user: login, method: 'DELETE' })).status).toBe(403);
  });

  it('can be taken back', async () => {
    expect((await server.request(`${PATH}/Instance003`, { method: 'DELETE' })).status).toBe(204);
    expect(await ids('')).toEqual(['Instance002', 'Instance001']);
    expect((await server.request(`${PATH}/Instance003`, { method: 'DELETE' })).status).toBe(404);
  });
});
