import { describe, expect, it } from 'vitest';
import { type EventWorld, ROOT, rangeOf } from '../../support/event-world.js';

/** Numbers of events in their various ways. */
export function aggregates(world: EventWorld): void {
  describe('aggregates', () => {
    it('count enrollments and tracked entities, collapse items, and sort by value', async () => {
      const query = `events/aggregate/${world.cast.program}?filter=ou:${ROOT}&filter=pe:2023;2024;2025`;
      const own = world.events.filter((event) => event.program === world.cast.program);
      expect((await world.ask(query)).rows).toEqual([[String(own.length)]]);
      const enrollments = new Set(own.map(({ enrollment }) => enrollment)).size;
      expect((await world.ask(`${query}&outputType=ENROLLMENT`)).rows).toEqual([[String(enrollments)]]);
      expect((await world.ask(`${query}&outputType=TRACKED_ENTITY_INSTANCE`)).rows).toEqual([[String(enrollments)]]);
      const register = `events/aggregate/${world.cast.register}?filter=ou:${ROOT}&filter=pe:2024&dimension=${world.cast.text}`;
      const { rows: top } = await world.ask(`${register}&sortOrder=DESC&limit=3`);
      const { rows: all } = await world.ask(register);
      const counts = all.map((row: string[]) => Number(row[1])).toSorted((a: number, b: number) => b - a);
      expect(top.map((row: string[]) => Number(row[1]))).toEqual(counts.slice(0, 3));
      expect(all.map((row: string[]) => row[0]).slice(0, 3)).toEqual(['Answer 1', 'Answer 2', 'Answer 3']);
      const { headers, rows } = await world.ask(
        `${register}&dimension=${world.cast.yesNo}&collapseDataDimensions=true`,
      );
      expect(headers.map(({ name }: { name: string }) => name)).toEqual(['dy', 'value']);
      expect(rows.map(([name]: string[]) => name?.split(': ')[1])).toContain('The answer 7');
      expect(rows).toHaveLength(22);
    });

    it('have values of data elements, told apart by partners and ranges', async () => {
      const query = `events/aggregate/${world.cast.register}?filter=ou:${ROOT}&dimension=pe:2024`;
      const { rows } = await world.ask(
        `${query}&dimension=${world.cast.number}&aggregateData=true&aggregationType=SUM`,
      );
      const own = world.events.filter(
        ({ program, status, occurred, scheduled }) =>
          program === world.cast.register && (status === 'SCHEDULE' ? scheduled : occurred)?.startsWith('2024'),
      );
      const total = own.reduce((sum, { values }) => sum + Number(values[world.cast.number] ?? 0), 0);
      expect(rows).toHaveLength(1);
      expect(rows[0].slice(0, 2)).toEqual([`${world.cast.register}.${world.cast.number}`, '2024']);
      expect(Number(rows[0][2])).toBeCloseTo(total, 1);
      const { rows: byPartner, metaData } = await world.ask(
        `${query}&dimension=${world.cast.category}&dimension=${world.cast.number}-LegSetRng01`,
      );
      for (const [range, , partner, value] of byPartner) {
        const matching = own.filter(
          ({ options, values }) => options.includes(partner) && rangeOf(Number(values[world.cast.number])) === range,
        );
        expect(Number(value)).toBe(matching.length);
      }
      expect(byPartner.length).toBeGreaterThan(8);
      expect(metaData.dimensions[world.cast.number]).toEqual([0, 1, 2, 3].map((number) => `LegRange00${number}`));
    });

    it('take the last value before the end of a period, from years before too', async () => {
      const { rows } = await world.ask(
        `events/aggregate/${world.cast.register}?dimension=ou:${ROOT}&dimension=pe:202301;2024&value=${world.cast.number}&aggregationType=LAST_LAST_ORG_UNIT`,
      );
      for (const [, period, value] of rows) {
        const end = period === '2024' ? '2024-12-31' : '2023-01-31';
        const last = world.events
          .filter(({ program, values }) => program === world.cast.register && values[world.cast.number] !== undefined)
          .map((event) => ({ ...event, date: (event.status === 'SCHEDULE' ? event.scheduled : event.occurred) ?? '' }))
          .filter(({ date }) => date !== '' && date.slice(0, 10) <= end)
          .toSorted((a, b) => (a.date === b.date ? (a.event < b.event ? 1 : -1) : a.date < b.date ? -1 : 1))
          .at(-1);
        expect(Number(value)).toBeCloseTo(Number(last?.values[world.cast.number]), 2);
      }
      expect(rows).toHaveLength(2);
    });
  });
}
