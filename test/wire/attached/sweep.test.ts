import { describe, expect, it } from 'vitest';
import { contentsOf } from '../../support/dhis2/contents.js';
import { DHIS2_VERSIONS, onDatabase } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';
import { catalogueOf } from '../../support/dhis2/trial.js';

type Server = ReturnType<typeof attachedServer>;

/** All that a DHIS2 has in its database, contents and shape. */
const dhis2In = async (name: string) => ({
  contents: await contentsOf(name),
  shape: Object.fromEntries(Object.entries(await catalogueOf(name)).filter(([table]) => table.startsWith('public.'))),
});

interface Operation {
  readonly method: string;
  readonly path: string;
}

async function operations(server: Server, methods: readonly string[]): Promise<readonly Operation[]> {
  const { json } = await server.request('/api/openapi.json');
  return Object.entries(json.paths as Record<string, object>).flatMap(([path, operation]) =>
    Object.keys(operation)
      .filter((method) => methods.includes(method))
      .map((method) => ({ method: method.toUpperCase(), path })),
  );
}

/** Sends some requests at a time. */
async function inTurn<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  await Promise.all(
    Array.from({ length: 6 }, async () => {
      for (const item of rest) await work(item);
    }),
  );
}

/** Errors of statements that the tables do not fit come with their state, whatever the status. */
const MISFIT = /SqlState/;

/** Needs analytics tables, which nobody has made. */
const WITHOUT_TABLES = /^\/api\/analytics\/outlierDetection/;

describe.each(versionsOf(DHIS2_VERSIONS, '2.43'))('beside DHIS2 %s', (version) => {
  let before: Awaited<ReturnType<typeof dhis2In>> | undefined;
  const server = attachedServer(version, {
    prepare: async (name) => {
      before = await dhis2In(name);
    },
  });

  it('everything that can be read without parameters is read, and every type by its uid', async () => {
    const failures: string[] = [];
    const read = async (path: string) => {
      const { status, text, json } = await server.request(path);
      if (status >= 500 || (MISFIT.test(text) && !WITHOUT_TABLES.test(path)))
        failures.push(`${path}: ${status} ${text.slice(0, 300)}`);
      return json;
    };
    const paths = (await operations(server, ['get'])).map(({ path }) => path);
    await inTurn(
      paths.filter((path) => !path.includes('{')),
      read,
    );
    await inTurn(
      paths.flatMap((path) => /^\/api\/(\w+)\/\{uid\}$/.exec(path)?.[1] ?? []),
      async (type) => {
        const list = await read(`/api/${type}?pageSize=1&fields=id`);
        const uid = list?.[type]?.[0]?.id;
        if (uid !== undefined) await read(`/api/${type}/${uid}`);
      },
    );
    expect(failures).toEqual([]);
  }, 120_000);

  it('Housekeeping runs', async () => {
    await server.request('/api/jobConfigurations/DHIS2rocks1/execute', { method: 'POST' });
    const states = async () =>
      (await server.request('/api/jobConfigurations/DHIS2rocks1?fields=lastExecutedStatus')).json.lastExecutedStatus;
    await expect.poll(states).toBe('COMPLETED');
  });

  it('nothing of DHIS2 is other than before, and after the stop only what is Orderly’s own is left', async () => {
    expect(await dhis2In(server.name)).toEqual(before);
    await server.stop();
    expect(await dhis2In(server.name)).toEqual(before);
    const schemas = await onDatabase(
      server.name,
      async (client) =>
        (await client.query("select nspname from pg_namespace where nspname like 'orderly%' order by 1")).rows,
    );
    expect(schemas).toEqual([{ nspname: 'orderly' }, { nspname: 'orderly_agg' }]);
  });
});

/** Two of what all types of metadata have alike. */
function few(all: readonly Operation[]): readonly Operation[] {
  const shapeOf = ({ method, path }: Operation): string => `${method} ${path.replace(/^\/api\/\w+/, '')}`;
  const found = new Map<string, number>();
  return all.filter((operation) => {
    const before = found.get(shapeOf(operation)) ?? 0;
    found.set(shapeOf(operation), before + 1);
    return before < 2;
  });
}

describe('what changes something', () => {
  const server = attachedServer('2.42');

  /** What is done here: logging in, maintenance, tables, roll-ups and their settings, integrity and validation, jobs, messages of jobs. */
  const DONE_HERE = [
    /^\/dhis-web-commons-security\/log(in|out)\.action$/,
    /^\/api\/auth(entication)?\/login$/,
    /^\/api\/(maintenance|resourceTables|dataIntegrity|dataStatistics)\b/,
    /^\/(aggregates|aggregate-batch|org)\//,
    /^\/api\/(aggregates|aggregateOrganizations|systemSettings)\b/,
    /^\/api\/(jobConfigurations|scheduler\/queues|scheduling\/cancel|system\/tasks)\b/,
    /^\/api\/sqlViews\/\{uid\}\/(execute|refresh)$/,
    /^\/api\/(validationResults\b|dataAnalysis\/validationRules$)/,
    /^\/api\/(indicators|validationRules|predictors)\/(expression|skipTest)\/description$/,
  ];
  const METHODS = ['post', 'put', 'patch', 'delete'];

  it('is refused before its body is read unless it is done here', async () => {
    const all = await operations(server, METHODS);
    const left = few(all.filter(({ path }) => !DONE_HERE.some((pattern) => pattern.test(path))));
    expect(left.length).toBeGreaterThan(100);
    const others: string[] = [];
    await inTurn(left, async ({ method, path }) => {
      const url = path.replace(/\{[^}]*\}/g, 'abcdefghij1');
      const headers = { 'content-type': 'application/json' };
      const { status, text } = await server.request(url, { method, body: '{', headers });
      if (status !== 409 || !text.includes('leaves this to it')) others.push(`${method} ${path}: ${status} ${text}`);
    });
    expect(others).toEqual([]);
  }, 120_000);

  it('is asked for who it is first', async () => {
    const body = { name: 'x' };
    expect((await server.request('/api/dataElements', { method: 'POST', body, user: null })).status).toBe(401);
    expect((await server.request('/api/dataElements', { method: 'POST', body, user: 'admin:wrong' })).status).toBe(401);
  });
});
