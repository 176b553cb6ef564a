import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import {
  loadTrackerMetadata,
  TRACKER_FILES,
  trackerImports,
  trackerPayload,
  trackerText,
} from '../../support/tracker.js';
import { fresh, person } from '../../support/tracker-objects.js';

const server = testServer();
const { importing } = trackerImports(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('the payloads of the end-to-end tests', () => {
  const whole = TRACKER_FILES.filter((file) => !trackerText(file).includes('%id%'));

  it.each(whole)('%s is taken, each object as new', async (file) => {
    const { status, json, text } = await importing(trackerPayload(file), '&importStrategy=CREATE');
    expect(status, text.slice(0, 3000)).toBe(200);
    expect(json).toMatchObject({ status: 'OK', validationReport: { errorReports: [] } });
    expect(json.stats.created).toBe(json.stats.total);
  });

  it.each(whole)('%s is taken again, as changes', async (file) => {
    const payload = trackerPayload(file);
    const { status, json, text } = await importing(payload, '&atomicMode=OBJECT');
    expect(status, text.slice(0, 3000)).toBe(200);
    const named = [payload.trackedEntities ?? [], payload.enrollments ?? [], payload.events ?? []].flat();
    const known = named.filter((one: Record<string, unknown>) => one.trackedEntity ?? one.enrollment ?? one.event);
    expect(json.stats.updated).toBeGreaterThanOrEqual(known.length);
  });

  it.each(['enrollments/enrollment.json', 'events/event.json'])(
    '%s is taken with the uid that it lacks',
    async (file) => {
      const uid = fresh('Ent');
      if (file.startsWith('enrollments')) await importing({ trackedEntities: [person({ trackedEntity: uid })] });
      const { status, json, text } = await importing(JSON.parse(trackerText(file).replace('%id%', uid)));
      expect(status, text).toBe(200);
      expect(json.stats).toMatchObject({ created: 1, total: 1 });
    },
  );
});
