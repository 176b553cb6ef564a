import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { type EventWorld, ROOT, rangeOf } from '../../support/event-world.js';

/** What the answers of lists look like. */
export function listAnswers(world: EventWorld): void {
  describe('the answer of a list', () => {
    it('has the headers of the peer, those of programs with registration too', async () => {
      const { headers, metaData, rows } = await world.ask(
        `events/query/${world.cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&stage=${world.cast.programStage}&pageSize=1`,
      );
      expect(headers.map(({ name }: { name: string }) => name)).toEqual([
        'psi',
        'ps',
        'eventdate',
        'storedby',
        'createdbydisplayname',
        'lastupdatedbydisplayname',
        'lastupdated',
        'scheduleddate',
        'enrollmentdate',
        'incidentdate',
        'tei',
        'pi',
        'geometry',
        'longitude',
        'latitude',
        'ouname',
        'ounamehierarchy',
        'oucode',
        'programstatus',
        'eventstatus',
        'ou',
      ]);
      expect(headers[2]).toEqual({
        name: 'eventdate',
        column: 'Event date',
        valueType: 'DATETIME',
        type: 'java.time.LocalDateTime',
        hidden: false,
        meta: true,
      });
      expect(metaData.pager).toMatchObject({ page: 1, pageSize: 1 });
      expect(metaData.dimensions).toEqual({ pe: [], ou: [ROOT] });
      expect(metaData.items).toMatchObject({
        ou: { name: 'Organisation unit' },
        [ROOT]: { name: expect.any(String) },
        2024: { name: '2024' },
      });
      expect(rows[0][2]).toMatch(/^2024-\d\d-\d\d \d\d:\d\d:\d\d\.\d+$/);
      const plain = await world.ask(
        `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=0`,
      );
      expect(plain).toMatchObject({ headerWidth: 17, width: 0, height: 0, rows: [], rowContext: {} });
    });

    it('shows the columns that are asked for, in that order, with the labels of the stage', async () => {
      const second = `S${world.cast.stage.slice(0, 10)}`;
      const { headers, rows } = await world.ask(
        `events/query/${world.cast.register}?dimension=ou:${ROOT},${world.cast.text},pe:2024&stage=${second}&headers=${world.cast.text},ouname,eventdate&pageSize=3`,
      );
      expect(headers.map(({ column }: { column: string }) => column).slice(1)).toEqual([
        'Organisation unit name',
        'Day of the visit',
      ]);
      expect(headers[0]).toMatchObject({ name: world.cast.text, optionSet: 'OptSetAns01', valueType: 'TEXT' });
      expect(rows[0]).toHaveLength(3);
    });

    it('explains options that occur, and writes them by the name that is wanted', async () => {
      const query = `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.text}:IN:Answer 1;Answer 2&headers=${world.cast.text}`;
      const { metaData, rows } = await world.ask(`${query}&includeMetadataDetails=true`);
      expect(new Set(rows.flat())).toEqual(new Set(['Answer 1', 'Answer 2']));
      expect(metaData.dimensions[world.cast.text]).toEqual(['OptAnswer01', 'OptAnswer02']);
      expect(metaData.items.OptAnswer01).toEqual({ uid: 'OptAnswer01', code: 'Answer 1', name: 'The answer 1' });
      expect(metaData.items.OptSetAns01.options).toEqual([
        { uid: 'OptAnswer01', code: 'Answer 1' },
        { uid: 'OptAnswer02', code: 'Answer 2' },
      ]);
      expect(metaData.items[world.cast.text]).toMatchObject({
        uid: world.cast.text,
        dimensionItemType: 'DATA_ELEMENT',
        valueType: 'TEXT',
      });
      const named = await world.ask(`${query}&dataIdScheme=NAME`);
      expect(new Set(named.rows.flat())).toEqual(new Set(['The answer 1', 'The answer 2']));
    });

    it('has ranges instead of numbers, the values of another stage as nothing, and units by code', async () => {
      const second = `S${world.cast.stage.slice(0, 10)}`;
      const { rows } = await world.ask(
        `events/query/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${world.cast.number}-LegSetRng01&dimension=${second}.${world.cast.number}&headers=psi,ps,${world.cast.number},${second}.${world.cast.number},ou&outputIdScheme=CODE&paging=false`,
      );
      const byUid = new Map(world.events.map((event) => [event.event, event]));
      for (const [uid, stage, range, value, unit] of rows) {
        const number = Number(byUid.get(uid)?.values[world.cast.number]);
        expect(range).toBe(rangeOf(number));
        expect(value).toBe(stage === second ? number.toFixed(1) : '');
        expect(unit).not.toBe(byUid.get(uid)?.line.at(-1));
      }
      expect(rows.length).toBeGreaterThan(100);
    });

    it('comes in the modes of units', async () => {
      const query = (mode: string) =>
        world.ask(
          `events/query/${world.cast.register}?dimension=ou:${world.cast.district}&dimension=pe:2023;2024;2025&ouMode=${mode}&headers=ou&pageSize=1`,
        );
      const { rows: children } = await sql<{ uid: string }>`
        select child.uid from organisationunit as child join organisationunit as parent on parent.organisationunitid = child.parentid
        where parent.uid = ${world.cast.district}
      `.execute(world.server.db);
      expect(children.length).toBeGreaterThan(0);
      expect((await query('DESCENDANTS')).metaData.pager.total).toBeGreaterThan(0);
      expect((await query('SELECTED')).metaData.pager.total).toBe(0);
      expect((await query('CHILDREN')).metaData.pager.total).toBe(0);
    });

    it.each(['xml', 'csv', 'xls', 'xlsx', 'html', 'html+css'])('comes as %s', async (form) => {
      const { status, headers, text } = await world.server.request(
        `/api/analytics/events/query/${world.cast.register}.${form}?dimension=ou:${ROOT}&dimension=pe:2024&pageSize=2&headers=ouname,eventdate`,
      );
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/xml|csv|sheet|excel|html/);
      if (form !== 'xls' && form !== 'xlsx') expect(text).toContain('Organisation unit name');
    });
  });
}
