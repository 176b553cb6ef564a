import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { ownDate } from '../../support/event-analytics.js';
import { type EventWorld, ROOT } from '../../support/event-world.js';
import { within } from './conditions.js';

interface Change {
  readonly uid: string;
  readonly day: string | null;
  readonly path: string;
}

/** Rows that count for whoever owned their tracked entity. */
export function owners(world: EventWorld): void {
  describe('owners of tracked entities', () => {
    const changesOf = async (): Promise<ReadonlyMap<string, readonly Change[]>> => {
      const { rows } = await sql<Change>`
        select te.uid, change.day, unit.path
        from (
          -- Of several changes on one day the last counts.
          select distinct on (trackedentityid, enddate::date) trackedentityid, programid, enddate::date::text as day, organisationunitid
          from programownershiphistory
          order by trackedentityid, enddate::date, enddate desc
        ) as change
        join trackedentity as te on te.trackedentityid = change.trackedentityid
        join organisationunit as unit on unit.organisationunitid = change.organisationunitid
        join program on program.programid = change.programid
        where program.uid = ${world.cast.program}
        union all
        select te.uid, null, unit.path
        from trackedentityprogramowner as owner
        join trackedentity as te on te.trackedentityid = owner.trackedentityid
        join organisationunit as unit on unit.organisationunitid = owner.organisationunitid
        join program on program.programid = owner.programid
        where program.uid = ${world.cast.program} and te.trackedentityid in (select trackedentityid from programownershiphistory)
        order by 1, 2 nulls last
      `.execute(world.server.db);
      const found = new Map<string, Change[]>();
      for (const row of rows) found.set(row.uid, [...(found.get(row.uid) ?? []), row]);
      return found;
    };
    /** Uids from the top down to the unit that owns on the morning of a day; of one that never changed that of the enrollment. */
    const lineOf = (changes: readonly Change[] | undefined, morning: string, enrolled: string): readonly string[] => {
      const own = changes?.find(({ day }) => day === null || day >= morning)?.path ?? enrolled;
      return own.split('/').slice(1);
    };
    const pathsOfEnrollments = async (): Promise<ReadonlyMap<string, string>> => {
      const { rows } = await sql<{ uid: string; path: string }>`
        select enrollment.uid, unit.path from enrollment join organisationunit as unit on unit.organisationunitid = enrollment.organisationunitid
      `.execute(world.server.db);
      return new Map(rows.map(({ uid, path }) => [uid, path]));
    };
    const MONTHS = [
      { iso: '202403', first: '2024-03-01', last: '2024-03-31', next: '2024-04-01' },
      { iso: '202404', first: '2024-04-01', last: '2024-04-30', next: '2024-05-01' },
    ];

    it.each(['OWNER_AT_START', 'OWNER_AT_END'] as const)(
      '%s: events are counted, listed and grouped',
      async (field) => {
        const [changes, paths] = [await changesOf(), await pathsOfEnrollments()];
        const numbers = new Map<string, number>();
        const listed: string[] = [];
        let moved = 0;
        for (const event of world.events) {
          if (event.program !== world.cast.program) continue;
          const of = changes.get(event.trackedEntity ?? '');
          const enrolled = paths.get(event.enrollment) ?? '';
          for (const { iso, first, last, next } of MONTHS) {
            if (!within(ownDate(event), first, last)) continue;
            const [, unit] = lineOf(of, field === 'OWNER_AT_START' ? first : next, enrolled);
            const key = `${unit} ${iso}`;
            numbers.set(key, (numbers.get(key) ?? 0) + 1);
            if (unit !== event.line[1]) moved += 1;
          }
          // A list has no periods of its own: the owner is that of all of them.
          if (event.status !== 'SCHEDULE' && within(event.occurred, '2024-03-01', '2024-04-30'))
            listed.push(
              `${event.event} ${lineOf(of, field === 'OWNER_AT_START' ? '2024-03-01' : '2024-05-01', enrolled).at(-1)}`,
            );
        }
        expect(moved).toBeGreaterThan(5);
        const { rows } = await world.ask(
          `events/aggregate/${world.cast.program}?dimension=ou:LEVEL-2&dimension=pe:202403;202404&orgUnitField=${field}`,
        );
        expect(new Map(rows.map(([ou, pe, value]: string[]) => [`${ou} ${pe}`, Number(value)]))).toEqual(numbers);
        const list = await world.ask(
          `events/query/${world.cast.program}?dimension=ou:${ROOT}&filter=pe:202403;202404&orgUnitField=${field}&headers=psi,ou&paging=false`,
        );
        expect(list.rows.map((row: string[]) => row.join(' ')).toSorted()).toEqual(listed.toSorted());
      },
    );

    it('the same of enrollments, and their own unit by its name', async () => {
      const [changes, paths] = [await changesOf(), await pathsOfEnrollments()];
      const { rows: enrollments } = await sql<{ uid: string; te: string }>`
        select enrollment.uid, te.uid as te from enrollment join trackedentity as te using (trackedentityid) join program using (programid)
        where program.uid = ${world.cast.program} and not enrollment.deleted and enrollment.occurreddate is not null
          and enrollmentdate >= '2024-01-01' and enrollmentdate < '2025-01-01'
      `.execute(world.server.db);
      const expected = enrollments.map(
        ({ uid, te }) => `${uid} ${lineOf(changes.get(te), '2025-01-01', paths.get(uid) ?? '').at(-1)}`,
      );
      const query = `enrollments/query/${world.cast.program}?dimension=ou:${ROOT}&filter=pe:2024&headers=pi,ou&paging=false`;
      const texts = async (field: string) =>
        (await world.ask(`${query}&orgUnitField=${field}`)).rows.map((row: string[]) => row.join(' ')).toSorted();
      expect(await texts('OWNER_AT_END')).toEqual(expected.toSorted());
      expect(await texts('ENROLLMENT')).toEqual(
        enrollments.map(({ uid }) => `${uid} ${paths.get(uid)?.split('/').at(-1)}`).toSorted(),
      );
      expect(await world.refusal(`${query.replace('&filter=pe:2024', '')}&orgUnitField=OWNER_AT_END`)).toMatchObject({
        status: 409,
        errorCode: 'E7205',
      });
    });

    it('group sets are those of the unit that counts', async () => {
      const { rows: sets } = await sql<{ uid: string }>`
        select uid from orgunitgroupset
        where datadimension
        order by (
          select count(*) from orgunitgroupsetmembers as member join orgunitgroupmembers using (orgunitgroupid)
          where member.orgunitgroupsetid = orgunitgroupset.orgunitgroupsetid
        ) desc
        limit 1
      `.execute(world.server.db);
      const groupSet = sets[0]?.uid ?? '';
      const { rows: members } = await sql<{ unit: string; group: string }>`
        select unit.uid as unit, "group".uid as "group"
        from orgunitgroupset join orgunitgroupsetmembers using (orgunitgroupsetid) join orgunitgroup as "group" using (orgunitgroupid)
        join orgunitgroupmembers using (orgunitgroupid) join organisationunit as unit using (organisationunitid)
        where orgunitgroupset.uid = ${groupSet}
      `.execute(world.server.db);
      const groups = new Map(members.map(({ unit, group }) => [unit, group]));
      const [changes, paths] = [await changesOf(), await pathsOfEnrollments()];
      const numbers = new Map<string, number>();
      for (const event of world.events) {
        if (event.program !== world.cast.program || !within(ownDate(event), '2024-03-01', '2024-04-30')) continue;
        const line = lineOf(changes.get(event.trackedEntity ?? ''), '2024-03-01', paths.get(event.enrollment) ?? '');
        const group = groups.get(line.at(-1) ?? '');
        if (group !== undefined) numbers.set(group, (numbers.get(group) ?? 0) + 1);
      }
      expect(numbers.size).toBeGreaterThan(1);
      const { rows } = await world.ask(
        `events/aggregate/${world.cast.program}?filter=ou:${ROOT}&filter=pe:202403;202404&dimension=${groupSet}&orgUnitField=OWNER_AT_START`,
      );
      expect(new Map(rows.map(([group, value]: string[]) => [group, Number(value)]))).toEqual(numbers);
    });
  });
}
