import fc from 'fast-check';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/support/database.js';
import { type RemoteReply, SUCCESS, testRemote } from '../../../test/support/remote.js';
import type { Progress } from '../../jobs/index.js';
import { remoteOf } from '../remote/index.js';
import { readSettings, writeSetting } from '../settings/index.js';
import { sendChanges } from './send-changes.js';
import { DATA_VALUES } from './subjects.js';

const database = testDatabase({ demo: true });
const remote = testRemote();

/** Enough of a run's progress to work without one. */
const progress = {
  stage: (_name: string, work: (stage: unknown) => Promise<unknown>) =>
    work({ item: (_item: string, one: () => Promise<unknown>) => one() }),
  message: () => Promise.resolve(),
  error: () => undefined,
} as unknown as Progress;

type Reply = 'taken' | 'refused' | 'broken';
const REPLIES: Readonly<Record<Reply, RemoteReply>> = {
  taken: SUCCESS,
  refused: {
    status: 409,
    body: { status: 'ERROR', response: { status: 'ERROR', description: 'no', importCount: {} } },
  },
  broken: { status: 503 },
};

const DAY = Date.UTC(2026, 2, 15);
const at = (minute: number): Date => new Date(DAY + minute * 60_000);

/** One run: which values changed before it, and what the other server says to each request. */
const runs = fc.array(
  fc.record({
    changes: fc.array(fc.nat({ max: 19 }), { maxLength: 12 }),
    replies: fc.array(fc.constantFrom<Reply>('taken', 'taken', 'refused', 'broken'), { maxLength: 8 }),
  }),
  { minLength: 1, maxLength: 4 },
);

interface Sent {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo: string;
  readonly attributeOptionCombo: string;
  readonly lastUpdated: string;
}

const versionOf = (value: Sent): string =>
  [
    value.dataElement,
    value.period,
    value.orgUnit,
    value.categoryOptionCombo,
    value.attributeOptionCombo,
    value.lastUpdated,
  ].join();

describe('whatever goes wrong on the way', () => {
  it('no change is lost, none is sent again that was taken, and the setting moves only over what was taken', {
    timeout: 240_000,
  }, async () => {
    const { db } = database;
    await sql`delete from datavalue where ctid not in (select ctid from datavalue order by ctid limit 20)`.execute(db);
    const { rows: places } = await sql<{
      key: string;
    }>`select (datavalue.*)::text as key, ctid::text from datavalue`.execute(db);
    expect(places).toHaveLength(20);
    await sql`create table position as select row_number() over () - 1 as n, dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid from datavalue`.execute(
      db,
    );

    await fc.assert(
      fc.asyncProperty(runs, async (sequence) => {
        await sql`update datavalue set lastupdated = '2020-01-01'`.execute(db);
        await sql`delete from orderly.sync_progress`.execute(db);
        await sql`delete from systemsetting where name like 'key%' or name like 'sync%'`.execute(db);
        for (const [name, value] of Object.entries(remote.settings))
          await sql`insert into systemsetting (systemsettingid, name, value) values (nextval('hibernate_sequence'), ${name}, ${value})`.execute(
            db,
          );
        await sql`insert into systemsetting (systemsettingid, name, value) values (nextval('hibernate_sequence'), 'syncMaxAttempts', '1')`.execute(
          db,
        );
        await writeSetting(db, 'keyLastSuccessfulDataSynch', at(0));
        const taken: string[] = [];
        let minute = 1;
        const run = async (changes: readonly number[], replies: readonly Reply[]): Promise<boolean> => {
          await sql`
            update datavalue set lastupdated = ${new Date(at(minute).getTime()).toISOString()}::timestamptz at time zone ${Intl.DateTimeFormat().resolvedOptions().timeZone}
            from position where position.n = any (${[...changes]}::int[])
              and (datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid)
                = (position.dataelementid, position.periodid, position.sourceid, position.categoryoptioncomboid, position.attributeoptioncomboid)
          `.execute(db);
          const waiting = [...replies];
          remote.on('/hmis/api/dataValueSets', ({ body }) => {
            const reply = waiting.shift() ?? 'taken';
            if (reply === 'taken') taken.push(...body.dataValues.map(versionOf));
            return REPLIES[reply];
          });
          minute += 1;
          const now = at(minute);
          minute += 1;
          const settings = await readSettings(db);
          const server = remoteOf(settings);
          if (!server) throw new Error('The settings name no remote server.');
          const before = settings.keyLastSuccessfulDataSynch;
          const context = {
            db,
            clock: { now: () => now },
            progress,
            signal: new AbortController().signal,
            settings,
            remote: server,
            pageSize: 3,
          };
          const complete = await sendChanges(context, DATA_VALUES).then(
            (outcome) => outcome.complete,
            () => false,
          );
          const after = (await readSettings(db)).keyLastSuccessfulDataSynch;
          expect(after).toEqual(complete ? now : before);
          return complete;
        };
        for (const { changes, replies } of sequence) await run(changes, replies);
        expect(await run([], [])).toBe(true);
        const { rows } = await sql<Sent>`
          select element.uid as "dataElement", orderly.period_iso(periodtype.name, period.startdate) as period, unit.uid as "orgUnit",
            co.uid as "categoryOptionCombo", ao.uid as "attributeOptionCombo",
            to_char(datavalue.lastupdated, 'YYYY-MM-DD"T"HH24:MI:SS.MS') as "lastUpdated"
          from datavalue
          join dataelement as element using (dataelementid) join period using (periodid) join periodtype using (periodtypeid)
          join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
          join categoryoptioncombo as co on co.categoryoptioncomboid = datavalue.categoryoptioncomboid
          join categoryoptioncombo as ao on ao.categoryoptioncomboid = datavalue.attributeoptioncomboid
          where datavalue.lastupdated > '2026-01-01'
        `.execute(db);
        expect(taken).toEqual(expect.arrayContaining(rows.map(versionOf)));
        expect(new Set(taken).size).toBe(taken.length);
      }),
      { numRuns: 40 },
    );
  });
});
