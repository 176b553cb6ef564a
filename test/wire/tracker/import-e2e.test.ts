import { beforeAll, describe, expect, it } from 'vitest';
import { testServer } from '../../support/server.js';
import {
  loadTrackerMetadata,
  TRACKER_FILES,
  trackerImports,
  trackerPayload,
  trackerText,
} from '../../support/tracker.js';

const server = testServer();
const { importing } = trackerImports(server);

beforeAll(async () => {
  await loadTrackerMetadata(server);
});

describe('the payloads of the end-to-end tests', () => {
  const files = TRACKER_FILES.filter((file) => !trackerText(file).includes('%id%'));

  it.each(files)('%s is taken, each object as new', async (file) => {
    const { status, json, text } = await importing(trackerPayload(file), '&importStrategy=CREATE');
    expect(status, text.slice(0, 3000)).toBe(200);
    expect(json).toMatchObject({ status: 'OK', validationReport: { errorReports: [] } });
    expect(json.stats.created).toBe(json.stats.total);
  });
});
