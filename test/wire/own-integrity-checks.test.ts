import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/features/data-integrity/checks/index.js';
import { readOwnChecks } from '../../src/features/data-integrity/own-checks.js';
import { jobsOf } from '../support/jobs.js';
import { testServer } from '../support/server.js';

const homes: string[] = [];
afterAll(() => {
  for (const home of homes) rmSync(home, { recursive: true });
});

/** A home folder with own checks: the list, and files by their names. */
function homeWith(list: string, files: Readonly<Record<string, string>>): string {
  const home = mkdtempSync(join(tmpdir(), 'orderly-home-'));
  homes.push(home);
  writeFileSync(join(home, 'custom-data-integrity-checks.yaml'), list);
  mkdirSync(join(home, 'custom-data-integrity-checks'));
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(home, 'custom-data-integrity-checks', name), content);
  return home;
}

const check = (name: string, summary: string, details: string, more = ''): string => `
name: ${name}
description: Constants that say too much
section: Our own
section_order: 3
summary_sql: >-
  ${summary}
details_sql: >-
  ${details}
severity: WARNING
introduction: >
  Told to the users.
${more}`;

const FILES = {
  'good.yaml': check(
    'our_large_constants',
    "select count(*) as value, 12.5 || '%' as percent from constant where value > 1000;",
    'select uid, name, value as comment, array[uid, code] as refs from constant where value > 1000 order by name;',
    'details_id_type: constants\nis_slow: true\nrecommendation: Use less.',
  ),
  'writes.yaml': check(
    'our_thief',
    'select 1',
    'with gone as (delete from constant returning uid, name) select * from gone',
  ),
  'twice.yaml': check('our_second_statement', 'select 1', 'select 1, 2) as given; delete from constant; select (3'),
  'secret.yaml': check('our_broken_check', 'select 1', 'select nothing_like_that from constant'),
  'where.yaml': check(
    'our_limits',
    'select 1',
    "select 'a' as uid, current_setting('statement_timeout') as name, current_setting('transaction_read_only') as comment",
  ),
  'no-count.yaml': check('our_uncounted', "select 'many'", 'select 1 as uid, 2 as name'),
};
const LIST = `checks:\n${Object.keys(FILES)
  .map((name) => `  - ${name}\n`)
  .join('')}`;

const server = testServer({ demo: true, flags: { home: homeWith(LIST, FILES) } });
const jobs = jobsOf(server);
const get = async (path: string) => (await server.request(`/api/dataIntegrity${path}`)).json;

describe('checks of the operator', () => {
  it('are told of as the others', async () => {
    expect(await get('?checks=our_large_constants')).toEqual([
      {
        name: 'our_large_constants',
        displayName: 'our large constants',
        section: 'Our own',
        sectionOrder: 3,
        severity: 'WARNING',
        description: 'Constants that say too much',
        introduction: 'Told to the users.',
        recommendation: 'Use less.',
        issuesIdType: 'constants',
        isSlow: true,
        isProgrammatic: false,
        code: 'OLC',
      },
    ]);
    expect(await get('?section=our%20own')).toHaveLength(Object.keys(FILES).length);
  });

  it('count and list by their own statements', async () => {
    await sql`
      insert into constant (constantid, uid, created, lastupdated, name, shortname, value)
      values (nextval('hibernate_sequence'), 'ConstantBig', localtimestamp, localtimestamp, 'Big', 'Big', 5000)
    `.execute(server.db);
    await jobs.run('DATA_INTEGRITY', { type: 'REPORT', checks: ['OLC'] });
    expect((await get('/summary?checks=OLC')).our_large_constants).toMatchObject({ count: 1, percentage: 12.5 });
    expect((await get('/details?checks=OLC')).our_large_constants.issues).toEqual([
      { id: 'ConstantBig', name: 'Big', comment: '5000', refs: ['ConstantBig'] },
    ]);
  });

  it('change nothing, take one statement and end in time', async () => {
    const { state } = await jobs.run('DATA_INTEGRITY_DETAILS', { checks: ['our_*'] });
    expect(state).toBe('done');
    const details = await get('/details?checks=our_*');
    expect(details.our_limits.issues).toEqual([{ id: 'a', name: '10min', comment: 'on' }]);
    for (const name of ['our_thief', 'our_second_statement'])
      expect(details[name], name).toMatchObject({ issues: [], error: expect.stringContaining('Check failed because') });
    expect(details.our_thief.error).not.toContain('returning');
    expect(details.our_broken_check.error).toBe(
      'Check failed because an exception was thrown: column "nothing_like_that" does not exist',
    );
    const { rows } = await sql<{ kept: number }>`select count(*)::int as kept from constant`.execute(server.db);
    expect(rows[0]?.kept).toBeGreaterThan(0);
    await jobs.run('DATA_INTEGRITY', { type: 'SUMMARY', checks: ['our_uncounted'] });
    expect((await get('/summary?checks=our_uncounted')).our_uncounted).toMatchObject({
      count: -1,
      error: 'Check failed because an exception was thrown: summary_sql gave no count in its first column',
    });
  });
});

describe('a file that cannot be used', () => {
  const read = (list: string, files: Readonly<Record<string, string>>) => {
    const lines: { readonly file: string; readonly reason: string }[] = [];
    const log = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
    const names = readOwnChecks(homeWith(list, files), CHECKS, log).map(({ name }) => name);
    return { names, reasons: lines.map(({ file, reason }) => `${file}: ${reason}`) };
  };
  const good = check('our_good_check', 'select 1', 'select 1');

  it.each([
    ['bad.yaml', 'name: [', /^bad\.yaml: /],
    ['bad.yaml', good.replace('severity: WARNING', 'severity: BAD'), /^bad\.yaml: severity /],
    ['bad.yaml', good.replace(/description: .*/, ''), /^bad\.yaml: the file must have required properties description/],
    ['bad.yaml', good.replace('our_good_check', 'our good check'), /^bad\.yaml: name /],
    [
      'bad.yaml',
      good.replace('our_good_check', 'datasets_empty'),
      /^bad\.yaml: its name or code is that of datasets_empty$/,
    ],
    [
      'bad.yaml',
      good.replace('our_good_check', 'cats_need_owners'),
      /^bad\.yaml: its name or code is that of categories_no_options$/,
    ],
    ['bad.yaml', good, /^bad\.yaml: its name or code is that of our_good_check$/],
    ['../bad.yaml', good, /^\.\.\/bad\.yaml: it must be the name of a file in custom-data-integrity-checks$/],
    ['missing.yaml', '', /^missing\.yaml: ENOENT/],
  ])('is left out with the reason: %s', (file, content, reason) => {
    const { names, reasons } = read(`checks: [good.yaml, ${file}]`, {
      'good.yaml': good,
      ...(file === 'bad.yaml' && { [file]: content }),
    });
    expect(names).toEqual(['our_good_check']);
    expect(reasons).toHaveLength(1);
    expect(reasons[0]).toMatch(reason);
  });

  it('may be the list', () => {
    expect(read('checks: good.yaml', { 'good.yaml': good })).toEqual({
      names: [],
      reasons: ['custom-data-integrity-checks.yaml: checks must be array'],
    });
  });
});
