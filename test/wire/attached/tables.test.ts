import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beforeTables } from '../../../src/features/resource-tables/index.js';
import type { Progress } from '../../../src/jobs/index.js';
import { aggregateTables } from '../../support/analytics-tables.js';
import { asAdmin, DEMO_DATE } from '../../support/database.js';
import { onDatabase } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';
import { catalogueOf } from '../../support/dhis2/trial.js';
import { testServer } from '../../support/server.js';
import { tableContents } from '../../support/table-contents.js';

const clock = { now: () => new Date(`${DEMO_DATE}T12:00:00`) };
const standalone = testServer({ demo: true, clock });

const TABLES = ['analytics', 'analytics_completeness', 'analytics_completenesstarget', 'analytics_orgunittarget'];
const LATEST = `${aggregateTables()}&lastYears=0`;

/** The role to which the tables of DHIS2 belong, other than that of Orderly. */
const OWNER = `dhis_${process.pid}`;
const OWNED = `
  do $$
  declare
    place record;
  begin
    for place in select oid::regclass as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' loop
      execute format('alter table %s owner to ${OWNER}', place.name);
    end loop;
  end
  $$`;

/** What each version has otherwise than 2.42. */
const VERSIONS = {
  '2.40': { prefix: '_', without: ['dataset', 'relationship'], periods: ['-financialsep'], isoDates: true },
  '2.42': { prefix: 'analytics_rs_', without: [], periods: [], isoDates: false },
  '2.43': {
    prefix: 'analytics_rs_',
    without: [],
    periods: ['+financialaug', '+financialfeb', '+weeklyfriday'],
    isoDates: false,
  },
} as const;

const RESOURCES = [
  'categoryoptioncomboname',
  'categorystructure',
  'dataapprovalminlevel',
  'dataapprovalremaplevel',
  'dataelementcategoryoptioncombo',
  'dataelementgroupsetstructure',
  'dataelementstructure',
  'dataset',
  'datasetorganisationunitcategory',
  'dateperiodstructure',
  'indicatorgroupsetstructure',
  'organisationunitgroupsetstructure',
  'orgunitstructure',
  'periodstructure',
  'relationship',
];

let wanted: ReadonlyMap<string, readonly string[]>;

beforeAll(async () => {
  await asAdmin(async (client) => void (await client.query(`create role ${OWNER}`)));
  await standalone.runJob(aggregateTables());
  wanted = await tableContents(standalone.db, TABLES);
}, 120_000);

afterAll(async () => {
  await asAdmin(async (client) => void (await client.query(`drop role ${OWNER}`)));
});

const namesOf = (text: string): readonly string[] => Object.keys(JSON.parse(text) as object);

describe.each(versionsOf(['2.40', '2.42', '2.43'], '2.40'))('beside DHIS2 %s', (version) => {
  const { prefix, without, periods, isoDates } = VERSIONS[version];
  const server = attachedServer(version as keyof typeof VERSIONS, { clock, before: [OWNED] });
  const generated = async () =>
    (
      await sql<{ name: string; owner: string }>`
        select pg_class.relname as name, pg_get_userbyid(pg_class.relowner) as owner from pg_class
        where pg_class.relkind = 'r' and pg_class.relnamespace = 'public'::regnamespace and pg_class.relname ~ '^(analytics|_)'
        order by 1
      `.execute(server.db)
    ).rows;
  const values = async (where: ReturnType<typeof sql>): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from public.analytics ${where}`.execute(server.db)).rows[0]
      ?.n ?? 0;

  it('makes its tables with the contents that a standalone server gives them, and changes nothing else', async () => {
    const before = await catalogueOf(server.name);
    const messages = await server.runJob(aggregateTables());
    expect(messages[0]?.message).toMatch(/^Analytics tables updated/);
    expect(messages[1]?.message).toMatch(
      /^DHIS2 may still have the list of analytics tables and answers of analytics in its caches: clear them there /,
    );

    const found = await tableContents(server.db, TABLES);
    for (const [table, rows] of wanted) {
      const other = found.get(table) ?? [];
      expect(other, table).toHaveLength(rows.length);
      if (rows.length === 0) continue;
      const have = new Set(namesOf(other[0] ?? ''));
      const want = new Set(namesOf(rows[0] ?? ''));
      const differing = [
        ...[...want].filter((name) => !have.has(name)).map((name) => `-${name}`),
        ...[...have].filter((name) => !want.has(name)).map((name) => `+${name}`),
      ].sort();
      if (want.has('weekly')) expect(differing, table).toEqual([...periods]);
      expect(common(other, want), table).toEqual(common(rows, have));
    }

    const tables = await generated();
    const resources = tables.filter(({ name }) => name.startsWith(prefix)).map(({ name }) => name.slice(prefix.length));
    expect(resources).toEqual(RESOURCES.filter((name) => !(without as readonly string[]).includes(name)));
    expect(new Set(tables.map(({ owner }) => owner))).toEqual(new Set([OWNER]));

    const after = await catalogueOf(server.name);
    const isOther = (name: string) => !/^public\.(analytics|_)/.test(name);
    expect(Object.fromEntries(Object.entries(after).filter(([name]) => isOther(name)))).toEqual(before);
  }, 120_000);

  it('writes when, as this version keeps settings', async () => {
    const settings = await onDatabase(server.name, async (client) =>
      client.query<{ name: string; value: string }>(
        "select name, value from systemsetting where name like 'keyLastSuccessful%' order by name",
      ),
    );
    const stored = Object.fromEntries(settings.rows.map(({ name, value }) => [name, value]));
    expect(stored.keyLastSuccessfulAnalyticsTablesUpdate).toBe(
      isoDates ? `"${DEMO_DATE}T12:00:00.000"` : String(clock.now().getTime()),
    );
    expect(stored.keyLastSuccessfulAnalyticsTablesRuntime).toMatch(
      isoDates ? /^"\d\d:\d\d:\d\d\.\d{3}"$/ : /^\d\d:\d\d:\d\d\.\d{3}$/,
    );
    const { json } = await server.request('/api/system/info');
    expect(json.lastAnalyticsTableSuccess).toBe(`${DEMO_DATE}T12:00:00.000`);
  });

  it('shows in a latest run what the rows themselves tell, and what is gone in a full one', async () => {
    const { rows } = await sql<{ dx: string; pe: string; ou: string; co: string; ao: string }>`
      select dx, pe, ou, co, ao from public.analytics where value > 1 order by id limit 3
    `.execute(server.db);
    const keys = rows.map(({ dx, pe, ou, co, ao }) => [dx, pe, ou, co, ao].join('-'));
    const [changed = '', deleted = '', removed = ''] = keys;
    const shown = async () =>
      (
        await sql<{ id: string; value: number }>`
          select id, value from public.analytics where id = any (${keys}::text[]) order by id
        `.execute(server.db)
      ).rows;
    const before = await shown();
    const write = (key: string, change: ReturnType<typeof sql>) =>
      sql`${change} from ${ROWS} where ${IS_ROW(key)}`.execute(server.db);
    await write(changed, sql`update datavalue as dv set value = '987654', lastupdated = localtimestamp`);
    await write(deleted, sql`update datavalue as dv set deleted = true, lastupdated = localtimestamp`);
    await sql`delete from datavalue as dv using ${ROWS} where ${IS_ROW(removed)}`.execute(server.db);
    await server.runJob(LATEST);
    // Without a trigger nothing tells of the row that is gone.
    expect(await shown()).toEqual([{ id: changed, value: 987_654 }, before[2]]);

    const all = await values(sql``);
    await onDatabase(server.name, (client) =>
      client.query(
        'create table public.analytics_0 (like public.analytics including defaults); insert into public.analytics_0 select * from public.analytics limit 3; alter table public.analytics_0 inherit public.analytics',
      ),
    );
    expect(await values(sql``)).toBe(all + 3);
    const messages = await server.runJob(LATEST);
    expect(messages.map(({ message }) => message)).not.toContainEqual(expect.stringContaining('caches'));
    expect(messages.map(({ message }) => message)).toContain(
      'DATA_VALUE: all of analytics is built anew, because another server has made it, or a part of it, since',
    );
    expect(await shown()).toEqual([{ id: changed, value: 987_654 }]);
    expect(await values(sql``)).toBe(all - 1);
  }, 120_000);

  it('waits for a run of DHIS2, and refuses when that lasts', async () => {
    await onDatabase(server.name, async (client) => {
      await client.query(
        "update jobconfiguration set name = 'Nightly', jobtype = 'ANALYTICS_TABLE', jobstatus = 'RUNNING' where uid = 'DHIS2rocks1'",
      );
      // What an older run left behind stays where it is.
      await client.query('create table public.analytics_2019_temp (id integer)');
      const told: string[] = [];
      const progress = { message: (text: string) => Promise.resolve(void told.push(text)) } as unknown as Progress;
      const context = { db: server.db, progress, signal: new AbortController().signal };
      const none = () => Promise.resolve([]);
      const refused = beforeTables(context, server.services.database, none, { minutes: 0, lookEverySeconds: 1 });
      await expect(refused).rejects.toThrow(
        'DHIS2 is making analytics tables itself: its job "Nightly" is running. Run this again when it is done.',
      );
      const going = beforeTables(context, server.services.database, none, { minutes: 5, lookEverySeconds: 0.05 });
      await expect.poll(() => told).toHaveLength(1);
      await client.query('begin; lock table public.analytics_2019_temp in row exclusive mode');
      await client.query("update jobconfiguration set jobstatus = 'SCHEDULED' where uid = 'DHIS2rocks1'");
      await client.query('commit');
      await going;
      expect(told[0]).toMatch(/^Waiting for DHIS2, .*: its job "Nightly" is running$/);
      await client.query('begin; lock table public.analytics_2019_temp in row exclusive mode');
      await expect(
        beforeTables(context, server.services.database, none, { minutes: 0, lookEverySeconds: 1 }),
      ).rejects.toThrow('it works on analytics_2019_temp');
      await client.query('rollback');
    });
  });

  it('clears analytics tables and nothing else', async () => {
    const { status, text } = await server.request('/api/maintenance/analyticsTablesClear', { method: 'POST' });
    expect(status, text).toBe(204);
    const left = (await generated()).map(({ name }) => name);
    expect(left.filter((name) => !name.startsWith(prefix))).toEqual(['analytics_2019_temp']);
    expect(left.filter((name) => name.startsWith(prefix))).toHaveLength(RESOURCES.length - without.length);
  });
});

/** What names a data value in `analytics`. */
const ROWS = sql`dataelement as element, period, organisationunit as unit, categoryoptioncombo as co, categoryoptioncombo as ao, public.analytics as shown`;
const IS_ROW = (key: string) => sql`
  element.dataelementid = dv.dataelementid and period.periodid = dv.periodid and unit.organisationunitid = dv.sourceid
  and co.categoryoptioncomboid = dv.categoryoptioncomboid and ao.categoryoptioncomboid = dv.attributeoptioncomboid
  and shown.id = ${key} and shown.dx = element.uid and shown.ou = unit.uid and shown.co = co.uid and shown.ao = ao.uid and shown.pestartdate = period.startdate
  and shown.peenddate = period.enddate
`;

/** The rows with those of their columns that others have, too. */
const common = (rows: readonly string[], names: ReadonlySet<string>): readonly string[] =>
  rows
    .map((row) =>
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(row) as object).filter(([name]) => names.has(name)))),
    )
    .sort();
