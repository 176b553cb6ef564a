import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, rowsOf, trackerImports } from '../../support/tracker.js';
import { enrolled, family, fresh, person, single, T } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);
const { all } = rowsOf(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('imports at the same time', () => {
  it('of the same new objects create them once', async () => {
    const { payload } = family();
    const more = Array.from({ length: 40 }, () => family().payload.trackedEntities[0]);
    const both = { trackedEntities: [...payload.trackedEntities, ...more] };
    const turned = { trackedEntities: both.trackedEntities.toReversed() };
    const answers = await Promise.all([importing(both), importing(turned), importing(both), importing(turned)]);
    expect(answers.map(({ status, text }) => [status, status === 200 ? '' : text])).toEqual(
      answers.map(() => [200, '']),
    );
    const created = answers.reduce((sum, { json }) => sum + json.stats.created, 0);
    const updated = answers.reduce((sum, { json }) => sum + json.stats.updated, 0);
    expect([created, updated]).toEqual([41 * 3, 3 * 41 * 3]);
  });

  it('of a value that must be unique take it once', async () => {
    await sql`update trackedentityattribute set uniquefield = true where uid = ${T.age}`.execute(server.db);
    const bearer = () => ({ trackedEntities: [person({ attributes: [{ attribute: T.age, value: '99' }] })] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => importing(bearer())));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
  });

  it('of one tracked entity enroll it once', async () => {
    const entity = fresh('Ent');
    await importing({ trackedEntities: [person({ trackedEntity: entity })] });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => importing({ enrollments: [enrolled({ trackedEntity: entity })] })),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
  });

  it('of the first events of a program make its enrollment once', async () => {
    await sql`delete from event_notes; delete from eventchangelog; delete from event where enrollmentid in (select enrollmentid from enrollment where trackedentityid is null);
      delete from enrollment where trackedentityid is null`.execute(server.db);
    const answers = await Promise.all(Array.from({ length: 5 }, () => importing({ events: [single()] })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(await all('select from enrollment where trackedentityid is null')).toHaveLength(1);
  });
});
