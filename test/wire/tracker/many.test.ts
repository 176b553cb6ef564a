import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, rowsOf, trackerImports } from '../../support/tracker.js';
import { family } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { all, one } = rowsOf(server);

const TABLES = [
  'trackedentity',
  'trackedentityattributevalue',
  'trackedentityprogramowner',
  'enrollment',
  'event',
  'eventchangelog',
];

beforeAll(async () => {
  await loadTrackerMetadata(server);
  // Each row keeps whether its references were looked up when it was put in.
  for (const table of TABLES)
    await all(`alter table ${table} add column looked_up text default current_setting('session_replication_role')`);
});

async function importFamilies(number: number): Promise<readonly unknown[]> {
  const families = Array.from({ length: number }, family);
  const { json } = await importing({ trackedEntities: families.flatMap(({ payload }) => payload.trackedEntities) });
  expect(json.stats).toMatchObject({ created: 3 * number, total: 3 * number });
  const [first] = families;
  return await all(`
    select owner.looked_up as owner, enrollment.looked_up as enrollment, entity.looked_up as entity, event.looked_up as event,
      (select string_agg(distinct value.looked_up, ' ') from trackedentityattributevalue value where value.trackedentityid = entity.trackedentityid) as values,
      (select string_agg(distinct log.looked_up, ' ') from eventchangelog log where log.eventid = event.eventid) as log
    from event join enrollment using (enrollmentid) join trackedentity entity using (trackedentityid) join trackedentityprogramowner owner using (trackedentityid)
    where event.uid = '${first?.event}'
  `);
}

describe('what new rows refer to', () => {
  it('is held once when they are many', async () => {
    const held = 'replica';
    expect(await importFamilies(500)).toEqual([
      { owner: held, enrollment: held, entity: held, event: held, values: held, log: held },
    ]);
    expect(await one(`select current_setting('session_replication_role') as role`)).toEqual({ role: 'origin' });
  });

  it('is looked up for each when they are few', async () => {
    const each = 'origin';
    expect(await importFamilies(2)).toEqual([
      { owner: each, enrollment: each, entity: each, event: each, values: each, log: each },
    ]);
  });
});
