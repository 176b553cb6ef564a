import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { oldTracker } from '../../support/old-tracker.js';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata } from '../../support/tracker.js';

const server = testServer();
const { post } = oldTracker(server);
beforeAll(() => loadTrackerMetadata(server), 120_000);

const UNIT = 'g8upMTyEZGZ';
const event = (more: object = {}) => ({
  ...{ program: 'Zd2rkv8FsWq', programStage: 'jKLB23QZS4I', orgUnit: UNIT, eventDate: '2024-01-31' },
  ...more,
});
const person = { trackedEntityInstance: 'teiOfTests1', trackedEntityType: 'Q9GufDoplCL', orgUnit: UNIT };
const enrollment = {
  ...{ trackedEntityInstance: 'teiOfTests1', program: 'f1AyMswryyQ', orgUnit: UNIT },
  ...{ enrollmentDate: '2024-01-31', incidentDate: '2024-01-31' },
};

/** The messages of a job when it has ended, newest first, and its summary. */
async function ended(type: string, id: string) {
  for (;;) {
    const { json } = await server.request(`/api/system/tasks/${type}/${id}`);
    if (json[0]?.completed) {
      const { json: summary } = await server.request(`/api/system/taskSummaries/${type}/${id}`);
      return { messages: json as readonly { message: string; level: string }[], summary };
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

it.each([
  ['trackedEntityInstances', 'TEI_IMPORT', { trackedEntityInstances: [person] }, 'Importing tracked entities'],
  ['enrollments', 'ENROLLMENT_IMPORT', { enrollments: [enrollment] }, 'Importing enrollments'],
  ['events', 'EVENT_IMPORT', { events: [event({ event: 'evtOfTests1' })] }, 'Importing events'],
])('%s are imported as a job', async (resource, type, payload, first) => {
  const { status, json, headers } = await post(resource, payload, '?async=true');
  expect(status).toBe(200);
  expect(json).toMatchObject({
    status: 'OK',
    message: 'Initiated inMemoryEventImport',
    response: {
      responseType: 'JobConfiguration',
      name: 'inMemoryEventImport',
      jobType: type,
      relativeNotifierEndpoint: `/api/system/tasks/${type}/${json.response.id}`,
    },
  });
  expect(headers.get('location')).toBe(`${server.url}/api/system/tasks/${type}`);
  const { messages, summary } = await ended(type, json.response.id);
  expect([messages[0]?.message, messages.at(-2)?.message]).toEqual(['Import done', first]);
  expect(summary).toMatchObject({
    responseType: 'ImportSummaries',
    status: 'SUCCESS',
    imported: 1,
    total: 1,
    importOptions: { async: true, importStrategy: 'CREATE_AND_UPDATE' },
    importSummaries: [{ responseType: 'ImportSummary', status: 'SUCCESS', conflicts: [] }],
  });
  const { json: all } = await server.request(`/api/system/taskSummaries/${type}`);
  expect(all[json.response.id]).toEqual(summary);
});

it('a job whose objects are refused is done, and its summary tells why', async () => {
  const events = [
    event({ program: 'nowhereAtAl' }),
    event({ dataValues: [{ dataElement: 'BuZ5LGNfGEU', value: 'x' }] }),
  ];
  const { json } = await post('events', { events }, '?async=true&dryRun=true');
  const { messages, summary } = await ended('EVENT_IMPORT', json.response.id);
  expect(messages[0]).toMatchObject({ message: 'Import done', level: 'INFO' });
  expect(summary).toMatchObject({
    status: 'ERROR',
    ignored: 2,
    importSummaries: [
      { description: 'Event.program does not point to a valid program: nowhereAtAl' },
      { conflicts: [{ object: 'BuZ5LGNfGEU', value: 'value_not_numeric', errorCode: 'E1302' }] },
    ],
  });
});

it('a job that cannot do its work says so, and has a summary all the same', async () => {
  const run = await server.services.jobs.queue(server.db, {
    type: 'EVENT_IMPORT',
    name: 'inMemoryEventImport',
    requestedBy: 'nobodyAtAll',
  });
  const { messages, summary } = await ended('EVENT_IMPORT', run.uid);
  const reason = 'The user who asked for the import is not there any more.';
  expect(messages[0]).toMatchObject({ message: `Process failed: ${reason}`, level: 'ERROR' });
  expect(summary).toMatchObject({
    responseType: 'ImportSummaries',
    status: 'ERROR',
    importSummaries: [{ status: 'ERROR', description: `The import process failed: ${reason}` }],
  });
});

it('what cannot be read is told at once, not by a job', async () => {
  const { rows: before } = await sql`select from orderly.job_run`.execute(server.db);
  const { status } = await post('events', '{"events":"none"}', '?async=true');
  expect(status).toBe(415);
  const { status: again, json } = await post('events', { events: 'none' }, '?async=true');
  expect([again, json.status]).toEqual([400, 'ERROR']);
  const { rows: after } = await sql`select from orderly.job_run`.execute(server.db);
  expect(after).toHaveLength(before.length);
});
