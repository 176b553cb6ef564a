import { sql } from 'kysely';
import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asAdmin, connectionTo, dropDatabase } from '../../test/support/database.js';
import {
  createDhis2,
  DHIS2_TIMEOUT_MS,
  DHIS2_VERSIONS,
  NEWEST_SCRIPT,
  onDatabase,
} from '../../test/support/dhis2/index.js';
import { lookAfter } from '../../test/support/dhis2/trial.js';
import { readCatalogue } from '../database/catalogue.js';
import { detect } from '../database/dhis2/index.js';
import { openDatabase, visit } from '../database/index.js';
import { grantsFor } from './abilities.js';
import { type Diagnosis, diagnose } from './diagnosis.js';
import { documentOf } from './document.js';
import { ANALYTICS_ELSEWHERE, problemsOf } from './problems.js';
import { requireFit } from './refusal.js';
import { reportLines } from './report.js';

const RUN = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`;
const nameFor = (version: string): string => `doctor_${RUN}_${version.replace('.', '_')}`;
const EMPTY = `doctor_${RUN}_empty`;
const ROLE = `guest_${RUN}`;
const OWNER = `owner_${RUN}`;

beforeAll(async () => {
  for (const version of DHIS2_VERSIONS) await createDhis2(nameFor(version), version);
  await asAdmin(async (client) => {
    await client.query(`create database ${EMPTY}`);
    await client.query(`create role ${ROLE} login; create role ${OWNER}`);
  });
}, DHIS2_TIMEOUT_MS);
afterAll(async () => {
  for (const name of [...DHIS2_VERSIONS.map(nameFor), EMPTY]) await dropDatabase(name);
  await asAdmin(async (client) => {
    await client.query(`drop role ${ROLE}; drop role ${OWNER}`);
  });
});

const look = async (version: string): Promise<Diagnosis> => await diagnose(connectionTo(nameFor(version)));
const change = async (version: string, ...statements: readonly string[]): Promise<void> =>
  await onDatabase(nameFor(version), async (client: pg.Client) => {
    for (const statement of statements) await client.query(statement);
  });
const shape = async (version: string) => {
  const database = openDatabase({ connection: connectionTo(nameFor(version)), poolSize: 1 });
  try {
    return await readCatalogue(database.db);
  } finally {
    await database.close();
  }
};

describe.each(DHIS2_VERSIONS)('the database of a DHIS2 %s', (version) => {
  it('has what every feature needs, under the names of its version, and stays as it is', async () => {
    const before = await shape(version);
    const diagnosis = await look(version);
    expect(diagnosis.detection).toEqual({
      kind: 'dhis2',
      dhis2: {
        name: version,
        minor: Number(version.slice(2)),
        script: NEWEST_SCRIPT[version],
        toldBy: 'history',
        historyMissing: undefined,
        halfMigrated: [],
        support: 'supported',
      },
      orderly: undefined,
    });
    expect(problemsOf(diagnosis)).toEqual([]);
    expect(diagnosis.abilities.flatMap(({ missing, rights }) => [...missing, ...rights])).toEqual([]);
    expect(diagnosis.abilities.filter(({ state }) => state === 'not possible')).toEqual([]);
    expect(diagnosis.orphans.filter(({ count }) => count !== 0)).toEqual([]);
    expect(diagnosis.strangers).toEqual({ tables: [], references: [] });
    expect(diagnosis.zone?.verdict).toBe('agrees');
    expect(diagnosis.largest?.[0]).toMatchObject({ name: 'datavalue', rows: 48_980 });
    await expect(requireFit(connectionTo(nameFor(version)))).resolves.toMatchObject({ dhis2: { name: version } });
    expect(await shape(version)).toEqual(before);
  });

  it('is known by its tables when the history is gone', async () => {
    const told = { name: version, toldBy: 'structure', halfMigrated: [], support: 'supported' };
    const gone = await lookAfter(nameFor(version), ['drop table flyway_schema_history'], detect);
    expect(gone.dhis2).toMatchObject({ ...told, historyMissing: 'there is no table flyway_schema_history' });
    const emptied = await lookAfter(nameFor(version), ['delete from flyway_schema_history'], detect);
    expect(emptied.dhis2).toMatchObject(told);
  });
});

it('a visit cannot write, whatever it tries', async () => {
  const write = visit(connectionTo(nameFor('2.42')), async (db) => await sql`create table public.x ()`.execute(db));
  await expect(write).rejects.toThrow(/read-only transaction/);
});

it('a column that is not there is named, with the feature that cannot do without', async () => {
  await change('2.41', 'alter table event rename eventdatavalues to other', 'drop table api_token');
  const { abilities, ...rest } = await look('2.41');
  expect(abilities.find(({ name }) => name === 'Maintenance: tracker')).toMatchObject({
    state: 'not possible',
    missing: ['column event.eventdatavalues'],
  });
  expect(problemsOf({ abilities, ...rest })).toMatchObject([
    { code: 'missing-tables', sentence: expect.stringMatching(/api_token/) },
  ]);
});

describe('a role that may nothing', () => {
  const asGuest = (version: string) => ({ ...connectionTo(nameFor(version)), user: ROLE });

  it('is told which rights it needs, and has enough when it has just these', async () => {
    await change(
      '2.43',
      `do $$ declare name text; begin
         for name in select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
           execute format('alter table public.%I owner to ${OWNER}', name);
         end loop;
       end $$`,
      'create table analytics_orgunittarget ()',
      `alter table analytics_orgunittarget owner to ${OWNER}`,
      'revoke all on schema public from public',
    );
    const before = await diagnose(asGuest('2.43'));
    expect(problemsOf(before)).toMatchObject([
      {
        code: 'missing-rights',
        sentence: expect.stringMatching(/create on database .*; select on userinfo, .*; usage on schema public\./),
      },
    ]);
    const grants = grantsFor(before.abilities, ROLE);
    const lines = reportLines(documentOf(before, []));
    expect(
      Math.max(...lines.filter((line) => line.startsWith('  Maintenance')).map(({ length }) => length)),
    ).toBeLessThan(250);
    for (const grant of grants) expect(lines).toContain(`  ${grant}`);
    expect(grants).toContain(`grant ${OWNER} to ${ROLE};`);
    expect(grants).toContain(
      `grant usage on sequence audit_auditid_seq, datavalueaudit_sequence, deletedobject_sequence, hibernate_sequence, trackedentityinstanceaudit_sequence to ${ROLE};`,
    );
    expect(grants.filter((grant) => grant.startsWith('grant select'))).toHaveLength(1);
    await change('2.43', ...grants.filter((grant) => !grant.includes(OWNER)));
    const nearly = await diagnose(asGuest('2.43'));
    expect(problemsOf(nearly)).toEqual([]);
    expect(nearly.abilities.find(({ name }) => name === 'Resource tables')).toMatchObject({
      state: 'not possible',
      rights: [`membership of ${OWNER}, to which tables belong that are replaced`],
    });
    await change('2.43', ...grants.filter((grant) => grant.includes(OWNER)));
    expect((await diagnose(asGuest('2.43'))).abilities.flatMap(({ rights }) => rights)).toEqual([]);
    await expect(requireFit(asGuest('2.43'))).resolves.toMatchObject({ kind: 'dhis2' });
    const reader = /orderly_reader_\d+/.exec(grants.join())?.[0];
    await change(
      '2.43',
      `drop owned by ${reader}; drop role ${reader}`,
      `drop owned by ${ROLE}`,
      `reassign owned by ${OWNER} to current_user`,
      `drop owned by ${OWNER}`,
    );
  });

  it('cannot make the tables of an empty database', async () => {
    await expect(requireFit({ ...connectionTo(EMPTY), user: ROLE })).rejects.toThrow(
      /lacks rights that Orderly cannot do without: create on database .*; create on schema public/,
    );
    await expect(requireFit(connectionTo(EMPTY))).resolves.toMatchObject({ kind: 'empty' });
  });
});

describe('rows and tables that belong to nothing', () => {
  it('are counted where no foreign key keeps them', async () => {
    await change(
      '2.42',
      `insert into program_userroles (programid, userroleid) select min(programid), -1 from program`,
      `insert into note (noteid, uid, created, notetext) values (-1, 'abcdefghijk', now(), 'nobody''s')`,
      'create table analytics_event_zzzzzzzzzzz_2024 (); create table _deprecated_orgunitstructure ()',
      "create or replace view live as select 'analytics_event_' || lower(min(uid)) as name from program",
    );
    await change(
      '2.42',
      "do $$ begin execute format('create table %I ()', (select name from live)); end $$",
      'drop view live',
    );
    const { orphans, leftOverTables } = await look('2.42');
    expect(
      Object.fromEntries(orphans.filter(({ count }) => count !== 0).map(({ what, count }) => [what, count])),
    ).toEqual({
      'Notes of no event and no enrollment': 1,
      'Programs open to user roles that are gone': 1,
    });
    expect(leftOverTables).toEqual(['analytics_event_zzzzzzzzzzz_2024', '_deprecated_orgunitstructure']);
  });

  it('are told apart from tables of others, and from what these hold on to', async () => {
    await change(
      '2.42',
      'create table report_cache (id bigint, note bigint references note, own bigint); create table report_list (id bigint primary key)',
      'alter table report_cache add foreign key (own) references report_list',
    );
    expect((await look('2.42')).strangers).toEqual({
      tables: ['report_cache', 'report_list'],
      references: ['report_cache (note) → note'],
    });
  });

  it('are not looked for in large tables', async () => {
    await change('2.42', "update pg_class set reltuples = 5000000 where relname = 'note'");
    const { orphans } = await look('2.42');
    expect(orphans.find(({ what }) => what.startsWith('Notes'))).toMatchObject({
      count: undefined,
      leftOut: 'note is too large for a quick look',
    });
  });
});

describe('what goes on', () => {
  it('is told: jobs that run, tables that are being built, Java that is connected', async () => {
    await change(
      '2.42',
      "update jobconfiguration set jobtype = 'ANALYTICS_TABLE', jobstatus = 'RUNNING', name = 'Nightly'",
      'create table analytics_2024_temp ()',
    );
    await onDatabase(nameFor('2.42'), async (client) => {
      await client.query("set application_name = 'PostgreSQL JDBC Driver'");
      await client.query('begin; lock table analytics_2024_temp');
      const diagnosis = await look('2.42');
      expect(diagnosis.activity).toMatchObject({
        javaSessions: 1,
        tableJobs: ['Nightly'],
        stagingTables: ['analytics_2024_temp'],
        lockedTables: ['analytics_2024_temp'],
      });
      // Whoever holds a table alone does not keep the report from being made.
      expect(diagnosis.largest).toBeUndefined();
      const text = reportLines(documentOf(diagnosis, [ANALYTICS_ELSEWHERE])).join('\n');
      expect(text).toMatch(
        /- dhis\.conf names another database.*\n\nTo know\n {2}- A DHIS2 seems to be running: 1 connection of Java/,
      );
      expect(text).toMatch(/DHIS2 is making tables: Nightly is marked as running\./);
    });
  });
});
