import { describe, expect, it } from 'vitest';
import { choose } from './choose.js';
import type { Question } from './definition.js';
import type { BaseYear, Part, StandingRollUp } from './standing.js';

const base: readonly BaseYear[] = [2023, 2024, 2025].map((year) => ({
  year,
  table: `analytics_${year}`,
  version: `${year}.0`,
  rows: 1_000,
  bytes: 100_000,
}));

const part = (year: number, rows: number, changes: Partial<Part> = {}): Part => ({
  table: `part_${year}_${rows}`,
  year,
  version: `${year}.0`,
  rows,
  bytes: rows * 100,
  ...changes,
});

function rollUp(instance: string, changes: Partial<StandingRollUp> = {}, rows = 100): StandingRollUp {
  return {
    instance,
    rollUp: instance,
    cube: 'DATA_VALUE',
    columns: new Set(['dx', 'monthly', 'yearly', 'uidlevel1', 'uidlevel2']),
    states: new Set(['n', 'sum_v']),
    elements: undefined,
    members: undefined,
    parts: new Map(base.map(({ year }) => [year, part(year, rows)])),
    ...changes,
  };
}

const question: Question = {
  cube: 'DATA_VALUE',
  columns: ['dx', 'monthly', 'uidlevel2'],
  states: ['n', 'sum_v'],
  elements: ['a', 'b'],
  years: [[2024, 2025]],
  user: 'someone',
};

const chosen = (rollUps: readonly StandingRollUp[], changes: Partial<Question> = {}) =>
  choose({ base, rollUps }, { ...question, ...changes });

describe('the choice of a roll-up', () => {
  it('is the one that reads the fewest rows of the years asked for', () => {
    const choice = chosen([rollUp('large', {}, 200), rollUp('small', {}, 50), rollUp('middle', {}, 100)]);
    expect(choice).toEqual({ instance: 'small', parts: [part(2024, 50), part(2025, 50)], baseYears: [], rows: 100 });
  });

  it('is the one of fewest bytes among those, then the oldest', () => {
    const lean = new Map(base.map(({ year }) => [year, part(year, 100, { bytes: 10 })]));
    expect(chosen([rollUp('one'), rollUp('lean', { parts: lean }), rollUp('two')])?.instance).toBe('lean');
    expect(chosen([rollUp('one'), rollUp('two')])?.instance).toBe('one');
  });

  it.each<[string, Partial<StandingRollUp>, Partial<Question>]>([
    ['lacks a column', { columns: new Set(['dx', 'monthly']) }, {}],
    ['lacks a state', { states: new Set(['n']) }, {}],
    ['has not all data elements', { elements: new Set(['a']) }, {}],
    ['belongs to others', { members: new Set(['another']) }, {}],
    ['reads more than half of the rows', { parts: new Map(base.map(({ year }) => [year, part(year, 501)])) }, {}],
    ['is behind in all years', { parts: new Map([[2023, part(2023, 1)]]) }, {}],
    ['has no part in a year without rows', {}, { years: [[1999, 1999]] }],
  ])('is the table where the roll-up %s', (_name, changes, asked) => {
    expect(chosen([rollUp('one', changes)], asked)).toBeUndefined();
  });

  it('takes years in which the roll-up is behind from the table', () => {
    const parts = new Map([
      [2023, part(2023, 10)],
      [2024, part(2024, 10, { version: 'older' })],
      [2025, part(2025, 10)],
    ]);
    const choice = chosen([rollUp('one', { parts })], { years: [[2023, 2025]] });
    expect(choice).toMatchObject({ parts: [{ year: 2023 }, { year: 2025 }], baseYears: [2024], rows: 1_020 });
  });

  it('counts the members of an organization in', () => {
    expect(chosen([rollUp('one', { members: new Set(['someone']) })])?.instance).toBe('one');
  });
});
