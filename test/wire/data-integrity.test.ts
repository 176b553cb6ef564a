import { sql } from 'kysely';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { startApp } from '../../src/app.js';
import { jobsOf } from '../support/jobs.js';
import { send, testConfig, testServer } from '../support/server.js';

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
    ['slow=true&programmatic=false', 5],
    ['programmatic=true', 15],
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
      // What is missing is told, the statement is not.
      error: 'Check failed because an exception was thrown: relation "dashboard_items" does not exist',
    });
    expect(summary.datasets_empty.count).toBeGreaterThanOrEqual(0);
    const details = await jobs.run('DATA_INTEGRITY_DETAILS', { checks: ['no_such_check'] });
    expect(details.state).toBe('done');
    expect(details.messages).toContainEqual(
      expect.objectContaining({ level: 'WARN', message: 'There is no check no_such_check.' }),
    );
  });

  it('tells of each check how far it is', async () => {
    const { json } = await run(`${PATH}/details`, ['CNO', 'datasets_empty', 'orgunits_null_island']);
    const { sequence } = await get(`/api/jobConfigurations/${json.response.id}/progress`);
    const [{ description, totalItems, items }] = sequence[0].stages;
    expect([description, totalItems]).toEqual(['Checking data integrity', 3]);
    expect(items.map((item: { readonly status: string }) => item.status)).toEqual(['SUCCESS', 'SUCCESS', 'SUCCESS']);
    expect(items.map((item: { readonly description: string }) => item.description).toSorted()).toEqual([
      'Categories without options',
      'Data sets without data elements',
      'Organisation units off the coast of Africa',
    ]);
  });

  it('gives the report of old its formulas', async () => {
    await sql`
      insert into indicator (indicatorid, uid, created, lastupdated, name, shortname, annualized, indicatortypeid, numerator, denominator)
      select nextval('hibernate_sequence'), given.uid, localtimestamp, localtimestamp, given.uid, given.uid, false,
        (select min(indicatortypeid) from indicatortype), given.numerator, '4711'
      from (values ('indicatorA1', '1 +'), ('indicatorA2', '7'), ('indicatorA3', '7')) as given (uid, numerator)
    `.execute(server.db);
    const { json } = await run(`${PATH}?checks=indicators_with_*`);
    const report = await get(`/api/system/taskSummaries/DATA_INTEGRITY/${json.response.id}`);
    expect(report).toEqual({
      indicatorsWithIdenticalFormulas: [['indicatorA2:indicatorA2', 'indicatorA3:indicatorA3']],
      invalidIndicatorNumerators: { 'indicatorA1:indicatorA1': 'The expression ends too early (at character 4)' },
      invalidIndicatorDenominators: {},
    });
    await sql`delete from indicator where uid like 'indicatorA_'`.execute(server.db);
  });

  it('does not begin while another one is at it, be it of the other type', async () => {
    const runs = ['DATA_INTEGRITY', 'DATA_INTEGRITY_DETAILS', 'DATA_INTEGRITY'].map((type) =>
      jobs.run(type, { checks: ['CNO', 'orgunits_*'] }),
    );
    for (const { state } of await Promise.all(runs)) expect(state).toBe('done');
    const { rows } = await sql<{ overlaps: number }>`
      select count(*)::int as overlaps from orderly.job_run as one
      join orderly.job_run as other on other.run_id <> one.run_id and other.type like 'DATA_INTEGRITY%'
        and other.started_at < one.finished_at and other.finished_at > one.started_at
      where one.type like 'DATA_INTEGRITY%'
    `.execute(server.db);
    expect(rows[0]?.overlaps).toBe(0);
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

  it('can be compared with those of earlier runs', async () => {
    await sql`delete from orderly.data_integrity_result`.execute(server.db);
    const { json } = await run(`${PATH}/summary?checks=CNO`);
    await run(`${PATH}/details?checks=CNO`);
    const history = await get(`${PATH}/categories-no-options/history`);
    expect(history).toEqual([
      expect.objectContaining({ form: 'details', count: 0 }),
      {
        run: json.response.id,
        form: 'summary',
        requestedBy: expect.stringMatching(/^[a-zA-Z0-9]{11}$/),
        startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        finishedTime: expect.any(String),
        count: 0,
        percentage: 0,
      },
    ]);
    expect((await server.request(`${PATH}/nothing/history`)).status).toBe(400);
    expect(await get(`${PATH}/nothing/history?strict=false`)).toEqual([]);
  });

  it('are those of all servers on the database', async () => {
    await run(`${PATH}/details?checks=CNO`);
    const other = await startApp({
      config: testConfig(),
      connection: server.services.database.connection,
      log: pino({ level: 'silent' }),
      version: '0.0.0',
    });
    try {
      const elsewhere = await send(`${other.url}${PATH}/CNO/details`, {});
      expect(elsewhere.json).toEqual(await get(`${PATH}/CNO/details`));
      const [here, there] = await Promise.all([
        run(`${PATH}/details?checks=CNO`),
        send(`${other.url}${PATH}/details?checks=CNO`, { method: 'POST' }),
      ]);
      await jobs.ended(there.json.response.id);
      const { rows } = await sql<{ first: Date; second: Date }>`
        select max(result.finished_at) filter (where result.run_uid = earlier.uid) as first,
          min(result.started_at) filter (where result.run_uid <> earlier.uid) as second
        from orderly.data_integrity_result as result,
          (select run.uid from orderly.job_run as run where run.uid in (${here.json.response.id}, ${there.json.response.id})
           order by run.started_at limit 1) as earlier
        where result.run_uid in (${here.json.response.id}, ${there.json.response.id})
      `.execute(server.db);
      expect(rows[0]?.second.getTime()).toBeGreaterThanOrEqual(rows[0]?.first.getTime() ?? Number.NaN);
    } finally {
      await other.stop();
    }
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
      [`${PATH}/CNO/history`, 'GET'],
      [`${PATH}/metrics`, 'GET'],
    ] as const)
      expect((await server.request(path, { method, user: READER })).status, `${method} ${path}`).toBe(403);
    expect((await server.request(`${PATH}/summary/completed`, { user: READER })).status).toBe(200);
  });
});
