import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { jobsOf } from '../support/jobs.js';
import { testServer } from '../support/server.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);
const READER = 'user003:District1!';
const PATH = '/api/dataIntegrity';

const get = async (path: string) => (await server.request(path)).json;
/** Starts a run and waits for its end. */
async function run(path: string, body?: unknown) {
  const started = await server.request(path, { method: 'POST', ...(body !== undefined && { body }) });
  expect(started.status, started.text).toBe(200);
  const { relativeNotifierEndpoint } = started.json.response;
  await expect.poll(async () => (await get(relativeNotifierEndpoint))[0].completed, { timeout: 60_000 }).toBe(true);
  return { ...started, messages: await get(relativeNotifierEndpoint) };
}

describe('the list of checks', () => {
  it('says what each of them is about, to every user', async () => {
    const { status, json } = await server.request(PATH, { user: READER });
    expect(status).toBe(200);
    expect(json.find(({ name }: { readonly name: string }) => name === 'categories_no_options')).toEqual({
      name: 'categories_no_options',
      displayName: 'Categories without options',
      section: 'Categories',
      sectionOrder: 1,
      severity: 'WARNING',
      description: expect.any(String),
      introduction: expect.any(String),
      recommendation: expect.any(String),
      issuesIdType: 'categories',
      isSlow: false,
      isProgrammatic: false,
      code: 'CNO',
    });
  });

  it.each([
    ['checks=categories-no-options', ['categories_no_options']],
    ['checks=CNO', ['categories_no_options']],
    ['checks=Categories_No_Options,DE', ['categories_no_options', 'datasets_empty']],
    ['checks=datasets_*', 4],
    ['section=Data%20sets&slow=false', 4],
    ['slow=true&programmatic=false', 4],
    ['programmatic=true', 8],
  ])('is shortened by %s', async (query, expected) => {
    const names = (await get(`${PATH}?${query}`)).map(({ name }: { readonly name: string }) => name);
    if (typeof expected === 'number') expect(names).toHaveLength(expected);
    else expect(names).toEqual(expected);
  });

  it('knows no other names, and says so unless it is to pass over them', async () => {
    const unknown = await server.request(`${PATH}?checks=nothing,CNO,no_way`);
    expect([unknown.status, unknown.json.message]).toEqual([400, 'There are no such checks: nothing, no_way.']);
    expect(await get(`${PATH}?checks=nothing&strict=false`)).toEqual([]);
    const start = await server.request(`${PATH}/summary?checks=nothing`, { method: 'POST' });
    expect(start.status).toBe(400);
    expect((await server.request(`${PATH}/summary`, { method: 'POST', body: { checks: 1 } })).status).toBe(400);
  });
});

describe('a run', { timeout: 90_000 }, () => {
  it('that counts gives every check that is not slow a result younger than the answer', async () => {
    const { headers, json, messages } = await run(`${PATH}/summary`);
    expect(headers.get('location')).toBe(`${server.url}${PATH}/summary`);
    expect(json.response).toMatchObject({ jobType: 'DATA_INTEGRITY', jobParameters: { type: 'SUMMARY' } });
    expect(messages[0].message).toMatch(/^Data integrity checks completed in \d+\.\d\d seconds\.$/);
    const quick = (await get(`${PATH}?slow=false`)).map(({ name }: { readonly name: string }) => name);
    const summary = await get(`${PATH}/summary`);
    expect(Object.keys(summary).sort()).toEqual([...quick].sort());
    for (const name of quick) {
      const { startTime, finishedTime, count, error } = summary[name];
      expect(error, name).toBeUndefined();
      expect(count, name).toBeGreaterThanOrEqual(0);
      expect(startTime >= json.response.created, name).toBe(true);
      expect(finishedTime >= startTime, name).toBe(true);
    }
    const [described] = await get(`${PATH}?checks=CNO`);
    expect(described.averageExecutionTime).toBeGreaterThanOrEqual(0);
    expect((await get(`${PATH}/summary/completed`)).sort()).toEqual([...quick].sort());
    expect(await get(`${PATH}/summary/running`)).toEqual([]);
  });

  it('that lists names the objects, as many as were counted', async () => {
    await sql`
      insert into category (categoryid, uid, created, lastupdated, name, shortname, datadimensiontype, datadimension)
      values (nextval('hibernate_sequence'), 'CatNoOption', localtimestamp, localtimestamp, 'Bare', 'Bare', 'DISAGGREGATION', false)
    `.execute(server.db);
    expect((await server.request(`${PATH}/CNO/details`)).text).toBe('');
    const { headers } = await run(`${PATH}/details`, ['CNO']);
    expect(headers.get('location')).toBe(`${server.url}${PATH}/details?checks=categories_no_options`);
    const details = await get(`${PATH}/details?checks=CNO`);
    expect(Object.keys(details)).toEqual(['categories_no_options']);
    expect(details.categories_no_options.issues).toContainEqual({ id: 'CatNoOption', name: 'Bare' });
    expect(await get(`${PATH}/categories-no-options/details`)).toEqual(details.categories_no_options);
    await run(`${PATH}/summary?checks=CNO`);
    const { count, percentage } = (await get(`${PATH}/summary?checks=CNO`)).categories_no_options;
    expect(count).toBe(details.categories_no_options.issues.length);
    expect(percentage).toBeGreaterThan(0);
    await sql`delete from category where uid = 'CatNoOption'`.execute(server.db);
  });

  it('without a word gives all forms of results, and the report of old', async () => {
    const { headers, json } = await run(`${PATH}?checks=CNO,orgunits_orphaned,program_rules_no_action`);
    expect(headers.get('location')).toContain(`${PATH}/details?checks=categories_no_options,`);
    const report = await get(`/api/system/taskSummaries/DATA_INTEGRITY/${json.response.id}`);
    expect(report).toEqual({ orphanedOrganisationUnits: [], programRulesWithNoAction: expect.any(Object) });
    expect(Object.keys(await get(`${PATH}/details?checks=CNO,orgunits_orphaned`))).toHaveLength(2);
  });

  it('goes on after a check that fails, of which the error is the result', async () => {
    await sql`alter table dashboard_items rename to dashboard_items_gone`.execute(server.db);
    try {
      const { state, messages } = await jobs.run('DATA_INTEGRITY', { checks: ['dashboards_no_items', 'DE'] });
      expect(state, JSON.stringify(messages)).toBe('done');
    } finally {
      await sql`alter table dashboard_items_gone rename to dashboard_items`.execute(server.db);
    }
    const summary = await get(`${PATH}/summary?checks=dashboards_no_items,DE`);
    expect(summary.dashboards_no_items).toMatchObject({
      count: -1,
      error: 'Check failed because an exception was thrown: relation "dashboard_items" does not exist',
    });
    expect(summary.datasets_empty.count).toBeGreaterThanOrEqual(0);
    const details = await jobs.run('DATA_INTEGRITY_DETAILS', { checks: ['no_such_check'] });
    expect(details.state).toBe('done');
  });

  it('that is cancelled leaves a result for each of its checks', async () => {
    // Somebody holds a table that the first check needs.
    await server.db.connection().execute(async (session) => {
      await sql`begin`.execute(session);
      await sql`lock table dashboard_items in access exclusive mode`.execute(session);
      const { json } = await server.request(`${PATH}/details?checks=dashboards_no_items,user_groups_scarce`, {
        method: 'POST',
      });
      await expect
        .poll(async () => (await get(`${PATH}/details/running`)).length, { timeout: 10_000 })
        .toBeGreaterThan(0);
      expect(await server.services.jobs.cancel(server.db, json.response.id)).toBe(true);
      await expect
        .poll(async () => (await get(`/api/system/tasks/DATA_INTEGRITY_DETAILS/${json.response.id}`))[0].completed)
        .toBe(true);
      const { dashboards_no_items: result } = await get(`${PATH}/details?checks=dashboards_no_items`);
      expect(result).toMatchObject({ issues: [], error: 'The run was ended before this check was done.' });
      expect(result.startTime >= json.response.created).toBe(true);
      await sql`rollback`.execute(session);
    });
    expect(await get(`${PATH}/details/running`)).toEqual([]);
  });
});

describe('results', { timeout: 90_000 }, () => {
  it('are waited for while a run may bring them, and not otherwise', async () => {
    const path = `${PATH}/details?checks=user_roles_no_authorities&timeout=-1`;
    await sql`delete from orderly.data_integrity_result`.execute(server.db);
    expect(await get(path)).toEqual({});
    await server.request(`${PATH}/details?checks=user_roles_no_authorities`, { method: 'POST' });
    expect(Object.keys(await get(path))).toEqual(['user_roles_no_authorities']);
  });

  it('are numbers for Prometheus', async () => {
    await run(`${PATH}/summary?checks=users_with_no_user_role`);
    const { headers, text } = await server.request(`${PATH}/metrics`);
    expect(headers.get('content-type')).toContain('text/plain');
    expect(text).toMatch(
      /^dhis_data_integrity_issues_count_total\{check="users_with_no_user_role",severity="SEVERE",object_type="users"\} \d+$/m,
    );
    expect(text).toContain('# TYPE dhis_data_integrity_check_duration_milliseconds gauge');
  });

  it('keep to the last few runs', async () => {
    for (let count = 0; count < 12; count += 1) await jobs.run('DATA_INTEGRITY', { checks: ['ITD'] });
    const { rows } = await sql<{ kept: number }>`
      select count(*)::int as kept from orderly.data_integrity_result where check_name = 'indicator_types_duplicated'
    `.execute(server.db);
    expect(rows[0]?.kept).toBe(10);
  });

  it('are for those only who may maintain', async () => {
    for (const [path, method] of [
      [PATH, 'POST'],
      [`${PATH}/summary`, 'GET'],
      [`${PATH}/details`, 'POST'],
      [`${PATH}/CNO/details`, 'GET'],
      [`${PATH}/metrics`, 'GET'],
    ] as const)
      expect((await server.request(path, { method, user: READER })).status, `${method} ${path}`).toBe(403);
    expect((await server.request(`${PATH}/summary/completed`, { user: READER })).status).toBe(200);
  });
});
