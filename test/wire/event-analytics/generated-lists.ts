import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../support/event-analytics.js';
import { type EventWorld, ROOT } from '../../support/event-world.js';
import { filterOf, item, keeps, programOf, within } from './conditions.js';

/** Lists of events against what the base tables say. */
export function generatedLists(world: EventWorld): void {
  describe('lists of events', () => {
    it('are those of the base tables, whatever restricts them', async () => {
      const query = fc.record({
        registration: fc.boolean(),
        units: fc.uniqueArray(fc.nat({ max: 149 }), { minLength: 1, maxLength: 4 }),
        year: fc.constantFrom(2023, 2024, 2025),
        months: fc.constantFrom(1, 3, 12),
        stage: fc.boolean(),
        status: fc.subarray(['ACTIVE', 'COMPLETED']),
        filters: fc.array(filterOf, { maxLength: 2 }),
        asFilter: fc.boolean(),
      });
      await fc.assert(
        fc.asyncProperty(query, async ({ registration, year, months, stage, status, filters, asFilter, ...rest }) => {
          const of = programOf(world, registration);
          const units = rest.units.map((index) => world.country.units[index % world.country.units.length]?.uid ?? ROOT);
          const items = filters.map(({ valueType, text }) => ({ one: item(of, valueType), text }));
          const [from, to] = [`${year}-01-01`, `${year}-${String(months).padStart(2, '0')}-28`];
          const expected = world.events.filter(
            (event) =>
              event.program === of.uid &&
              event.line.some((uid) => units.includes(uid)) &&
              within(event.occurred, from, to) &&
              (!stage || event.stage === of.stages[1]) &&
              (status.length === 0 || status.includes(event.status)) &&
              items.every(({ one, text }) => keeps(event, one, text)),
          );
          const kind = asFilter ? 'filter' : 'dimension';
          const texts = items.map(({ one, text }) => `&${kind}=${one.uid}:${encodeURIComponent(text)}`).join('');
          const found = await world.ask(
            `events/query/${of.uid}?dimension=ou:${units.join(';')}&startDate=${from}&endDate=${to}&pageSize=5000${texts}${
              stage ? `&stage=${of.stages[1]}` : ''
            }${status.length > 0 ? `&eventStatus=${status.join(',')}` : ''}`,
          );
          const rows: readonly (readonly string[])[] = found.rows;
          expect(rows.map(([event]) => event)).toEqual(expected.map(({ event }) => event).toSorted());
          expect(found.metaData.pager.total).toBe(expected.length);
          const byUid = new Map(expected.map((event) => [event.event, event]));
          for (const row of asFilter ? [] : rows.slice(0, 20)) {
            const event = byUid.get(row[0] ?? '');
            const own = [...new Map(items.map(({ one }) => [one.uid, one])).values()];
            const cells = own.map((one) => cellText(event?.values[one.uid], one.valueType));
            expect(row.slice(row.length - own.length)).toEqual(cells);
          }
        }),
        { numRuns: 30 },
      );
    });

    it('come in pages that neither repeat a row nor leave one out, also where rows are equal', async () => {
      const of = programOf(world, false);
      const one = item(of, 'BOOLEAN');
      const query = `events/query/${of.uid}?dimension=ou:${ROOT}&dimension=pe:2024&dimension=${one.uid}&desc=${one.uid}&headers=psi,${one.uid}`;
      const whole = await world.ask(`${query}&paging=false`);
      expect(whole.metaData.pager).toBeUndefined();
      const paged: string[][] = [];
      for (let page = 1; ; page += 1) {
        const { rows, metaData } = await world.ask(`${query}&page=${page}&pageSize=97&totalPages=false`);
        expect(metaData.pager).toEqual({ page, pageSize: 97, isLastPage: rows.length < 97 });
        paged.push(...rows);
        if (metaData.pager.isLastPage) break;
      }
      expect(paged).toEqual(whole.rows);
      const values: readonly string[] = paged.map(([, value = '']) => value);
      expect(values).toEqual(values.toSorted((a, b) => (a === b ? 0 : a === '' || (b !== '' && a < b) ? 1 : -1)));
      const beyond = await world.ask(`${query}&page=99`);
      expect(beyond.metaData.pager).toMatchObject({ page: 99, total: paged.length, pageSize: 50 });
      expect(beyond).toMatchObject({ rows: [], width: 0, height: 0, headerWidth: 2 });
    });

    it('take dates by field, several periods of one as alternatives and several fields together', async () => {
      const of = programOf(world, true);
      const { rows } = await world.ask(
        `events/query/${of.uid}?dimension=ou:${ROOT}&eventDate=202401,2024Q3&lastUpdated=2024&enrollmentDate=2023-01-01_2024-06-30&headers=psi&paging=false`,
      );
      const expected = world.events.filter(
        (event) =>
          event.program === of.uid &&
          (within(event.occurred, '2024-01-01', '2024-01-31') || within(event.occurred, '2024-07-01', '2024-09-30')) &&
          within(event.updated, '2024-01-01', '2024-12-31') &&
          within(event.enrolled, '2023-01-01', '2024-06-30'),
      );
      expect(expected.length).toBeGreaterThan(0);
      expect(rows.flat()).toEqual(expected.map(({ event }) => event).toSorted());
    });

    it('have planned events only where they are asked for', async () => {
      const of = programOf(world, false);
      const query = (rest: string) =>
        world.ask(`events/query/${of.uid}?dimension=ou:${ROOT}&headers=psi&paging=false&${rest}`);
      const planned = world.events
        .filter(
          ({ program: uid, status, scheduled }) =>
            uid === of.uid && status === 'SCHEDULE' && within(scheduled, '2024-01-01', '2024-12-31'),
        )
        .map(({ event }) => event)
        .toSorted();
      expect((await query('dimension=pe:2024&eventStatus=SCHEDULE')).rows.flat()).toEqual(planned);
      expect((await query('scheduledDate=2024&eventStatus=SCHEDULE')).rows.flat()).toEqual(planned);
      const others: readonly string[] = (await query('dimension=pe:2024')).rows.flat();
      expect(others.filter((event) => planned.includes(event))).toEqual([]);
    });
  });
}
