import { describe, expect, it } from 'vitest';
import { element, importsOf } from '../../support/imports.js';
import { testServer } from '../../support/server.js';

const server = testServer();
const { importing } = importsOf({ request: (...args) => server.request(...args) });

const read = async (path: string) => (await server.request(`/api/${path}`)).json;

/** Waits until a job has ended. */
async function ended(endpoint: string): Promise<void> {
  for (;;) {
    const [last] = (await server.request(endpoint)).json;
    if (last.completed) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('async=true', () => {
  it.each([
    ['good', [{ ...element({}, 'Later'), id: 'OptionsH001' }], 'OK', { created: 1, ignored: 0 }],
    ['bad', [{ id: 'OptionsH002' }], 'ERROR', { created: 0, ignored: 1 }],
    ['unstorable', [{ name: 'a\u0000\ud800', id: 'OptionsH003' }], 'ERROR', { created: 0, ignored: 1 }],
  ])('a %s payload is imported as a job', async (_name, dataElements, status, stats) => {
    const started = await importing({ dataElements }, '?async=true&importReportMode=FULL');
    expect([started.status, started.json], started.text).toMatchObject([
      200,
      {
        message: expect.stringMatching(/^Initiated METADATA_IMPORT/),
        response: { responseType: 'JobConfiguration', jobType: 'METADATA_IMPORT' },
      },
    ]);
    const { id, relativeNotifierEndpoint } = started.json.response;
    expect(relativeNotifierEndpoint).toBe(`/api/system/tasks/METADATA_IMPORT/${id}`);
    await ended(relativeNotifierEndpoint);
    const summary = await read(`system/taskSummaries/METADATA_IMPORT/${id}`);
    expect(summary).toMatchObject({
      status,
      stats,
      importParams: {
        importMode: 'COMMIT',
        importReportMode: 'FULL',
        importStrategy: 'CREATE_AND_UPDATE',
        atomicMode: 'ALL',
      },
    });
    expect(summary.typeReports[0].objectReports[0].uid).toBe(dataElements[0]?.id);
    expect((await server.request(`/api/dataElements/${dataElements[0]?.id}`)).status).toBe(status === 'OK' ? 200 : 404);
  });
});

describe('an import that is refused as a whole', () => {
  it('has a summary, too, when it is a job', async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `OptionI${String(index).padStart(4, '0')}`);
    const category = (id: string) => ({
      id,
      name: id,
      shortName: id,
      categoryOptions: ids.map((option) => ({ id: option })),
    });
    const [first, second] = ['OptionsI001', 'OptionsI002'];
    const body = {
      categoryOptions: ids.map((id) => ({ id, name: id, shortName: id })),
      categories: [category(first), category(second)],
      categoryCombos: [{ id: 'OptionsI003', name: 'I3', categories: [{ id: first }, { id: second }] }],
    };
    const started = await importing(body, '?async=true');
    const { id, relativeNotifierEndpoint } = started.json.response;
    await ended(relativeNotifierEndpoint);
    expect(await read(`system/taskSummaries/METADATA_IMPORT/${id}`)).toMatchObject({
      status: 'ERROR',
      message: expect.stringContaining('90000'),
      stats: { created: 0, ignored: 303, total: 303 },
    });
  });
});
