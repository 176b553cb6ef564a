import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { asOld, oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata, trackerPayload, trackerText } from '../../support/tracker.js';

const server = testServer();
const { post } = oldTracker(server);
beforeAll(() => loadTrackerMetadata(server), 120_000);

const COUNT = { imported: 0, updated: 0, ignored: 0, deleted: 0 };

describe('payloads of the end-to-end tests in the old form', () => {
  it.each([
    'trackedEntities/trackedEntities.json',
    'trackedEntities/trackedEntitiesWithEnrollmentsAndEvents.json',
    'trackedEntities/trackedEntityWithEnrollmentAndAttributes.json',
    'trackedEntities/trackedEntityWithEnrollmentAndEventsNested.json',
    'trackedEntities/trackedEntityWithEnrollments.json',
    'trackedEntities/trackedEntity.json',
  ])('%s', async (file) => {
    const payload = asOld(trackerPayload(file));
    const { status, json, text, headers } = await post('trackedEntityInstances', payload);
    expect(status, text.slice(0, 300)).toBe(200);
    const many = payload.trackedEntityInstances.length;
    expect(json).toMatchObject({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Import was successful.',
      response: { responseType: 'ImportSummaries', status: 'SUCCESS', imported: many, ignored: 0, total: many },
    });
    const { importSummaries } = json.response;
    for (const [index, one] of payload.trackedEntityInstances.entries()) {
      const summary = importSummaries[index];
      expect(summary).toMatchObject({ status: 'SUCCESS', importCount: { ...COUNT, imported: 1 }, conflicts: [] });
      const [enrollments, events] = [one.enrollments ?? [], one.enrollments?.[0]?.events ?? []];
      expect(summary.enrollments).toMatchObject({ imported: enrollments.length, total: enrollments.length });
      if (enrollments.length > 0)
        expect(summary.enrollments.importSummaries[0].events).toMatchObject({ imported: events.length });
      expect(summary.href).toBe(`${server.url}/api/trackedEntityInstances/${summary.reference}`);
    }
    if (many === 1) expect(headers.get('location')).toBe(importSummaries[0].href);
    else expect(headers.get('location')).toBeNull();
  });

  it('takes relationships that stand in a tracked entity, whichever of the two it is', async () => {
    const payload = asOld(trackerPayload('trackedEntities/trackedEntitiesWithRelationship.json'));
    const { status, json, text } = await post('trackedEntityInstances', payload);
    expect(status, text.slice(0, 300)).toBe(200);
    expect(json.response.importSummaries[0].relationships).toMatchObject({ status: 'SUCCESS', imported: 1, total: 1 });
    const { rows } = await sql`select from relationship`.execute(server.db);
    expect(rows).toHaveLength(1);
  });

  it('takes events, and takes them again as updates', async () => {
    const payload = asOld(trackerPayload('events/events.json'));
    for (const count of ['imported', 'updated']) {
      const { status, json, text } = await post('events', payload);
      expect(status, text.slice(0, 300)).toBe(200);
      expect(json.response).toMatchObject({ status: 'SUCCESS', [count]: 4, total: 4 });
    }
    const { rows } = await sql<{ values: number }>`
      select (select count(*)::int from jsonb_object_keys(event.eventdatavalues)) as values from event
      where event.uid = 'XVPPQHHIE1q'
    `.execute(server.db);
    expect(rows).toEqual([{ values: 6 }]);
  });

  it('takes an enrollment of a tracked entity that is there', async () => {
    const text = trackerText('enrollments/enrollment.json').replace('%id%', 'JjZ2Nwds92P');
    const { status, json } = await post('enrollments', asOld(JSON.parse(text)));
    expect(status).toBe(200);
    expect(json.response.importSummaries[0]).toMatchObject({
      status: 'SUCCESS',
      importCount: { ...COUNT, imported: 1 },
      enrollments: null,
      events: { total: 0, importSummaries: [] },
      relationships: null,
    });
  });

  it('takes an event as CSV, with the columns of the old form', async () => {
    const body = trackerText('events/event.csv').replace('%id%', 'csvEvent001').replace('occurredAt', 'eventDate');
    const { status, json, text } = await server.request('/api/events?skipFirst=true', {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/csv' },
    });
    expect(status, text.slice(0, 300)).toBe(200);
    expect(json.response.importSummaries).toMatchObject([{ reference: 'csvEvent001', status: 'SUCCESS' }]);
  });
});
