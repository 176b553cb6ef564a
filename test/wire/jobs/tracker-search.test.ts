import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { jobsOf } from '../../support/jobs.js';
import { testServer } from '../../support/server.js';
import { makeUsers } from '../../support/users.js';

const server = testServer({ demo: true });
const jobs = jobsOf(server);

interface Attribute {
  readonly id: string;
  readonly displayName: string;
}

let indexable: readonly Attribute[] = [];
beforeAll(async () => {
  indexable = (await server.request('/api/trackedEntityAttributes/indexable')).json.trackedEntityAttributes;
});

/** The attributes that have an index, and whether it can be used. */
async function indexes(): Promise<ReadonlyMap<string, boolean>> {
  const { rows } = await sql<{ uid: string; valid: boolean }>`
    select attribute.uid, pg_index.indisvalid as valid
    from pg_index
    join pg_class on pg_class.oid = pg_index.indexrelid
    join trackedentityattribute as attribute on pg_class.relname = 'in_gin_teavalue_' || attribute.trackedentityattributeid
  `.execute(server.db);
  return new Map(rows.map(({ uid, valid }) => [uid, valid]));
}

/** The lists of the summary, as uids. */
async function summary(query = ''): Promise<Readonly<Record<string, readonly string[]>>> {
  const { status, json, text } = await server.request(`/api/trigramSummary${query}`);
  expect(status, text).toBe(200);
  return Object.fromEntries(
    Object.entries(json).map(([list, attributes]) => [list, (attributes as Attribute[]).map(({ id }) => id)]),
  );
}

const uids = () => indexable.map(({ id }) => id);

const optimize = (parameters: Readonly<Record<string, unknown>>) => jobs.run('TRACKER_SEARCH_OPTIMIZATION', parameters);

describe('indexes for searching', () => {
  it('are for attributes that are searched, or unique', async () => {
    expect(indexable.length).toBeGreaterThan(0);
    const { json } = await server.request('/api/trackedEntityAttributes?indexableOnly=true&paging=false');
    expect(json.trackedEntityAttributes).toEqual(indexable);
    const { rows } = await sql<{ uid: string }>`
      select uid from trackedentityattribute where uniquefield or (
        valuetype in ('TEXT', 'LONG_TEXT', 'PHONE_NUMBER', 'EMAIL', 'USERNAME', 'URL') and trackedentityattributeid in (
          select trackedentityattributeid from program_attributes where searchable
          union select trackedentityattributeid from trackedentitytypeattribute where searchable
        )
      )
    `.execute(server.db);
    expect(indexable.map(({ id }) => id).sort()).toEqual(rows.map(({ uid }) => uid).sort());
    const all = (await server.request('/api/trackedEntityAttributes?paging=false')).json.trackedEntityAttributes;
    expect(all.length).toBeGreaterThan(indexable.length);
    expect((await server.request('/api/trigramSummary')).json).toEqual({
      indexedAttributes: [],
      indexableAttributes: indexable,
      obsoleteIndexedAttributes: [],
    });
  });

  it('are made for those that are chosen, and used', async () => {
    const [chosen] = indexable;
    const all: readonly Attribute[] = (await server.request('/api/trackedEntityAttributes?paging=false')).json
      .trackedEntityAttributes;
    const other = all.find(({ id }) => !indexable.some((attribute) => attribute.id === id));
    const { state, message } = await optimize({ attributes: [chosen?.id, other?.id] });
    expect([state, message]).toEqual(['done', '1 indexes created, 0 deleted']);
    expect(await indexes()).toEqual(new Map([[chosen?.id, true]]));
    expect((await optimize({ attributes: [chosen?.id] })).message).toBe('0 indexes created, 0 deleted');
    expect(await summary()).toEqual({
      indexedAttributes: [chosen?.id],
      indexableAttributes: uids().slice(1),
      obsoleteIndexedAttributes: [],
    });
  });

  it('are summed up in parts', async () => {
    const [chosen, second, third] = indexable;
    expect(await summary(`?filter=id:in:[${chosen?.id},${third?.id}]`)).toEqual({
      indexedAttributes: [chosen?.id],
      indexableAttributes: [third?.id],
      obsoleteIndexedAttributes: [],
    });
    expect(await summary('?page=2&pageSize=1')).toEqual({
      indexedAttributes: [],
      indexableAttributes: [third?.id],
      obsoleteIndexedAttributes: [],
    });
    expect((await summary('?order=name:desc')).indexableAttributes).toEqual(
      (
        await server.request('/api/trackedEntityAttributes?indexableOnly=true&paging=false&order=name:desc')
      ).json.trackedEntityAttributes
        .map(({ id }: Attribute) => id)
        .filter((id: string) => id !== chosen?.id),
    );
    const { json } = await server.request(`/api/trigramSummary?fields=id,valueType&filter=id:eq:${second?.id}`);
    expect(json.indexableAttributes).toEqual([{ id: second?.id, valueType: expect.any(String) }]);
    expect((await server.request('/api/trigramSummary?filter=nothing:eq:1')).status).toBeLessThan(500);
    const { login } = await makeUsers(server).make(['F_SYSTEM_SETTING']);
    expect((await server.request('/api/trigramSummary', { user: login })).status).toBe(403);
  });

  it('that are broken are made anew', async () => {
    const [chosen] = indexable;
    // What a build leaves that was broken off.
    await sql`
      update pg_index set indisvalid = false where indexrelid = (
        select pg_class.oid from pg_class
        join trackedentityattribute as attribute on attribute.uid = ${chosen?.id}
        where pg_class.relname = 'in_gin_teavalue_' || attribute.trackedentityattributeid
      )
    `.execute(server.db);
    expect((await indexes()).get(chosen?.id ?? '')).toBe(false);
    expect(await summary()).toMatchObject({ indexedAttributes: [], indexableAttributes: uids() });
    expect((await optimize({ attributes: [chosen?.id] })).message).toBe('1 indexes created, 0 deleted');
    expect((await indexes()).get(chosen?.id ?? '')).toBe(true);
  });

  it('go when nobody searches any more, unless they are to stay', async () => {
    const [chosen] = indexable;
    await sql`
      update trackedentityattribute set uniquefield = false where uid = ${chosen?.id}
    `.execute(server.db);
    for (const table of ['program_attributes', 'trackedentitytypeattribute'])
      await sql`update ${sql.table(table)} set searchable = false`.execute(server.db);
    const { rows } = await sql<{ uid: string }>`select uid from trackedentityattribute where uniquefield`.execute(
      server.db,
    );
    const unique = new Set(rows.map(({ uid }) => uid));
    expect(await summary()).toEqual({
      indexedAttributes: [],
      indexableAttributes: uids().filter((id) => id !== chosen?.id && unique.has(id)),
      obsoleteIndexedAttributes: [chosen?.id],
    });
    expect((await optimize({ skipIndexDeletion: true })).message).toBe('0 indexes created, 0 deleted');
    expect((await indexes()).size).toBe(1);
    expect((await optimize({})).message).toBe('0 indexes created, 1 deleted');
    expect((await indexes()).size).toBe(0);
  });

  it('are a job that later versions call by another name', async () => {
    const { json, text } = await server.request('/api/jobConfigurations', {
      method: 'POST',
      body: { name: 'Trigrams', jobType: 'TRACKER_TRIGRAM_INDEX_MAINTENANCE', cronExpression: '0 0 1 ? * *' },
    });
    expect(json.response.errorReports, text).toEqual([]);
    const job = (await server.request(`/api/jobConfigurations/${json.response.uid}`)).json;
    expect(job.jobType).toBe('TRACKER_SEARCH_OPTIMIZATION');
  });
});

describe('a database without the extensions', () => {
  it('is told what it lacks', async () => {
    await sql`drop extension if exists pg_trgm cascade`.execute(server.db);
    await sql`update trackedentityattribute set uniquefield = true`.execute(server.db);
    // A role that may not install anything, as on many servers.
    await sql`
      create function pg_temp_refuse() returns event_trigger language plpgsql as $$ begin raise exception 'not allowed here'; end $$
    `.execute(server.db);
    await sql`
      create event trigger refuse_extensions on ddl_command_start when tag in ('CREATE EXTENSION') execute function pg_temp_refuse()
    `.execute(server.db);
    const { state, message } = await optimize({ attributes: [indexable[0]?.id] });
    expect([state, message]).toEqual([
      'failed',
      'Indexes for searching need the PostgreSQL extensions pg_trgm and btree_gin, and pg_trgm could not be installed: not allowed here. Ask the administrator of the database to run: create extension pg_trgm',
    ]);
  });
});
