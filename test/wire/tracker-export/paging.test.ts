import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { statementsDuring } from '../../support/statements.js';

const server = testServer({ demo: true });
let type = '';
let number = '';
let name = '';

beforeAll(async () => {
  const { rows } = await sql<{ type: string; number: string; name: string }>`
    select
      (select uid from trackedentitytype) as type, (select uid from trackedentityattribute where name = 'Given name') as name,
      (
        select element.uid from dataelement as element join programstagedataelement as link using (dataelementid)
        where valuetype = 'NUMBER' order by link.sort_order limit 1
      ) as number
  `.execute(server.db);
  ({ type = '', number = '', name = '' } = rows[0] ?? { type: '', number: '', name: '' });
});
const get = async (path: string) => {
  const { status, json, text } = await server.request(`/api/tracker/${path}`);
  expect(status, text).toBe(200);
  return json;
};
const uidsOf = (json: { readonly events: readonly { readonly event: string }[] }) =>
  json.events.map(({ event }) => event);

describe('pages', () => {
  it('have fifty objects, the newest first, and lead to the next', async () => {
    const first = await get('events?fields=event');
    expect(first.pager).toEqual({
      page: 1,
      pageSize: 50,
      nextPage: `${server.url}/api/tracker/events?fields=event&page=2`,
    });
    const second = await (await server.request(first.pager.nextPage.slice(server.url.length))).json;
    expect(second.pager).toMatchObject({ page: 2, prevPage: `${server.url}/api/tracker/events?fields=event&page=1` });
    const { rows } = await sql<{ uid: string }>`
      select uid from event where not deleted order by eventid desc limit 100
    `.execute(server.db);
    expect([...uidsOf(first), ...uidsOf(second)]).toEqual(rows.map(({ uid }) => uid));
  });

  it('say how many there are when they are asked, and end', async () => {
    const { pager, events } = await get('events?pageSize=1000&page=5&totalPages=true&fields=event');
    const { rows } = await sql<{ count: number }>`select count(*) as count from event where not deleted`.execute(
      server.db,
    );
    const total = rows[0]?.count ?? 0;
    expect(pager).toMatchObject({ total, pageCount: 5 });
    expect(pager).not.toHaveProperty('nextPage');
    expect(events).toHaveLength(total - 4_000);
    expect((await get('events?page=2000000000&pageSize=2')).events).toEqual([]);
  });

  it('are not made of what is wanted whole', async () => {
    const all = await get('events?paging=false&fields=event');
    expect(Object.keys(all)).toEqual(['events']);
    expect(uidsOf(all)).toEqual(uidsOf(await get('events?skipPaging=true&fields=event')));
    expect(uidsOf(await get('events?paging=false&fields=event&order=createdAt:asc')).toSorted()).toEqual(
      uidsOf(all).toSorted(),
    );
    expect(uidsOf(await get('events?paging=false&fields=event&occurredAfter=2100-01-01'))).toEqual([]);
    const entities = await get(`trackedEntities?trackedEntityType=${type}&paging=false`);
    const enrollments = await get('enrollments?paging=false&fields=*');
    expect([entities.trackedEntities.length, enrollments.enrollments.length]).toEqual([988, 980]);
  });
});

describe('order', () => {
  const values = async (path: string, plural: string, value: (object: never) => unknown) =>
    ((await get(path))[plural] as never[]).map(value);

  it.each(['occurredAt', 'scheduledAt', 'createdAt', 'updatedAt', 'enrolledAt', 'completedAt'])(
    'of events by %s',
    async (field) => {
      const shown = field === 'enrolledAt' ? 'event,enrollment' : `event,${field}`;
      const up = await get(`events?order=${field}&pageSize=5000&fields=${shown}`);
      const down = await get(`events?order=${field}:DESC&pageSize=5000&fields=${shown}`);
      expect(uidsOf(up).toSorted()).toEqual(uidsOf(down).toSorted());
      if (field === 'enrolledAt') return;
      const of = (json: { events: Record<string, string>[] }) => json.events.flatMap((event) => event[field] ?? []);
      expect(of(up).length).toBeGreaterThan(1_000);
      expect(of(up)).toEqual(of(up).toSorted());
      expect(of(down)).toEqual(of(up).toReversed());
    },
  );

  it('of events by a data element that is a number', async () => {
    const sorted = await values(
      `events?order=${number}:desc,event&pageSize=200&filter=${number}&fields=dataValues`,
      'events',
      ({ dataValues }: { dataValues: { dataElement: string; value: string }[] }) =>
        Number(dataValues.find(({ dataElement }) => dataElement === number)?.value),
    );
    expect(sorted.length).toBe(200);
    expect(sorted).toEqual((sorted as number[]).toSorted((a, b) => b - a));
  });

  it('of tracked entities by an attribute, and by when they were enrolled', async () => {
    const path = `trackedEntities?trackedEntityType=${type}&pageSize=100`;
    const names = await values(
      `${path}&order=${name}`,
      'trackedEntities',
      ({ attributes }: { attributes: { attribute: string; value: string }[] }) =>
        attributes.find(({ attribute }) => attribute === name)?.value,
    );
    expect(names[0]).toBe('Client 000001');
    expect(names).toEqual((names as string[]).toSorted());
    const enrolled = await values(
      `${path}&order=enrolledAt:asc&fields=enrollments[enrolledAt]`,
      'trackedEntities',
      ({ enrollments }: { enrollments: { enrolledAt: string }[] }) => enrollments[0]?.enrolledAt,
    );
    const dated = enrolled.filter((date) => date !== undefined) as string[];
    expect(dated).toEqual(dated.toSorted());
  });
});

/** The statements that the server sends while it answers. */
/** What is read now and then only, such as settings, or by the node for itself, comes with some of the requests: the fewest are those of the request. */
async function statementsOf(path: string): Promise<number> {
  const counts: number[] = [];
  for (let turn = 0; turn < 3; turn += 1) counts.push(await statementsOnce(path));
  return Math.min(...counts);
}

async function statementsOnce(path: string): Promise<number> {
  await server.request('/api/system/ping');
  return (await statementsDuring(server, () => get(path))).length;
}

it('a page with everything in it costs as many statements however large it is', async () => {
  for (const path of [
    'events?fields=*',
    'enrollments?fields=*',
    `trackedEntities?trackedEntityType=${type}&fields=*`,
  ]) {
    const small = await statementsOf(`${path}&pageSize=2`);
    expect(await statementsOf(`${path}&pageSize=300`)).toBe(small);
    expect(small).toBeGreaterThan(0);
    expect(small).toBeLessThanOrEqual(6);
  }
});
