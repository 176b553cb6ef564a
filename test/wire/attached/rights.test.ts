import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { grantsFor } from '../../../src/doctor/abilities.js';
import { diagnose } from '../../../src/doctor/diagnosis.js';
import { requireFit } from '../../../src/doctor/index.js';
import { asAdmin, connectionTo } from '../../support/database.js';
import { onDatabase } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';

const RUN = `${process.pid}_${Math.random().toString(36).slice(2, 8)}`;

/** Gives the tables of a database to a role, as they belong to that of a DHIS2. */
const OWNED = (owner: string): string => `
  do $$ declare name text; begin
    for name in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
      and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e') loop
      execute format('alter table %s owner to ${owner}', name);
    end loop;
    for name in select oid::regclass from pg_class where relnamespace = 'public'::regnamespace and relkind = 'S'
      and not exists (select from pg_depend where objid = pg_class.oid and deptype in ('a', 'e')) loop
      execute format('alter sequence %s owner to ${owner}', name);
    end loop;
  end $$`;

/** What is withheld at first: everything that making tables and views takes. */
const isForMaking = (grant: string, owner: string): boolean =>
  grant.includes(owner) || grant.includes('orderly_reader') || grant.includes('create on schema public');

const FEW_TABLES =
  '/api/resourceTables/analytics?lastYears=1&skipEvents=true&skipEnrollment=true&skipOrgUnitOwnership=true';
const RUN_TIMEOUT_MS = 180_000;

const QUERY = 'select uid, name from organisationunit where hierarchylevel = 1';

describe.each(versionsOf(['2.40', '2.42'], '2.42'))(
  'beside DHIS2 %s, as a role with just the rights that the doctor lists',
  (version) => {
    const role = `plain_${RUN}_${version.slice(2)}`;
    const owner = `dhis_${RUN}_${version.slice(2)}`;
    const grants: string[] = [];

    beforeAll(async () => {
      await asAdmin(async (client) => {
        await client.query(`create role ${owner}; create role ${role} login`);
      });
    });
    const server = attachedServer(version, {
      user: role,
      before: [
        OWNED(owner),
        'revoke all on schema public from public',
        `grant usage, create on schema public to ${owner}`,
        `insert into sqlview (sqlviewid, uid, name, created, lastupdated, sqlquery, type, cachestrategy)
       values (1, 'svHighestLv', 'Highest level', now(), now(), '${QUERY}', 'VIEW', 'NO_CACHE')`,
      ],
      prepare: async (name) => {
        const { abilities } = await diagnose({ ...connectionTo(name), user: role });
        grants.push(...grantsFor(abilities, role));
        await onDatabase(name, async (client) => {
          for (const grant of grants.filter((text) => !isForMaking(text, owner))) await client.query(grant);
        });
      },
    });
    afterAll(async () => {
      await server.stop();
      await onDatabase(server.name, async (client) => {
        const { rows } = await client.query(
          "select 'orderly_reader_' || oid as reader from pg_database where datname = current_database()",
        );
        const reader = (rows as { reader: string }[])[0]?.reader;
        await client.query(
          `drop owned by ${role}; drop owned by ${reader}; drop role ${reader}; reassign owned by ${owner} to current_user; drop owned by ${owner}; drop role ${role}; drop role ${owner}`,
        );
      });
    });
    const lastOf = async (path: string): Promise<string> => (await server.runJob(path))[0]?.message ?? '';
    const ownersOf = async (pattern: string): Promise<readonly string[]> =>
      await onDatabase(server.name, async (client) => {
        const { rows } = await client.query<{ owner: string }>(
          "select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname ~ $1",
          [pattern],
        );
        return rows.map((row) => row.owner);
      });

    it(
      'a right that is missing is named by the feature that needs it, and the others work',
      async () => {
        expect(grants.filter((grant) => grant.includes(owner))).toHaveLength(2);
        expect(await lastOf('/api/resourceTables')).toMatch(
          /^The database user of Orderly lacks a right: permission denied for schema public\. "orderly doctor"/,
        );
        const made = await server.request('/api/sqlViews/svHighestLv/execute', { method: 'POST' });
        expect(made.status, made.text).toBe(409);
        expect(made.text).toMatch(/orderly_reader_/);
        expect((await server.request('/api/me')).json.username).toBe('admin');
      },
      RUN_TIMEOUT_MS,
    );

    it.each([
      ['the hierarchy', '/api/organisationUnits?fields=*&pageSize=5'],
      ['programs', '/api/programs?fields=*&pageSize=5'],
      ['statistics', '/api/dataStatistics?startDate=2026-01-01&endDate=2026-03-01&interval=MONTH'],
      ['jobs', '/api/jobConfigurations'],
      ['who is there', '/api/users?pageSize=3'],
    ])('reads %s', async (_what, path) => {
      const { status, text } = await server.request(path);
      expect(status, text).toBe(200);
    });

    it('purges', async () => {
      await onDatabase(server.name, async (client) => {
        await client.query('update datavalue set deleted = true where value = (select max(value) from datavalue)');
      });
      const { status, text } = await server.request(
        '/api/maintenance?softDeletedDataValueRemoval=true&zeroDataValueRemoval=true&softDeletedEventRemoval=true&softDeletedEnrollmentRemoval=true&softDeletedTrackedEntityRemoval=true&softDeletedRelationshipRemoval=true&periodPruning=true&expiredInvitationsClear=true&categoryOptionComboUpdate=true&ouPathsUpdate=true&cacheClear=true',
        { method: 'POST' },
      );
      expect(status, text).toBeLessThan(300);
      expect(text).not.toMatch(/lacks a right|permission denied/);
      await onDatabase(server.name, async (client) => {
        expect((await client.query('select from datavalue where deleted')).rowCount).toBe(0);
      });
    });

    it('checks data integrity', async () => {
      const messages = await server.runJob('/api/dataIntegrity/summary');
      expect(messages.map(({ message }) => message).join(' ')).not.toMatch(/lacks a right|permission denied|fail/i);
      const { json } = await server.request('/api/dataIntegrity/summary?timeout=10000');
      expect(JSON.stringify(json)).not.toMatch(/permission denied|lacks a right/);
    });

    it(
      'makes tables and views once it is a member of the role that owns them',
      async () => {
        await onDatabase(server.name, async (client) => {
          for (const grant of grants.filter((text) => isForMaking(text, owner))) await client.query(grant);
        });
        await expect(requireFit({ ...connectionTo(server.name), user: role })).resolves.toMatchObject({
          kind: 'dhis2',
        });
        const { abilities } = await diagnose({ ...connectionTo(server.name), user: role });
        expect(abilities.flatMap(({ rights }) => rights)).toEqual([]);
        expect(await lastOf('/api/resourceTables')).not.toMatch(/lacks|fail/i);
        expect(await lastOf(FEW_TABLES)).not.toMatch(/lacks|fail/i);
        expect(await ownersOf('^(analytics_|_)')).toEqual([owner]);
        const made = await server.request('/api/sqlViews/svHighestLv/execute', { method: 'POST' });
        expect(made.status, made.text).toBe(201);
        const data = await server.request('/api/sqlViews/svHighestLv/data');
        expect(data.json.listGrid.rows, data.text).toHaveLength(1);
        await onDatabase(server.name, async (client) => {
          await client.query(`set role ${owner}`);
          expect((await client.query('select * from public._view_highest_level')).rowCount).toBe(1);
          expect((await client.query('select from public.analytics limit 1')).rowCount).toBe(1);
        });
      },
      RUN_TIMEOUT_MS,
    );

    it(
      'again, over what stands',
      async () => {
        expect(await lastOf(FEW_TABLES)).not.toMatch(/lacks|fail/i);
        expect(await ownersOf('^(analytics_|_)')).toEqual([owner]);
      },
      RUN_TIMEOUT_MS,
    );
  },
);
