import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import { loadTrackerMetadata } from '../../support/tracker.js';
import { family, single } from '../../support/tracker-objects.js';
import { makeUsers } from '../../support/users.js';

const server = testServer();
const { make } = makeUsers(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('async', () => {
  const start = async (body: unknown, query = '') => {
    const { status, json } = await server.request(`/api/tracker${query === '' ? '' : `?${query}`}`, {
      method: 'POST',
      body,
    });
    expect(status, JSON.stringify(json)).toBe(200);
    return json;
  };
  const ended = async (id: string) => {
    for (;;) {
      const { json } = await server.request(`/api/tracker/jobs/${id}`);
      if (json[0]?.completed) return json;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  };

  it('is a job with messages and a report, under both addresses', async () => {
    const { entity, payload } = family();
    const answer = await start(payload);
    const { id } = answer.response;
    expect(answer).toEqual({
      httpStatus: 'OK',
      httpStatusCode: 200,
      status: 'OK',
      message: 'Tracker job added',
      response: { responseType: 'TrackerJob', id, location: `${server.url}/api/tracker/jobs/${id}` },
    });
    const messages = await ended(id);
    expect(messages[0]).toMatchObject({
      category: 'TRACKER_IMPORT_JOB',
      level: 'INFO',
      completed: true,
      message: 'Import complete with status OK, 3 created, 0 updated, 0 deleted, 0 ignored',
    });
    expect((await server.request(`/api/system/tasks/TRACKER_IMPORT_JOB/${id}`)).json[0].message).toBe(
      messages[0].message,
    );
    const { json } = await server.request(`/api/tracker/jobs/${id}/report?reportMode=full`);
    expect(json).toMatchObject({ status: 'OK', stats: { created: 3 } });
    expect(json.bundleReport.typeReportMap.TRACKED_ENTITY.objectReports[0].uid).toBe(entity);
    expect((await server.request(`/api/system/taskSummaries/TRACKER_IMPORT_JOB/${id}`)).json).toEqual(json);
  });

  it('has a report of its errors, too', async () => {
    const { response } = await start({ events: [single({ orgUnit: 'x' })] }, 'atomicMode=ALL');
    await ended(response.id);
    const { status, json } = await server.request(`/api/tracker/jobs/${response.id}/report`);
    expect([status, json.status, json.validationReport.errorReports[0].errorCode]).toEqual([200, 'ERROR', 'E1011']);
  });

  it('refuses what cannot be read at once', async () => {
    const { status } = await server.request('/api/tracker', { method: 'POST', body: { events: [{ event: 'x' }] } });
    expect(status).toBe(400);
  });

  it('is nobody else’s to follow', async () => {
    const { response } = await start({ events: [single()] });
    await ended(response.id);
    const { login } = await make([]);
    expect((await server.request(`/api/tracker/jobs/${response.id}`, { user: login })).json).toEqual([]);
    expect((await server.request(`/api/tracker/jobs/${response.id}/report`, { user: login })).status).toBe(404);
  });

  it('knows no report of a job that there is not', async () => {
    const { status, json } = await server.request('/api/tracker/jobs/NobodyAtAll/report');
    expect([status, json.message]).toEqual([404, 'Summary for job NobodyAtAll does not exist']);
  });
});
