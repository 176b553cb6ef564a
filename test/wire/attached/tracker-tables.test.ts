import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../src/database/index.js';
import { DEMO_DATE } from '../../support/database.js';
import { DHIS2_TIMEOUT_MS, type Dhis2Version } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';
import { catalogueOf } from '../../support/dhis2/trial.js';
import { testServer } from '../../support/server.js';
import { type Row, rowsOf } from '../../support/tracker-tables.js';

const clock = { now: () => new Date(`${DEMO_DATE}T12:00:00`) };
const BUILD = '/api/resourceTables/analytics?skipAggregate=true&skipOutliers=true';
const TYPES = ['event', 'enrollment', 'ownership', 'te', 'te_event', 'te_enrollment'] as const;

/** What each version calls the tables, and what of their content it cannot have. */
const VERSIONS: Readonly<
  Record<Exclude<Dhis2Version, '2.42'>, { tables: readonly string[]; split: boolean; storedBy: boolean }>
> = {
  '2.40': { tables: ['event', 'enrollment', 'ownership'], split: false, storedBy: true },
  '2.41': {
    tables: ['event', 'enrollment', 'ownership', 'tei', 'tei_events', 'tei_enrollments'],
    split: false,
    storedBy: true,
  },
  '2.43': { tables: TYPES, split: true, storedBy: true },
  '2.44': { tables: TYPES, split: true, storedBy: false },
};

/** An event without registration of 2.42 as it is from 2.43 on: without the enrollment that it had for itself, and with one date. */
const looseEvent = (row: Row): Row => ({
  enrollment: null,
  enrollmentdate: null,
  enrollmentoccurreddate: null,
  enrollmentstatus: null,
  enrollmentou: row.ou,
  scheduleddate: null,
  occurreddate: row.occurreddate ?? row.scheduleddate,
});

const standalone = testServer({ demo: true, clock });
const programs = async (db: Db) =>
  (
    await sql<{ uid: string; registration: boolean }>`
      select lower(uid) as uid, type = 'WITH_REGISTRATION' as registration from program
    `.execute(db)
  ).rows;

/** Rows with these columns, in an order that does not depend on how they were made. */
const canonical = (rows: readonly Row[], columns: readonly string[]): readonly string[] =>
  rows.map((row) => JSON.stringify(columns.map((name) => [name, row[name]]))).toSorted();

beforeAll(async () => {
  await standalone.runJob(BUILD);
}, DHIS2_TIMEOUT_MS);

describe.each(versionsOf(['2.40', '2.41', '2.43', '2.44'], '2.43'))(
  'the tables of the tracker beside DHIS2 %s',
  (version) => {
    const { tables, split, storedBy } = VERSIONS[version];
    const server = attachedServer(version, { clock });
    let before: Awaited<ReturnType<typeof catalogueOf>>;
    let messages: readonly { readonly message: string; readonly level: string }[] = [];

    beforeAll(async () => {
      before = await catalogueOf(server.name);
      messages = await server.runJob(BUILD);
    }, DHIS2_TIMEOUT_MS);

    const tableOf = (type: (typeof TYPES)[number], uid: string): string | undefined => {
      const name = tables[TYPES.indexOf(type)];
      return name && `analytics_${name}_${uid}`;
    };

    /** Compares one table with that of the standalone server; gives the number of rows. */
    const compare = async (type: (typeof TYPES)[number], uid: string, isLoose = false): Promise<number> => {
      const wanted = await rowsOf(standalone.db, `analytics_${type}_${uid}`);
      const found = await rowsOf(server.db, tableOf(type, uid) ?? '');
      // Versions have other types of periods, too.
      const columns = Object.keys(found[0] ?? {}).filter((name) => name in (wanted[0] ?? {}));
      expect(columns.length).toBeGreaterThanOrEqual(Object.keys(wanted[0] ?? {}).length - 1);
      const expected = canonical(
        wanted.map((row) => ({
          ...row,
          ...(isLoose && looseEvent(row)),
          ...(!storedBy && 'storedby' in row && { storedby: null }),
        })),
        columns,
      );
      const known = new Set(canonical(found, columns));
      expect(expected.filter((row) => !known.has(row)).slice(0, 1), `${type} ${uid}`).toEqual([]);
      expect(found.length, `${type} ${uid}`).toBe(wanted.length);
      return found.length;
    };

    it('are all built, and change nothing that is the tables of DHIS2', async () => {
      expect(messages.filter(({ level }) => level === 'ERROR')).toEqual([]);
      expect(messages[0]).toMatchObject({
        completed: true,
        message: expect.stringMatching(/^Analytics tables updated/),
      });
      const after = await catalogueOf(server.name);
      const ofDhis2 = Object.keys(before).filter((table) => !/^public\.(analytics_|_)/.test(table));
      for (const table of ofDhis2.filter((name) => name.startsWith('public.')))
        expect(after[table]).toEqual(before[table]);
      const made = Object.keys(after).filter((table) => table.startsWith('public.') && !(table in before));
      expect(made.filter((table) => !/^public\.(analytics_|_)/.test(table))).toEqual([]);
      expect(
        made.filter((table) => /analytics_te/.test(table)).map((table) => table.replace(/_[^_]{11}(_\d+)?$/, '')),
      ).toEqual(
        expect.arrayContaining(
          tables.filter((name) => name.startsWith('te')).map((name) => `public.analytics_${name}`),
        ),
      );
    });

    it('hold what those of a standalone server hold of the same country', async () => {
      const rows: Record<string, number> = {};
      for (const { uid, registration } of await programs(server.db)) {
        const loose = split && !registration;
        rows.event = (rows.event ?? 0) + (await compare('event', uid, loose));
        if (loose) {
          expect(await rowsOf(server.db, `analytics_enrollment_${uid}`)).toEqual([]);
        } else rows.enrollment = (rows.enrollment ?? 0) + (await compare('enrollment', uid));
        if (registration) rows.ownership = (rows.ownership ?? 0) + (await compare('ownership', uid));
      }
      const { rows: types } = await sql<{ uid: string }>`select lower(uid) as uid from trackedentitytype`.execute(
        server.db,
      );
      for (const { uid } of types) {
        for (const type of ['te', 'te_event', 'te_enrollment'] as const)
          if (tableOf(type, uid)) rows[type] = (rows[type] ?? 0) + (await compare(type, uid));
      }
      // Nobody has changed its owner there.
      const { ownership: _, ...filled } = rows;
      for (const [type, count] of Object.entries(filled)) expect(count, type).toBeGreaterThan(20);
    });

    it('answer questions about events as a standalone server does', async () => {
      for (const { uid } of (await sql<{ uid: string }>`select uid from program order by uid`.execute(server.db))
        .rows) {
        const path = `/api/analytics/events/aggregate/${uid}?dimension=pe:THIS_YEAR;LAST_YEAR&dimension=ou:LEVEL-2&eventStatus=COMPLETED`;
        const [found, wanted] = [await server.request(path), await standalone.request(path)];
        expect(found.status, found.text).toBe(200);
        expect(found.json.rows.toSorted()).toEqual(wanted.json.rows.toSorted());
        expect(found.json.rows.length).toBeGreaterThan(0);
      }
    });

    it('are brought up to date by a latest run', async () => {
      const [sample] = (
        await sql<{ uid: string; program: string }>`
        select event.uid, lower(program.uid) as program from event
        join programstage using (programstageid) join program using (programid)
        where program.type = 'WITHOUT_REGISTRATION' and not event.deleted and event.status = 'COMPLETED' order by event.eventid limit 1
      `.execute(server.db)
      ).rows;
      const source = split ? 'singleevent' : version === '2.40' ? 'programstageinstance' : 'event';
      await sql`update ${sql.id('public', source)} set deleted = true, lastupdated = localtimestamp where uid = ${sample?.uid}`.execute(
        server.db,
      );
      const count = async () =>
        (
          await sql<{ count: number }>`
          select count(*)::int as count from ${sql.id('public', `analytics_event_${sample?.program}`)} where event = ${sample?.uid}
        `.execute(server.db)
        ).rows[0]?.count;
      expect(await count()).toBe(1);
      await sql`
        with owner as (select * from trackedentityprogramowner order by trackedentityprogramownerid limit 1)
        insert into programownershiphistory (programownershiphistoryid, programid, trackedentityid, startdate, enddate, createdby, organisationunitid)
        select 7000000, programid, trackedentityid, timestamp '2024-01-01', timestamp '2024-02-01', 'admin', organisationunitid from owner
      `.execute(server.db);
      await sql`
        update trackedentityprogramowner as owner set lastupdated = localtimestamp, organisationunitid = (
          select max(organisationunitid) from organisationunit as other where other.organisationunitid <> owner.organisationunitid
        )
        where trackedentityprogramownerid = (select min(trackedentityprogramownerid) from trackedentityprogramowner)
      `.execute(server.db);
      const latest = await server.runJob(`${BUILD}&lastYears=0&skipResourceTables=true`);
      expect(latest.filter(({ level }) => level === 'ERROR')).toEqual([]);
      expect(latest.map(({ message }) => message).join('\n')).toContain('EVENT: 1 changes, 1 rows removed and 0 added');
      expect(latest.map(({ message }) => message).join('\n')).toContain(
        'OWNERSHIP: 1 changes, 0 rows removed and 2 added',
      );
      expect(await count()).toBe(0);
    });
  },
);
