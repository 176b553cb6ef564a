import { describe, expect, it } from 'vitest';
import { layout } from '../../support/dhis2/layout.js';
import { ownDate } from '../../support/event-analytics.js';
import { type EventWorld, ROOT, rangeOf } from '../../support/event-world.js';
import { type ProgramIndicatorFixture, storeProgramIndicator } from '../../support/program-indicators.js';
import { within } from './conditions.js';

type Formula = Omit<ProgramIndicatorFixture, 'uid' | 'name'>;

/** Program indicators as items of lists and aggregates. */
export function indicators(world: EventWorld): void {
  describe('program indicators', () => {
    let stored = 0;
    const indicator = async (formula: Formula): Promise<string> => {
      stored += 1;
      const uid = `eventindic${stored}`;
      await storeProgramIndicator(world.server.db, { ...formula, uid, name: `Indicator ${stored}` });
      return uid;
    };
    const inStage = (stage: string, uid: string): string => `#{${stage}.${uid}}`;
    const text = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(1));
    const double = async (filter?: string) =>
      await indicator({
        program: world.cast.register,
        expression: `${inStage(world.cast.stage, world.cast.number)} * 2 + 1`,
        ...(filter !== undefined && { filter }),
      });
    /** What the indicator comes to in an event. */
    const doubled = ({ stage, values }: EventWorld['events'][number]): number =>
      (stage === world.cast.stage ? Number(values[world.cast.number] ?? 0) : 0) * 2 + 1;
    const eventsOf2024 = () =>
      world.events.filter(
        (event) => event.program === world.cast.register && within(event.occurred, '2024-01-01', '2024-12-31'),
      );

    it('of events are columns of lists, conditions, keys of order and ranges', async () => {
      const uid = await double(`V{event_status} == 'COMPLETED'`);
      const value = (event: EventWorld['events'][number]) =>
        event.status === 'COMPLETED' ? doubled(event) : undefined;
      const own = eventsOf2024().filter(({ status }) => status !== 'SCHEDULE');
      const query = `events/query/${world.cast.register}?dimension=ou:${ROOT}&filter=pe:2024&paging=false`;
      const { headers, rows, metaData } = await world.ask(`${query}&dimension=${uid}&headers=psi,${uid}`);
      expect(headers[1]).toMatchObject({
        name: uid,
        column: expect.stringContaining('Indicator'),
        valueType: 'NUMBER',
      });
      expect(metaData.items[uid].name).toContain('Indicator');
      expect(new Map(rows)).toEqual(new Map(own.map((event) => [event.event, text(value(event))])));
      expect(rows.some(([, cell]: string[]) => cell === '')).toBe(true);
      const { rows: some } = await world.ask(`${query}&dimension=${uid}:GT:100:LE:150&headers=${uid},psi&desc=${uid}`);
      const wanted = own.filter((event) => (value(event) ?? 0) > 100 && (value(event) ?? 0) <= 150);
      expect(wanted.length).toBeGreaterThan(3);
      expect(some.map(([, event]: string[]) => event).toSorted()).toEqual(wanted.map(({ event }) => event).toSorted());
      const numbers = some.map(([cell]: string[]) => Number(cell));
      expect(numbers).toEqual(numbers.toSorted((a: number, b: number) => b - a));
      const { rows: ranged } = await world.ask(`${query}&dimension=${uid}-LegSetRng01&headers=psi,${uid}`);
      expect(new Map(ranged)).toEqual(
        new Map(own.map((event) => [event.event, value(event) === undefined ? '' : rangeOf(value(event) ?? 0)])),
      );
    });

    it('of events are groups, numbers and values of aggregates', async () => {
      const uid = await double(`V{event_status} != 'ACTIVE'`);
      const own = world.events.filter(
        (event) => event.program === world.cast.register && within(ownDate(event), '2024-01-01', '2024-12-31'),
      );
      const about = own.filter(({ status }) => status !== 'ACTIVE');
      const query = `events/aggregate/${world.cast.register}?filter=ou:${ROOT}&dimension=pe:2024`;
      const total = about.reduce((sum, event) => sum + doubled(event), 0);
      const { rows } = await world.ask(`${query}&dimension=${uid}&aggregateData=true`);
      expect(rows).toEqual([[`${world.cast.register}.${uid}`, '2024', expect.anything()]]);
      expect(Number(rows[0][2])).toBeCloseTo(total, 1);
      const average = await world.ask(`${query}&value=${uid}&aggregationType=AVERAGE&skipRounding=true`);
      expect(Number(average.rows[0][1])).toBeCloseTo(total / about.length, 6);
      const { rows: groups } = await world.ask(`${query}&dimension=${uid}-LegSetRng01`);
      const numbers = new Map<string, number>();
      for (const event of own) {
        const range = event.status === 'ACTIVE' ? '' : rangeOf(doubled(event));
        numbers.set(range, (numbers.get(range) ?? 0) + 1);
      }
      expect(new Map(groups.map(([range, , value]: string[]) => [range, Number(value)]))).toEqual(numbers);
      const units = await indicator({
        program: world.cast.register,
        expression: 'V{org_unit_count}',
        aggregation: 'COUNT',
      });
      const counted = await world.ask(`${query}&dimension=${units}&aggregateData=true`);
      expect(Number(counted.rows[0][2])).toBe(new Set(own.map(({ line }) => line.at(-1))).size);
    });

    it('of enrollments and their events stand beside either', async () => {
      const { program, programStage, programNumber } = world.cast;
      const byEvents = await indicator({
        program,
        expression: inStage(programStage, programNumber),
        filter: `d2:hasValue(${inStage(programStage, programNumber)})`,
        aggregation: 'MAX',
      });
      const byEnrollment = await indicator({
        program,
        expression: `${inStage(programStage, programNumber)} + 1`,
        type: 'ENROLLMENT',
        aggregation: 'AVERAGE',
      });
      const taken = new Map<string, { date: string; value: number }[]>();
      for (const event of world.events) {
        const value = event.values[programNumber];
        if (event.stage !== programStage || value === undefined) continue;
        const known = taken.get(event.enrollment) ?? [];
        // A planned visit has no value that an enrollment knows.
        taken.set(event.enrollment, [
          ...known,
          { date: event.status === 'SCHEDULE' ? '' : (event.occurred ?? ''), value: Number(value) },
        ]);
      }
      const largest = (enrollment: string) => {
        const values = (taken.get(enrollment) ?? []).map(({ value }) => value);
        return values.length === 0 ? undefined : Math.max(...values);
      };
      const last = (enrollment: string) => {
        const known = (taken.get(enrollment) ?? []).filter(({ date }) => date !== '');
        return (known.toSorted((a, b) => (a.date < b.date ? 1 : -1))[0]?.value ?? 0) + 1;
      };
      const { rows } = await world.ask(
        `enrollments/query/${program}?dimension=ou:${ROOT}&dimension=${byEvents}&dimension=${byEnrollment}&headers=pi,${byEvents},${byEnrollment}&paging=false`,
      );
      expect(rows.length).toBeGreaterThan(50);
      for (const [enrollment, ...cells] of rows)
        expect([enrollment, ...cells]).toEqual([enrollment, text(largest(enrollment)), text(last(enrollment))]);
      const { rows: events } = await world.ask(
        `events/query/${program}?dimension=ou:${ROOT}&filter=pe:2024&dimension=${byEnrollment}&headers=pi,${byEnrollment}&paging=false`,
      );
      for (const [enrollment, cell] of events) expect(cell).toBe(text(last(enrollment)));
      expect(
        await world.refusal(
          `events/aggregate/${program}?dimension=ou:${ROOT}&filter=pe:2024&dimension=${byEnrollment}&aggregateData=true`,
        ),
      ).toMatchObject({ status: 409, errorCode: 'E7216' });
      // DHIS2 has no analytics tables of tracked entities before 2.41.
      if (layout === '2.40') return;
      const ofEntity = new Map(world.events.map(({ trackedEntity, enrollment }) => [trackedEntity, enrollment]));
      const { rows: entities } = await world.ask(
        `trackedEntities/query/${world.cast.type}?program=${program}&dimension=ou:${ROOT}&dimension=${program}.${byEvents}&dimension=${program}.${byEnrollment}&headers=trackedentity,${byEvents},${byEnrollment}&paging=false`,
      );
      expect(entities.length).toBeGreaterThan(50);
      for (const [entity, ...cells] of entities) {
        const enrollment = ofEntity.get(entity);
        if (enrollment) expect(cells).toEqual([text(largest(enrollment)), text(last(enrollment))]);
      }
    });

    it('of other programs are no items, and faulty ones are told by name', async () => {
      const other = await indicator({ program: world.cast.program, expression: 'V{event_count}' });
      const query = `events/query/${world.cast.register}?dimension=ou:${ROOT}&filter=pe:2024`;
      expect(await world.refusal(`${query}&dimension=${other}`)).toMatchObject({ status: 409, errorCode: 'E7224' });
      const faulty = await indicator({ program: world.cast.register, expression: '1 +' });
      expect(await world.refusal(`${query}&dimension=${faulty}`)).toMatchObject({
        status: 409,
        errorCode: 'E7132',
        message: expect.stringContaining(faulty),
      });
    });
  });
}
