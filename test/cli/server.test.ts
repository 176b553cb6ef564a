import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, describe, expect, it } from 'vitest';
import { canHaveTerminal, onTerminal, orderly, orderlyAt } from '../support/command-line.js';
import { testServer } from '../support/server.js';
import { makeUsers } from '../support/users.js';

const server = testServer({ demo: true });
const users = makeUsers(server);
const run = orderlyAt(() => server.url, { ORDERLY_USER: 'admin:district' });
const folder = mkdtempSync(join(tmpdir(), 'orderly-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('orderly info', () => {
  it('says what the server is, to people and to programs, by password and by token', async () => {
    const { json: made } = await server.request('/api/apiToken', { method: 'POST', body: {} });
    const { response } = made;
    const [people, programs, byToken] = await Promise.all([
      run('info'),
      run('info --json'),
      orderly(['info', '--server', `${server.url}/api/42/`, '--token', response.key]),
    ]);
    expect([people.code, people.err]).toEqual([0, '']);
    expect(people.out).toMatch(/^Version +Orderly 0\.0\.0 \(API of DHIS2 2\.42\.0\)$/m);
    expect(people.out).toMatch(/^Logged in as +admin$/m);
    expect(people.out).toMatch(/^Analytics tables +never$/m);
    expect(programs.json).toMatchObject({ version: '2.42.0', environmentVariable: 'ORDERLY_HOME' });
    const [one, other] = [people, byToken].map(({ out }) => out.replace(/^Time there.*$/m, ''));
    expect(one).toBe(other);
  });

  it('is for users that the server knows', async () => {
    const [wrong, nobody] = await Promise.all([
      run('info --user admin:guess'),
      orderly(['info', '--server', server.url]),
    ]);
    expect([wrong.code, nobody.code]).toEqual([4, 4]);
    expect(wrong.err).toMatch(/does not accept these credentials/);
    expect(nobody.err).toMatch(/^Log in with --token/);
  });
});

describe('orderly maintenance', () => {
  it('shows what would go, does it, and tells what went', async () => {
    await sql`
      update datavalue set deleted = true
      where (dataelementid, periodid, sourceid) in (select dataelementid, periodid, sourceid from datavalue limit 7)
    `.execute(server.db);
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from datavalue where deleted`.execute(
      server.db,
    );
    const count = rows[0]?.count ?? 0;
    const preview = await run(
      'maintenance preview softDeletedDataValueRemoval dataElementDataPruning=fbfJHSPpUQD --json',
    );
    expect(preview.json).toMatchObject({
      dryRun: true,
      operations: [
        { operation: 'softDeletedDataValueRemoval', status: 'SUCCESS', counts: { datavalue: count } },
        { operation: 'dataElementDataPruning', status: 'SUCCESS' },
      ],
    });
    const done = await run('maintenance run softDeletedDataValueRemoval --yes');
    expect([done.code, done.out]).toEqual([
      0,
      expect.stringMatching(new RegExp(`removal? +datavalue +${count} `, 'i')),
    ]);
    expect(done.err).toMatch(/Done: softDeletedDataValueRemoval/);
    const again = await run('maintenance preview softDeletedDataValueRemoval');
    expect(again.out).toMatch(/softDeletedDataValueRemoval +nothing to do/);
  });

  it.skipIf(!canHaveTerminal())('asks before it begins, and takes only a yes for one', async () => {
    const env = { ORDERLY_SERVER: server.url, ORDERLY_USER: 'admin:district' };
    await sql`insert into period (periodid, periodtypeid, startdate, enddate) values (99, 1, '1990-01-01', '1990-01-31')`.execute(
      server.db,
    );
    const left = async () => (await sql`select from period where periodid = 99`.execute(server.db)).rows.length;
    const [no] = await Promise.all([onTerminal(['maintenance', 'run', 'periodPruning'], 'no', env)]);
    expect([no.code, no.shown, await left()]).toEqual([
      1,
      expect.stringMatching(/periodPruning +period +\d[\s\S]*Nothing was done/),
      1,
    ]);
    const yes = await onTerminal(['maintenance', 'run', 'periodPruning'], 'y', env);
    expect([yes.code, yes.shown, await left()]).toEqual([
      0,
      expect.stringMatching(/Do periodPruning on http.*\[y\/N\]/),
      0,
    ]);
  });

  it('lists what there is', async () => {
    const { json } = await run('maintenance list --json');
    expect(json.map(({ name }: { readonly name: string }) => name)).toContain('resourceTableUpdate');
  });

  it('is not for everybody', async () => {
    const { login } = await users.make(['F_DATAVALUE_ADD']);
    const { code, err } = await run('maintenance run periodPruning --yes', { env: { ORDERLY_USER: login } });
    expect([code, err]).toEqual([
      4,
      expect.stringMatching(/You may not do this: Access is denied.*F_PERFORM_MAINTENANCE/),
    ]);
  });

  it('gives way to what must not be met', async () => {
    await sql`
      insert into orderly.job_run (uid, type, name, trigger, exclusive, state, due_at)
      values ('inTheWay001', 'MAINTENANCE', 'x', 'request', '{maintenance/periodPruning}', 'queued', now() + interval '1 hour')
    `.execute(server.db);
    const { code, err } = await run('maintenance run periodPruning --yes');
    expect([code, err]).toEqual([1, expect.stringMatching(/A job of type MAINTENANCE is waiting.*inTheWay001/)]);
    await sql`delete from orderly.job_run where uid = 'inTheWay001'`.execute(server.db);
  });
});

it('orderly analytics run follows the run, and tasks knows it', async () => {
  const skipped = 'aggregate,events,enrollments,tracked-entities,validation-results';
  const done = await run(`analytics run --watch --skip ${skipped}`);
  expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^OWNERSHIP +done +\d/m)]);
  expect(done.err).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d {2}Analytics tables? update/im);
  const { json } = await run('tasks ANALYTICS_TABLE --json');
  expect(json).toEqual([expect.objectContaining({ state: 'done', type: 'ANALYTICS_TABLE' })]);
  const [{ id }] = json;
  const [messages, followed, all] = await Promise.all([
    run(`tasks analytics_table ${id}`),
    run(`tasks ANALYTICS_TABLE ${id} --watch`),
    run('tasks --limit 1'),
  ]);
  // Work items are listed, but not told while they follow each other.
  const lines = messages.out.split('\n').filter((line) => !/^\S+ \S+ {2}\[\d+\/\d+\] /.test(line));
  expect(lines.join('\n')).toBe(followed.err);
  expect(followed.code).toBe(0);
  expect(all.out.trimEnd().split('\n')).toHaveLength(2);
});

describe('orderly jobs', () => {
  let minute = 0;
  const make = async (name: string, jobParameters: object): Promise<string> => {
    const body = { name, jobType: 'TEST', cronExpression: `0 ${minute++} 3 1 1 ?`, jobParameters };
    const { json } = await server.request('/api/jobConfigurations', { method: 'POST', body });
    expect(json.status, JSON.stringify(json)).toBe('OK');
    return json.response.uid;
  };

  it('runs them now, and tells how they ended', async () => {
    const [good, bad] = await Promise.all([
      make('Good', { stages: 2, items: 3 }),
      make('Bad', { stages: 1, items: 1, failWithException: true, failAtStage: 1 }),
    ]);
    const [done, failed] = await Promise.all([run(`jobs run ${good} --watch`), run(`jobs run ${bad} -w --json`)]);
    expect([done.code, failed.code, failed.out]).toEqual([0, 1, '']);
    expect(failed.err).toMatch(/^The run failed: /m);
    const [list, shown] = await Promise.all([run('jobs list'), run(`jobs show ${bad}`)]);
    expect(list.out).toMatch(new RegExp(`^${good} +Good +TEST +0 0 3 1 1 \\? +scheduled +\\d{4}-01-01 03:00:00$`, 'm'));
    expect(shown.out).toMatch(/^\S{11} .* failed /m);
    expect((await run(`jobs run ${good} -w`)).code).toBe(0);
  });

  it('switches them off and on, and ends what they do', async () => {
    const job = await make('Switched', {});
    expect((await run(`jobs disable ${job}`)).out).toBe('Disabled.\n');
    expect((await run('jobs list')).out).toMatch(/Switched +TEST .* disabled/);
    expect((await run(`jobs enable ${job}`)).code).toBe(0);
    expect((await run(`jobs cancel ${job}`)).out).toBe('The job neither ran nor waited.\n');
    const unknown = await run('jobs run abcdefghijk');
    expect([unknown.code, unknown.err]).toEqual([5, 'JobConfiguration with id abcdefghijk could not be found.\n']);
  });
});

it('orderly integrity does checks and shows what they found', async () => {
  await sql`
    insert into category (categoryid, uid, name, shortname, datadimension, datadimensiontype, created, lastupdated)
    values (nextval('hibernate_sequence'), 'emptyCat001', 'Empty one', 'Empty one', false, 'DISAGGREGATION', now(), now())
  `.execute(server.db);
  const checked = await run('integrity run CNO datasets_empty --details');
  expect([checked.code, checked.out]).toEqual([0, expect.stringMatching(/categories_no_options +warning +1/)]);
  expect(checked.out).toMatch(/1 of 2 checks found something\.\n$/);
  const [shown, listed, wrong] = await Promise.all([
    run('integrity show categories_no_options'),
    run(['integrity', 'list', '--section', 'Categories', '--json']),
    run('integrity run nothing_of_the_kind'),
  ]);
  expect(shown.out).toMatch(/^emptyCat001 +Empty one/m);
  expect(listed.json.length).toBeGreaterThan(5);
  expect([wrong.code, wrong.err]).toEqual([2, 'There are no such checks: nothing_of_the_kind.\n']);
});

describe('orderly import', () => {
  const value = { dataElement: 'fbfJHSPpUQD', period: '202401', orgUnit: 'kU5nksjpk9C', value: '12' };
  const values = (...dataValues: readonly object[]) => JSON.stringify({ dataValues });

  it('takes data values, packed or through a pipe, and says what was refused', async () => {
    const good = fileOf('good.json.gz', gzipSync(values(value)));
    const trial = await run(['import', 'data-values', good, '--dry-run']);
    expect([trial.code, trial.err, trial.out]).toEqual([
      0,
      expect.any(String),
      expect.stringMatching(
        /^Nothing was written; this would happen:\n(Created +1\nUpdated +0|Created +0\nUpdated +1)\n/,
      ),
    ]);
    const piped = await run(['import', 'data-values', '-', '--json'], {
      input: values(value, { ...value, dataElement: 'nothing1234' }),
    });
    expect([piped.code, piped.json]).toMatchObject([1, { status: 'WARNING', importCount: { ignored: 1 } }]);
    expect(piped.err).toMatch(/Some of it was refused\.\n$/);
  });

  it('takes metadata and tracker data', async () => {
    const unit = { id: 'unitCli0001', name: 'New', shortName: 'New', openingDate: '2020-01-01' };
    const metadata = fileOf('units.json', JSON.stringify({ organisationUnits: [unit] }));
    const events = fileOf(
      'events.json',
      JSON.stringify({ events: [{ program: 'nothing1234', orgUnit: 'kU5nksjpk9C' }] }),
    );
    const [done, trial, refused] = await Promise.all([
      run(['import', 'metadata', metadata]),
      run(['import', 'metadata', metadata, '--dry-run', '--strategy', 'DELETE']),
      run(['import', 'tracker', events]),
    ]);
    expect([done.code, done.out]).toEqual([0, expect.stringMatching(/^Created +1$/m)]);
    expect(trial.out).toMatch(/^Nothing was written/);
    expect([refused.code, refused.out]).toEqual([1, expect.stringMatching(/^E1\d{3} /m)]);
    expect((await server.request('/api/organisationUnits/unitCli0001')).status).toBe(200);
  });
});

it('orderly aggregates maintains them, and tells what was done', async () => {
  const done = await run('aggregates run --watch');
  expect([done.code, done.out], done.err).toEqual([0, expect.stringMatching(/^Status +done$/m)]);
  const [status, history, listed, unknown] = await Promise.all([
    run('aggregates status'),
    run('aggregates history --limit 5'),
    run('aggregates list --json'),
    run('aggregates run --org sierra'),
  ]);
  expect(status.out).toBe('No maintenance is being done.\n');
  expect(history.out).toMatch(/ done +TimeBasedMaintenance$/m);
  expect(listed.json).toMatchObject({ data: [], total: 0 });
  expect([unknown.code, unknown.err]).toEqual([5, 'Organization not found: sierra\n']);
});
