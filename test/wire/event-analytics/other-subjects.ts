import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { type EventWorld, numberText, ROOT, rangeOf } from '../../support/event-world.js';

/** Lists and numbers of enrollments and tracked entities. */
export function otherSubjects(world: EventWorld): void {
  describe('enrollments and tracked entities', () => {
    /** Values of the events of a stage by enrollment, from the first event to the last. */
    const series = (uid: string): ReadonlyMap<string, readonly (string | undefined)[]> => {
      const own = world.events
        .filter((event) => event.stage === world.cast.programStage && event.status !== 'SCHEDULE')
        .toSorted((a, b) => ((a.occurred ?? '') < (b.occurred ?? '') ? -1 : 1));
      const found = new Map<string, (string | undefined)[]>();
      for (const { enrollment, values } of own) found.set(enrollment, [...(found.get(enrollment) ?? []), values[uid]]);
      return found;
    };

    it('have the last value of a stage, or that of a certain event', async () => {
      const { headers, rows } = await world.ask(
        `enrollments/query/${world.cast.program}?dimension=ou:${ROOT}&dimension=${world.cast.programStage}.${world.cast.programNumber}&dimension=${world.cast.programStage}[1].${world.cast.programNumber}&dimension=${world.cast.programStage}[-1].${world.cast.programNumber}&paging=false`,
      );
      expect(headers.slice(0, 4).map(({ name }: { name: string }) => name)).toEqual([
        'pi',
        'tei',
        'enrollmentdate',
        'incidentdate',
      ]);
      const byEnrollment = series(world.cast.programNumber);
      let several = 0;
      for (const row of rows) {
        const own = byEnrollment.get(row[0]) ?? [];
        if (own.length > 1) several += 1;
        expect(row.slice(-3)).toEqual([
          numberText(own.findLast((value) => value !== undefined)),
          numberText(own[0]),
          numberText(own.at(-2)),
        ]);
      }
      expect(several).toBeGreaterThan(50);
    });

    it('are restricted by values, dates and status, and counted', async () => {
      const item = `${world.cast.programStage}.${world.cast.programNumber}`;
      const query = `enrollments/query/${world.cast.program}?dimension=ou:${ROOT}&programStatus=ACTIVE&enrollmentDate=2024`;
      const { rows: all } = await world.ask(`${query}&dimension=${item}&headers=pi,${item}&paging=false&asc=${item}`);
      const over = all.filter(([, value]: [string, string]) => value !== '' && Number(value) > 50);
      const { rows, metaData } = await world.ask(
        `${query}&dimension=${item}:GT:50&headers=pi,${item}&asc=${item}&pageSize=7&page=2`,
      );
      expect(over.length).toBeGreaterThan(14);
      expect(rows).toEqual(over.slice(7, 14));
      expect(metaData.pager.total).toBe(over.length);
      const { rows: counted, headers } = await world.ask(
        `enrollments/aggregate/${world.cast.program}?dimension=ou:${ROOT}&dimension=pe:2024&programStatus=ACTIVE&filter=${item}:GT:50`,
      );
      expect(headers.map(({ name }: { name: string }) => name)).toEqual(['value', 'ou', 'pe']);
      expect(counted).toEqual([[String(over.length), ROOT, '2024']]);
    });

    // DHIS2 has no analytics tables of tracked entities before 2.41.
    it.skipIf(layout === '2.40')(
      'of a type are listed with their attributes and values of their programs',
      async () => {
        const item = `${world.cast.program}.${world.cast.programStage}.${world.cast.programNumber}`;
        const { headers, rows, metaData } = await world.ask(
          `trackedEntities/query/${world.cast.type}?program=${world.cast.program}&dimension=ou:${ROOT}&dimension=${item}&dimension=${world.cast.attribute}:LIKE:7&asc=${world.cast.attribute}&pageSize=1000`,
        );
        const names = headers.map(({ name }: { name: string }) => name);
        expect(names.slice(0, 3)).toEqual(['trackedentity', 'lastupdated', 'lastupdatedbydisplayname']);
        const at = names.indexOf(world.cast.attribute);
        const { rows: expected } = await sql<{ uid: string; value: string }>`
        select te.uid, value.value from trackedentity as te
        join trackedentityattributevalue as value using (trackedentityid) join trackedentityattribute as attribute using (trackedentityattributeid)
        where not te.deleted and attribute.uid = ${world.cast.attribute} and value.value like '%7%'
          and exists (select from enrollment join program using (programid) where not enrollment.deleted and trackedentityid = te.trackedentityid and program.uid = ${world.cast.program})
        order by te.uid
      `.execute(world.server.db);
        expect(expected.length).toBeGreaterThan(50);
        expect(rows.map((row: string[]) => row[0]).toSorted()).toEqual(expected.map(({ uid }) => uid));
        expect(rows.map((row: string[]) => row[at])).toEqual(rows.map((row: string[]) => row[at]).toSorted());
        expect(metaData.pager).toEqual({ page: 1, pageSize: 1000, isLastPage: true });
        const active = await world.ask(
          `trackedEntities/query/${world.cast.type}?program=${world.cast.program}&programStatus=ACTIVE&headers=trackedentity&totalPages=true&pageSize=5`,
        );
        const seen = world.events.filter(
          (event) => event.program === world.cast.program && event.enrollmentStatus === 'ACTIVE',
        );
        expect(active.metaData.pager.total).toBe(new Set(seen.map(({ trackedEntity }) => trackedEntity)).size);
        const byEntity = new Map(world.events.map(({ trackedEntity, enrollment }) => [trackedEntity, enrollment]));
        const bySeries = series(world.cast.programNumber);
        const last = (uid: string) => bySeries.get(byEntity.get(uid) ?? '')?.findLast((value) => value !== undefined);
        for (const row of rows) expect(row[names.indexOf(item)]).toBe(numberText(last(row[0])));
        const ranged = await world.ask(
          `trackedEntities/query/${world.cast.type}?program=${world.cast.program}&dimension=${item}-LegSetRng01:IN:LegRange001;LegRange002&headers=trackedentity,${item}&pageSize=1000`,
        );
        const inRange = [...byEntity.keys()].flatMap((uid) => {
          const value = uid === null ? undefined : last(uid);
          const range = value === undefined ? '' : rangeOf(Number(value));
          return range === 'LegRange001' || range === 'LegRange002' ? [[uid, range]] : [];
        });
        expect(inRange.length).toBeGreaterThan(20);
        expect(new Map(ranged.rows)).toEqual(new Map(inRange as [string, string][]));
        expect(rows.some((row: string[]) => row[names.indexOf(item)] !== '')).toBe(true);
      },
    );
  });
}
