import { describe, expect, it } from 'vitest';
import { ownDate } from '../../support/event-analytics.js';
import { type EventWorld, ROOT } from '../../support/event-world.js';
import { within } from './conditions.js';

/** Aggregates as tables with dimensions on both sides. */
export function crossTables(world: EventWorld): void {
  describe('cross tables', () => {
    const titles = (headers: readonly { readonly column: string }[]) => headers.map(({ column }) => column);

    it('have a row and a column for all that may be, and a number where there is one', async () => {
      const { register, text, yesNo } = world.cast;
      const units = world.country.units.filter(({ level }) => level === 2).map(({ uid }) => uid);
      const query = `events/aggregate/${register}?dimension=ou:${units.join(';')}&dimension=pe:202401;202402&dimension=${yesNo}&dimension=${text}:IN:Answer 1;Answer 2`;
      const { headers, rows, height, metaData } = await world.ask(`${query}&columns=pe;${yesNo}&rows=ou;${text}`);
      const name = metaData.items[yesNo].name;
      const pairs = ['January 2024', 'February 2024'].flatMap((month) =>
        ['Yes', 'No'].map((answer) => ({ month, answer, title: `${month} - ${name} ${answer}` })),
      );
      expect(titles(headers).slice(0, 2)).toEqual(['organisationunit', text]);
      expect(titles(headers)).toEqual(expect.arrayContaining(pairs.map(({ title }) => title)));
      expect(rows).toHaveLength(units.length * 2);
      expect(height).toBe(rows.length);
      const unitOf = new Map(units.map((uid) => [metaData.items[uid].name, uid]));
      let sum = 0;
      for (const [unit, answer, ...cells] of rows) {
        for (const { month, answer: truth, title } of pairs) {
          const days = month === 'January 2024' ? ['2024-01-01', '2024-01-31'] : ['2024-02-01', '2024-02-29'];
          const own = world.events.filter(
            (event) =>
              event.program === register &&
              event.line.includes(unitOf.get(unit) ?? '') &&
              within(ownDate(event), days[0] ?? '', days[1] ?? '') &&
              event.values[yesNo] === String(truth === 'Yes') &&
              event.values[text] === answer.replace('The answer', 'Answer'),
          );
          expect(cells[titles(headers).indexOf(title) - 2], `${unit} ${answer} ${title}`).toBe(
            own.length === 0 ? '' : String(own.length),
          );
          sum += own.length;
        }
      }
      expect(sum).toBeGreaterThan(5);
      // What has no answer of yes or no is not lost.
      const { rows: list } = await world.ask(query);
      const all = rows
        .flatMap((row: string[]) => row.slice(2))
        .reduce((total: number, cell: string) => total + Number(cell), 0);
      expect(all).toBe(list.reduce((total: number, row: string[]) => total + Number(row.at(-1)), 0));
    });

    it('come in every form, of enrollments and of collapsed items too', async () => {
      const { register, program, number, yesNo } = world.cast;
      const place = `filter=ou:${ROOT}&dimension=pe:2023;2024`;
      const csv = await world.server.request(
        `/api/analytics/events/aggregate/${register}.csv?${place}&dimension=${number}-LegSetRng01&rows=${number}&columns=pe`,
      );
      expect(csv.status).toBe(200);
      const lines = csv.text.trim().split('\n');
      expect(lines[0]).toBe(`${number}-LegSetRng01,2023,2024`);
      expect(lines.slice(1, 5).map((line) => line.split(',')[0])).toEqual(['Range 0', 'Range 1', 'Range 2', 'Range 3']);
      const enrollments = await world.ask(
        `enrollments/aggregate/${program}?dimension=ou:${ROOT}&dimension=pe:2023;2024&columns=pe`,
      );
      const { rows: plain } = await world.ask(
        `enrollments/aggregate/${program}?dimension=ou:${ROOT}&dimension=pe:2023;2024`,
      );
      expect(titles(enrollments.headers)).toEqual(['organisationunit', '2023', '2024']);
      expect(enrollments.rows[0].slice(1)).toEqual(plain.map(([value]: string[]) => value));
      const collapsed = await world.ask(
        `events/aggregate/${register}?${place}&dimension=${yesNo}&collapseDataDimensions=true&columns=pe&rows=dy`,
      );
      expect(collapsed.rows.map(([name]: string[]) => name?.split(': ')[1]).toSorted()).toEqual(['0', '1']);
      const sums = await world.ask(
        `events/aggregate/${register}?${place}&dimension=${number}&aggregateData=true&columns=dy&rows=pe`,
      );
      const { rows: sumsInRows } = await world.ask(
        `events/aggregate/${register}?${place}&dimension=${number}&aggregateData=true`,
      );
      expect(sums.rows.map((row: string[]) => row[1])).toEqual(sumsInRows.map((row: string[]) => row[2]));
      expect(titles(sums.headers)).toEqual(['period', sums.metaData.items[number].name]);
      const total = await world.ask(`events/aggregate/${register}?${place}&rows=pe`);
      expect([titles(total.headers), total.title]).toEqual([['period', 'Total'], expect.any(String)]);
    });
  });
}
