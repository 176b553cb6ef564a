import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodContaining } from '../../../src/kernel/periods/index.js';
import { aggregate, cellText, ownDate } from '../../support/event-analytics.js';
import type { EventWorld } from '../../support/event-world.js';
import { filterOf, item, keeps, programOf, within } from './conditions.js';

/** Aggregates of events against what the base tables say. */
export function generatedAggregates(world: EventWorld): void {
  describe('aggregates of events', () => {
    it('are those of the base tables, whatever they are told apart by', async () => {
      const query = fc.record({
        registration: fc.boolean(),
        level: fc.constantFrom(1, 2, 3),
        mixed: fc.boolean(),
        periods: fc.subarray(
          ['2024', '2023', '202403', '2024Q1', '20240110', '2024W7', '2024-02-01_2024-04-30', '2023Feb'],
          { minLength: 1, maxLength: 4 },
        ),
        asFilter: fc.boolean(),
        itemType: fc.constantFrom(undefined, 'BOOLEAN', 'TEXT'),
        filters: fc.array(filterOf, { maxLength: 1 }),
        value: fc.constantFrom(
          undefined,
          'SUM',
          'AVERAGE',
          'COUNT',
          'MIN',
          'MAX',
          'STDDEV',
          'VARIANCE',
          'AVERAGE_SUM_ORG_UNIT',
          'MIN_SUM_ORG_UNIT',
          'MAX_SUM_ORG_UNIT',
          'LAST_IN_PERIOD',
          'LAST_IN_PERIOD_AVERAGE_ORG_UNIT',
        ),
      });
      await fc.assert(
        fc.asyncProperty(query, async ({ registration, level, mixed, periods, asFilter, itemType, filters, value }) => {
          const of = programOf(world, registration);
          const units = world.country.units
            .filter((unit) => unit.level === level || (mixed && unit.level === 4))
            .map(({ uid }) => uid)
            .slice(0, 30);
          const group = itemType === undefined ? undefined : item(of, itemType);
          const number = item(of, 'NUMBER');
          const restricted = filters
            .map(({ valueType, text }) => ({ one: item(of, valueType), text }))
            .filter(({ one }) => one.uid !== group?.uid && (value === undefined || one.uid !== number.uid));
          const expected = new Map<
            string,
            { value: number; unit: string; combo: string; date: string; key: string }[]
          >();
          for (const event of world.events) {
            if (event.program !== of.uid || !restricted.every(({ one, text }) => keeps(event, one, text))) continue;
            if (value !== undefined && event.values[number.uid] === undefined) continue;
            const own = ownDate(event);
            const lies = periods.filter((iso) => own !== null && within(own, ...days(iso)));
            for (const unit of units.filter((uid) => event.line.includes(uid))) {
              for (const period of asFilter ? lies.slice(0, 1).map(() => '') : lies) {
                const cell = group ? [cellText(event.values[group.uid], group.valueType)] : [];
                const key = [...cell, unit, ...(asFilter ? [] : [period])].join('|');
                const rows = expected.get(key) ?? [];
                rows.push({
                  value: Number(event.values[number.uid]),
                  unit: event.line.at(-1) ?? '',
                  combo: event.options.toSorted().join(),
                  date: own ?? '',
                  key: event.event,
                });
                expected.set(key, rows);
              }
            }
          }
          const { rows } = await world.ask(
            `events/aggregate/${of.uid}?${group ? `dimension=${group.uid}&` : ''}dimension=ou:${units.join(';')}&${asFilter ? 'filter' : 'dimension'}=pe:${periods.join(';')}${restricted
              .map(({ one, text }) => `&filter=${one.uid}:${encodeURIComponent(text)}`)
              .join(
                '',
              )}${value === undefined ? '' : `&value=${number.uid}&aggregationType=${value}&skipRounding=true`}`,
          );
          const found = new Map(
            (rows as readonly (readonly string[])[]).map((row) => [row.slice(0, -1).join('|'), Number(row.at(-1))]),
          );
          const wanted = new Map(
            [...expected].map(
              ([key, list]) => [key, value === undefined ? list.length : (aggregate(value, list) ?? 0)] as const,
            ),
          );
          expect([...found.keys()].toSorted()).toEqual([...wanted.keys()].toSorted());
          for (const [key, number_] of wanted) expect(found.get(key), key).toBeCloseTo(number_, 6);
        }),
        { numRuns: 25 },
      );
    });
  });
}

/** First and last day of a period of the test. */
function days(iso: string): readonly [string, string] {
  const range = /^(\d{4}-\d\d-\d\d)_(\d{4}-\d\d-\d\d)$/.exec(iso);
  if (range) return [range[1] ?? '', range[2] ?? ''];
  const known: Readonly<Record<string, readonly [string, string]>> = {
    '2024': ['2024-01-01', '2024-12-31'],
    '2023': ['2023-01-01', '2023-12-31'],
    '202403': ['2024-03-01', '2024-03-31'],
    '2024Q1': ['2024-01-01', '2024-03-31'],
    '20240110': ['2024-01-10', '2024-01-10'],
    '2023Feb': ['2023-02-01', '2024-01-31'],
  };
  const week = periodContaining('Weekly', '2024-02-14');
  return known[iso] ?? [week.startDate, week.endDate];
}
