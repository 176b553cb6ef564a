import { createServer } from 'node:http';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tablesFor } from '../../../src/database/dhis2/index.js';
import { referrersOf } from '../../../src/database/index.js';
import { generateUid } from '../../../src/kernel/uid.js';
import { DHIS2_VERSIONS, onDatabase } from '../../support/dhis2/index.js';
import { versionsOf } from '../../support/dhis2/layout.js';
import { attachedServer } from '../../support/dhis2/server.js';
import { catalogueOf } from '../../support/dhis2/trial.js';
import { actualColumn, actualTable, LeastRows, type Row } from '../../support/maintenance/least-row.js';
import { maintenanceOf } from '../../support/maintenance/requests.js';
import { contentsOf } from '../../support/maintenance/whole-database.js';

/** The DHIS2 itself, as far as its caches go: what it was asked, and what it answers. */
const asked: unknown[] = [];
const dhis2 = createServer((request, response) => {
  asked.push([request.method, request.url, request.headers.authorization]);
  response.writeHead(request.headers.authorization === 'ApiToken d2pat_good' ? 204 : 401).end();
});
await new Promise<void>((resolve) => dhis2.listen(0, '127.0.0.1', resolve));
const address = dhis2.address();
const dhis2Url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
afterAll(async () => {
  dhis2.closeAllConnections();
  await new Promise((resolve) => dhis2.close(resolve));
});

const BY_HAND = 'clear them there (Data Administration → Maintenance → Clear application cache), or restart it.';
const LAYOUTS = [
  { version: '2.40', flags: {}, told: `DHIS2 may still have periods in its caches: ${BY_HAND}`, requests: 0 },
  {
    version: '2.42',
    flags: { dhis2Url, dhis2Token: 'd2pat_good' },
    told: `DHIS2 (${dhis2Url}) was told to clear its caches, which may still have had periods.`,
    requests: 1,
  },
  {
    version: '2.43',
    flags: { dhis2Url, dhis2Token: 'd2pat_bad' },
    told: `DHIS2 may still have periods in its caches and could not be told to clear them: ${dhis2Url} does not accept the token of ORDERLY_DHIS2_TOKEN. Therefore ${BY_HAND}`,
    requests: 1,
  },
] as const;

/** From the uppermost down. */
const CHAIN = ['trackedentity', 'enrollment', 'event'] as const;
const PURGES = [
  ['event', 'softDeletedEventRemoval'],
  ['enrollment', 'softDeletedEnrollmentRemoval'],
  ['trackedentity', 'softDeletedTrackedEntityRemoval'],
] as const;

describe.each(LAYOUTS.filter(({ version }) => versionsOf(DHIS2_VERSIONS, '2.43').includes(version)))(
  'maintenance beside DHIS2 $version',
  ({ version, flags, told, requests }) => {
    const server = attachedServer(version, { flags });
    const { ask, report } = maintenanceOf(server);
    const isSplit = version === '2.43';
    let least: LeastRows;
    let catalogue: Awaited<ReturnType<typeof ofDhis2>>;

    /** The catalogue but for what is Orderly's own. */
    const ofDhis2 = async () =>
      Object.fromEntries(
        Object.entries(await catalogueOf(server.name)).filter(([table]) => !table.startsWith('orderly')),
      );

    beforeAll(async () => {
      least = new LeastRows(server.db);
      catalogue = await ofDhis2();
      for (const [, operation] of PURGES) await report(`/${operation}`);
      await report('/softDeletedRelationshipRemoval');
      // Whatever rows need that are referred to is there from now on.
      await family([...CHAIN], undefined);
      if (isSplit) await single(false);
    });

    const isTracker = (table: string) =>
      CHAIN.some((name) => tablesFor(name, { has: (one) => one === table }).includes(table)) || table.endsWith('event');

    /** One row of each table that refers to the row, by each of its columns; two ends of a relationship, a note, and a message with all its parts among them. */
    async function populate(table: string, key: unknown): Promise<void> {
      for (const referrer of await referrersOf(server.db, [table])) {
        if (isTracker(referrer.table)) continue;
        const refers = { [referrer.column]: key };
        if (referrer.table === 'relationshipitem') await relate(refers);
        else if (referrer.table === 'programmessage') {
          const { id } = await least.insert('programmessage', refers);
          for (const part of await referrersOf(server.db, ['programmessage']))
            await least.insert(part.table, { [part.column]: id });
        } else if (referrer.table.endsWith('notes') || referrer.table.endsWith('comments')) {
          const { noteid } = await least.insert('note');
          await least.insert(referrer.table, { ...refers, noteid });
        } else await least.insert(referrer.table, refers);
      }
    }

    async function relate(end: Row): Promise<void> {
      const { relationshipid } = await least.insert('relationship', { deleted: false });
      const { relationshipitemid: from } = await least.insert('relationshipitem', { relationshipid, ...end });
      const { relationshipitemid: to } = await least.insert('relationshipitem', { relationshipid, ...end });
      await sql`
      update public.relationship set from_relationshipitemid = ${from}, to_relationshipitemid = ${to} where relationshipid = ${relationshipid}
    `.execute(server.db);
    }

    /** Rows of the tables, each of the one before, with everything that refers to them; gives their keys. */
    async function family(names: readonly string[], deleted: string | undefined, above: Row = {}): Promise<Row> {
      let row = above;
      for (const name of names) {
        const made = await least.insert(name, {
          uid: generateUid(),
          deleted: name === deleted,
          ...(name !== 'trackedentity' && row),
        });
        const key = made[`${name}id`];
        row = { [`${name}id`]: key };
        await populate(await actualTable(server.db, name), key);
      }
      return row;
    }

    async function single(deleted: boolean): Promise<void> {
      const { eventid } = await least.insert('singleevent', { uid: generateUid(), deleted });
      await populate('singleevent', eventid);
    }

    it.each(PURGES)(
      'a purge of %s removes it with every referrer, as previewed, and nothing else',
      async (root, operation) => {
        const { db } = server;
        const place = CHAIN.indexOf(root);
        const above = await family(CHAIN.slice(0, place), undefined);
        const base = await contentsOf(db);
        await family(CHAIN.slice(place), root, above);
        if (isSplit && root === 'event') await single(true);
        const full = await contentsOf(db);
        const preview = (await ask(`/${operation}?dryRun=true`)).json.response.operations[0];

        const done = await report(`/${operation}`);
        expect(done).toMatchObject({ status: 'SUCCESS', skipped: [], counts: preview.counts });
        expect(done.counts[root]).toBe(isSplit && root === 'event' ? 2 : 1);
        expect(await contentsOf(db)).toEqual(base);
        const rows = (contents: typeof base) => Object.values(contents).reduce((sum, { count }) => sum + count, 0);
        expect(Object.values(done.counts).reduce((sum, count) => sum + count, 0)).toBe(rows(full) - rows(base));
        expect((await report(`/${operation}`)).counts).toEqual({});
      },
    );

    it('keeps what a table of somebody else refers to, in whatever schema, and says so', async () => {
      const { db } = server;
      const table = await actualTable(db, 'trackedentity');
      const key = await actualColumn(db, 'trackedentity', 'trackedentityid');
      const { trackedentityid, uid } = await least.insert('trackedentity', { uid: generateUid(), deleted: true });
      await least.insert('trackedentity', { uid: generateUid(), deleted: true });
      await onDatabase(server.name, async (client) => {
        await client.query('create schema research');
        await client.query(`create table research.cohort (person bigint references public.${table} (${key}))`);
        await client.query('insert into research.cohort values ($1)', [trackedentityid]);
      });
      expect(await report('/softDeletedTrackedEntityRemoval')).toMatchObject({
        status: 'WARNING',
        counts: { trackedentity: 1 },
        skipped: [{ id: uid, reason: '1 row of research.cohort refers to it' }],
      });
      await onDatabase(server.name, (client) => client.query('drop schema research cascade'));
      expect((await report('/softDeletedTrackedEntityRemoval')).counts).toEqual({ trackedentity: 1 });
    });

    it('prunes a data element with the change log of events of its version', async () => {
      const { db } = server;
      const logs = {
        '2.40': ['trackedentitydatavalueaudit'],
        '2.42': ['eventchangelog'],
        '2.43': ['trackereventchangelog', 'singleeventchangelog'],
      };
      const { dataelementid } = await least.insert('dataelement', { uid: 'PrunedEleme' });
      for (const table of logs[version]) await least.insert(table, { dataelementid });
      await least.insert('datavalue', { dataelementid, storedby: 'admin', value: '1' });
      const counts = { ...Object.fromEntries(logs[version].map((table) => [table, 1])), datavalue: 1 };
      const { json } = await ask('/dataPruning/dataElements/PrunedEleme?dryRun=true');
      const done = await report('/dataPruning/dataElements/PrunedEleme');
      expect(done.counts).toMatchObject(counts);
      expect(done.counts).toEqual(json.response.operations[0].counts);
      const { rows } = await sql`select from public.datavalue where dataelementid = ${dataelementid}`.execute(db);
      expect(rows).toEqual([]);
    });

    it('is refused while the DHIS2 synchronises what it would remove, and not after a server of it died', async () => {
      const job = (change: string) =>
        onDatabase(server.name, (client) =>
          client.query(`update public.jobconfiguration set ${change} where uid = 'DHIS2rocks1'`).then(() => undefined),
        );
      const isRefused = async (path: string): Promise<boolean> => {
        const { status, json } = await ask(path);
        if (status === 409)
          expect(json.message).toBe(
            'The DHIS2 beside this Orderly runs its job "Nightly", which must not meet this. Try again when it has ended.',
          );
        return status === 409;
      };
      await job("name = 'Nightly', jobtype = 'DATA_SYNC', jobstatus = 'RUNNING'");
      expect(await isRefused('/softDeletedDataValueRemoval')).toBe(true);
      expect(await isRefused('/softDeletedDataValueRemoval?dryRun=true')).toBe(false);
      expect(await isRefused('/softDeletedEventRemoval')).toBe(false);
      await job("jobtype = 'TRACKED_ENTITY_DATA_SYNC'");
      expect(await isRefused('/softDeletedEventRemoval')).toBe(true);
      expect(await isRefused('/softDeletedDataValueRemoval')).toBe(false);
      if (version !== '2.40') {
        await job("lastalive = localtimestamp - interval '2 hours'");
        expect(await isRefused('/softDeletedEventRemoval')).toBe(false);
      }
      await job("jobstatus = 'SCHEDULED'");
      expect(await isRefused('/softDeletedEventRemoval')).toBe(false);
    });

    it('prunes unused periods, and has DHIS2 forget them or says who has to', async () => {
      await report('/periodPruning');
      const unused = 30;
      for (let day = 1; day <= unused; day += 1) {
        const date = `1950-01-${String(day).padStart(2, '0')}`;
        await least.insert('period', { startdate: date, enddate: date });
      }
      asked.length = 0;
      const done = await report('/periodPruning');
      expect(done).toMatchObject({ status: 'SUCCESS', counts: { period: unused }, warnings: [told] });
      expect(asked).toEqual(
        Array(requests).fill(['POST', '/api/maintenance?cacheClear=true', expect.stringMatching(/^ApiToken d2pat_/)]),
      );
      expect(await report('/periodPruning')).toMatchObject({ counts: {}, warnings: [] });
      expect(asked).toHaveLength(requests);
    });

    it('has changed nothing of the tables themselves', async () => {
      expect(await ofDhis2()).toEqual(catalogue);
    });
  },
);
