// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are the variables of SQL views
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import type { Answer } from '../../support/server.js';
import { testServer } from '../../support/server.js';
import { sqlViewsOf } from './sql-views.js';

const server = testServer({ demo: true });
const views = sqlViewsOf(server);

const codes = ({ json }: Answer): readonly string[] =>
  json.response.errorReports.map(({ errorCode }: { readonly errorCode: string }) => errorCode);

const BAD: readonly (readonly [query: string, codes: readonly string[]])[] = [
  ['-- nothing', ['E4300']],
  ['truncate organisationunit', ['E4301']],
  ['select 1; select 2;', ['E4302']],
  ['select password from "userinfo"', ['E4310']],
  [
    "with gone as (delete from organisationunit returning uid) select uid, nextval('hibernate_sequence') from gone",
    ['E4311'],
  ],
  ['select * from public.userinfo for update; drop table constant', ['E4301', 'E4302', 'E4310', 'E4311']],
  ["select '${not good}'", ['E4313']],
  ['select * from ${table}', ['E4313']],
];

describe('a query that breaks rules', () => {
  let good = '';

  beforeAll(async () => {
    good = await views.make({ name: 'Good', sqlQuery: 'select 1 as one' });
  });

  const stored = async (uid: string) => (await server.request(`/api/sqlViews/${uid}?fields=sqlQuery`)).json?.sqlQuery;

  // Beside a DHIS2 nothing is stored.
  it.skipIf(layout).each(BAD)('is not stored: %s', async (sqlQuery, expected) => {
    const body = { name: `Bad ${sqlQuery}`.slice(0, 200), type: 'QUERY', sqlQuery };
    const created = await server.request('/api/sqlViews', { method: 'POST', body });
    expect(created.status).toBe(409);
    expect([...codes(created)].sort()).toEqual(expected);
    const put = await server.request(`/api/sqlViews/${good}`, { method: 'PUT', body: { ...body, name: 'Good' } });
    expect([put.status, [...codes(put)].sort()]).toEqual([409, expected]);
    const patch = [{ op: 'replace', path: '/sqlQuery', value: sqlQuery }];
    const patched = await server.request(`/api/sqlViews/${good}`, {
      method: 'PATCH',
      body: patch,
      headers: { 'content-type': 'application/json-patch+json' },
    });
    expect([patched.status, [...codes(patched)].sort()]).toEqual([409, expected]);
    const imported = await server.request('/api/metadata?skipValidation=true', {
      method: 'POST',
      body: { sqlViews: [body] },
    });
    expect(imported.status).toBe(409);
    expect(JSON.stringify(imported.json)).toContain(expected[0]);
    expect(await stored(good)).toBe('select 1 as one');
  });

  it.each(BAD)('is not run when it is there nevertheless: %s', async (sqlQuery, expected) => {
    const query = await views.smuggle({ sqlQuery });
    const read = await views.data(query);
    const broken = (answer: Answer) =>
      codes(answer)
        .filter((code) => code !== 'E4307')
        .toSorted();
    expect([read.status, broken(read)]).toEqual([409, expected]);
    const view = await views.smuggle({ sqlQuery, type: 'MATERIALIZED_VIEW' });
    for (const answer of [await views.execute(view), await views.data(view)]) {
      expect(answer.status).toBe(409);
      expect(broken(answer)).toEqual(expected);
    }
  });

  it.skipIf(layout).each([true, 7])('is none, whatever it is: %s', async (sqlQuery) => {
    const body = { name: 'No text', type: 'QUERY', sqlQuery };
    const { status, json } = await server.request('/api/metadata', { method: 'POST', body: { sqlViews: [body] } });
    expect([status, json.response.typeReports[0].objectReports[0].errorReports[0].errorCode]).toEqual([409, 'E4301']);
  });

  it.skipIf(layout)('says why', async () => {
    const body = { name: 'Why', type: 'QUERY', sqlQuery: "select nextval('x'), u.* from users as u; select 1" };
    const { json } = await server.request('/api/sqlViews', { method: 'POST', body });
    expect(json.response.errorReports).toMatchObject([
      {
        errorCode: 'E4302',
        errorProperty: 'sqlQuery',
        message: 'SQL query can only contain a single semi-colon at the end of the query: it holds 2 statements',
      },
      { errorCode: 'E4310', message: 'SQL query contains references to protected tables: users' },
      {
        errorCode: 'E4311',
        message:
          'SQL query contains illegal keywords: nextval() may change something or run another statement; other functions that are immutable or stable are allowed',
      },
    ]);
  });

  it('words in literals and comments break none', async () => {
    const query = await views.make({
      sqlQuery: 'select \'update users\' as "delete" /* drop table userinfo */ -- grant',
    });
    expect(await views.rows(query)).toEqual([['update users']]);
  });

  it('variables only fill in what a query of type QUERY asks for', async () => {
    const view = await views.make({ type: 'VIEW', sqlQuery: "select '${a}' as a" });
    expect(codes(await views.execute(view))).toEqual(['E4307']);
    expect(codes(await views.data(view, '?var=a:1'))).toEqual(['E4307']);
  });
});

describe('what the parser cannot see, the database refuses', () => {
  it('a view of somebody else over a protected table, however far below', async () => {
    await sql`create view public.leak as select username, password from userinfo`.execute(server.db);
    await sql`create view public.second_leak as select * from leak`.execute(server.db);
    await sql`create materialized view public.kept_leak as select * from second_leak`.execute(server.db);
    for (const name of ['leak', 'second_leak', 'kept_leak']) {
      const query = await views.make({ sqlQuery: `select * from ${name}` });
      const read = await views.data(query);
      expect([read.status, codes(read)], name).toEqual([409, ['E4310']]);
      expect(read.json.message).toContain('permission denied');
      for (const type of ['VIEW', 'MATERIALIZED_VIEW'] as const) {
        const view = await views.make({ type, sqlQuery: `select * from ${name}` });
        const made = await views.execute(view);
        expect([made.status, codes(made)], `${name} ${type}`).toEqual([409, ['E4310']]);
        expect((await views.data(view)).status).toBe(409);
      }
    }
  });

  it('a view that begins to show a protected table later', async () => {
    await sql`create view public.changing as select uid as text from public.organisationunit`.execute(server.db);
    const query = await views.make({ sqlQuery: 'select * from changing' });
    const kept = await views.make({ type: 'MATERIALIZED_VIEW', sqlQuery: 'select * from changing' });
    expect((await views.data(query)).status).toBe(200);
    expect((await views.execute(kept)).status).toBe(201);
    const before = await views.rows(kept);
    await sql`create or replace view public.changing as select password as text from public.userinfo`
      .execute(server.db)
      .catch(async () => {
        await sql`create or replace view public.changing as select password::varchar(11) as text from public.userinfo`.execute(
          server.db,
        );
      });
    expect(codes(await views.data(query))).toEqual(['E4310']);
    const refreshed = await views.refresh(kept);
    expect(refreshed.status).toBe(409);
    expect(refreshed.json.message).toContain(
      'View could not be refreshed: SQL query contains references to protected tables',
    );
    expect(await views.rows(kept)).toEqual(before);
  });

  it('functions that read a table by its name', async () => {
    const query = await views.make({ sqlQuery: "select table_to_xml('userinfo', true, true, '')" });
    expect(codes(await views.data(query))).toEqual(['E4310']);
    const kept = await views.make({
      type: 'MATERIALIZED_VIEW',
      sqlQuery: "select table_to_xml('userinfo', true, true, '')::text as all",
    });
    expect(codes(await views.execute(kept))).toEqual(['E4310']);
  });

  it('tables of its own schema, and passwords of the database', async () => {
    const query = await views.smuggle({ sqlQuery: 'select * from pg_authid' });
    expect(codes(await views.data(query))).toEqual(['E4310']);
  });

  it('a function that says it does not write, and does', async () => {
    await sql`create table public.written (n int)`.execute(server.db);
    await sql`create function public.write_one() returns int language plpgsql volatile as 'begin insert into written values (1); return 1; end'`.execute(
      server.db,
    );
    // It lies about itself, and hides what it does one call deeper.
    await sql`create function public.pretend() returns int language plpgsql stable as 'begin return write_one(); end'`.execute(
      server.db,
    );
    const query = await views.make({ sqlQuery: 'select pretend()' });
    const read = await views.data(query);
    expect(read.status).toBe(409);
    const kept = await views.make({ type: 'MATERIALIZED_VIEW', sqlQuery: 'select pretend() as n' });
    expect((await views.execute(kept)).status).toBe(409);
    expect((await sql`select from written`.execute(server.db)).rows).toEqual([]);
  });
});

it('a protected table that everybody may read makes SQL views stop, with a sentence', async () => {
  const query = await views.make({ sqlQuery: 'select 1' });
  await sql`grant select on public.userinfo to public`.execute(server.db);
  const { status, json } = await views.data(query);
  expect([status, json.message]).toEqual([
    409,
    'SQL views cannot be run because everybody may read userinfo. Take that right back: revoke all on userinfo from public',
  ]);
  await sql`revoke all on public.userinfo from public`.execute(server.db);
  expect((await views.data(query)).status).toBe(200);
});
