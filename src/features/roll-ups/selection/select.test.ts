import { describe, expect, it } from 'vitest';
import { addDays } from '../../../kernel/calendar.js';
import { closedColumns, sortedColumns } from '../columns.js';
import type { State } from '../definition.js';
import type { KnownRollUp, SelectionInput } from './plan.js';
import { selectRollUps } from './select.js';
import type { TableStatistics } from './size.js';

const SET = 'CategoryAbc';
const NOW = new Date('2026-03-15T04:00:00Z');
const TODAY = '2026-03-15';
const GIGABYTE = 1e9;

const table = sortedColumns([
  ...['dx', 'co', SET, 'uidlevel1', 'uidlevel2', 'uidlevel3', 'uidlevel4'].map((name) => ({
    name,
    type: 'character(11)',
  })),
  ...['monthly', 'quarterly', 'yearly', 'financialoct'].map((name) => ({ name, type: 'text' })),
]);

/** Ten years of half a million rows: 60 elements by month, of 1 000 facilities in 60 districts of 10 regions. */
const statistics: TableStatistics = {
  table,
  determinedBy: new Map([[SET, 'co']]),
  combosPerElement: 10,
  yearRows: Array.from({ length: 10 }, () => 500_000),
  columns: new Map(
    Object.entries({ dx: 60, co: 10, [SET]: 3, uidlevel1: 1, uidlevel2: 10, uidlevel3: 60, uidlevel4: 1000 })
      .concat(Object.entries({ monthly: 12, quarterly: 4, yearly: 1, financialoct: 2 }))
      .map(([name, distinct]) => [name, { distinct, nullShare: 0, width: 10 }]),
  ),
};

const use = (names: readonly string[], queries: number, daysAgo = 0, states: readonly State[] = ['n', 'sum_v']) => ({
  ...{ day: addDays(TODAY, -daysAgo), columns: [...names].sort(), states, queries },
});

const input = (more: Partial<SelectionInput> = {}): SelectionInput => ({
  now: NOW,
  today: TODAY,
  settings: { spaceShare: 0.5, retentionLimit: 100, unusedDays: 45, compression: 10 },
  statistics,
  bytes: 3 * GIGABYTE,
  uses: [],
  ownStates: ['n', 'sum_v'],
  known: [],
  isOpen: true,
  ...more,
});

const daysAgo = (days: number): Date => new Date(NOW.getTime() - days * 86_400_000);

/** One that stands since long; `standing` names what it groups by. */
function standing(rollUp: string, names: readonly string[], more: Partial<KnownRollUp> = {}): KnownRollUp {
  return {
    ...{ rollUp, kind: 'system_defined', subtype: 'demand_defined' },
    columns: closedColumns(names, table),
    states: ['n', 'sum_v'],
    ...{ isOwn: true, isWhole: true, isOpen: true, blocked: false, isRetired: false, failures: 0 },
    createdAt: daysAgo(100),
    usedAt: daysAgo(1),
    instance: { id: `instance of ${rollUp}`, rows: 100_000, bytes: 10_000_000 },
    ...more,
  };
}

/** So that nothing is predicted any more. */
const predictedLongAgo = standing('predicted', ['dx', 'yearly'], {
  subtype: 'prediction_defined',
  blocked: true,
  instance: undefined,
});

const createdOf = (given: SelectionInput) => selectRollUps(given).create.map(({ name }) => name);
const REGIONS = ['dx', 'uidlevel2', 'monthly'];
const DISTRICTS = ['dx', 'uidlevel3', 'monthly'];

describe('what is new', () => {
  it('is what may be expected, when a cube is published', () => {
    const { create, retire, keep } = selectRollUps(input());
    expect(create.map(({ name, kind, subtype }) => `${name}: ${kind}, ${subtype}`).sort()).toEqual(
      ['1 and monthly', '1 and yearly', '2 and monthly', '2 and yearly', '3 and monthly', '3 and yearly'].map(
        (by) => `dx by level ${by}: system_defined, prediction_defined`,
      ),
    );
    const [finest] = create.filter(({ name }) => name === 'dx by level 3 and monthly');
    expect(finest).toMatchObject({
      columns: ['dx', 'financialoct', 'monthly', 'quarterly', 'uidlevel1', 'uidlevel2', 'uidlevel3', 'yearly'],
      states: ['n', 'sum_v'],
      rollUp: undefined,
    });
    expect(finest?.reason).toMatch(/^what is expected to be asked would read about [\d,]+ rows instead of 5,000,000$/);
    expect([retire, keep]).toEqual([[], []]);
  });

  it('is predicted for four weeks and no longer', () => {
    const predictedAt = (days: number) => [{ ...predictedLongAgo, createdAt: daysAgo(days) }];
    expect(createdOf(input({ known: predictedAt(3) }))).not.toEqual([]);
    expect(createdOf(input({ known: predictedAt(28) }))).toEqual([]);
    expect(createdOf(input({ uses: [use(['dx', 'yearly'], 1, 27)] }))).not.toEqual([]);
    expect(createdOf(input({ uses: [use(['dx', 'yearly'], 1, 28)] }))).toEqual([]);
  });

  it('is what was asked', () => {
    const uses = [
      use(REGIONS, 500),
      use(['dx', 'uidlevel1', SET, 'yearly'], 500, 3, ['n']),
      use(['dx', 'yearly'], 1, 1),
    ];
    const { create } = selectRollUps(input({ known: [predictedLongAgo], uses }));
    expect(create.map(({ name, subtype, states }) => [name, subtype, states.join()])).toEqual([
      [`dx, ${SET} by level 1 and yearly`, 'demand_defined', 'n'],
      ['dx by level 2 and monthly', 'demand_defined', 'n,sum_v'],
    ]);
    expect(create[1]?.reason).toMatch(/^1 kind of question, asked 500 times of late, would read about [\d,]+ rows /);
  });

  it('is one roll-up for two kinds of questions where that is better', () => {
    // The category follows from the option combo, so both together have no more rows than the one.
    const uses = [use(['dx', 'co', 'uidlevel1', 'yearly'], 500), use(['dx', SET, 'uidlevel1', 'yearly'], 150)];
    const { create } = selectRollUps(input({ known: [predictedLongAgo], uses }));
    expect(create.map(({ name, reason }) => [name, reason])).toEqual([
      [
        `dx, ${SET}, co by level 1 and yearly`,
        '2 kinds of questions, asked 650 times of late, would read about 6,000 rows instead of 5,000,000',
      ],
    ]);
  });

  it('keeps every state that its columns are asked for', () => {
    const uses = [use(REGIONS, 500), use(['dx', 'uidlevel2', 'yearly'], 50, 0, ['max_v', 'n'])];
    const { create } = selectRollUps(input({ known: [predictedLongAgo], uses }));
    expect(create.find(({ name }) => name === 'dx by level 2 and monthly')?.states).toEqual(['max_v', 'n', 'sum_v']);
  });

  it('is nothing that was asked once or long ago, of columns that are gone, or that shrinks the table too little', () => {
    const nothing = [
      use(REGIONS, 1, 1),
      use(REGIONS, 15, 60),
      use(['dx', 'GoneGoneGon', 'monthly'], 500),
      use(['dx', 'uidlevel4', 'co', 'monthly'], 500),
    ];
    for (const one of nothing) expect(createdOf(input({ known: [predictedLongAgo], uses: [one] }))).toEqual([]);
  });

  it('keeps within the space', () => {
    const uses = [use(REGIONS, 500), use(DISTRICTS, 500)];
    const plan = (bytes: number) => selectRollUps(input({ known: [predictedLongAgo], uses, bytes })).create;
    const sizes = plan(3 * GIGABYTE).map(({ bytes }) => bytes);
    expect(sizes).toHaveLength(2);
    const [small = 0, large = 0] = sizes.toSorted((a, b) => a - b);
    expect(plan(2 * (small + large) + 10)).toHaveLength(2);
    expect(plan(2 * large - 10).map(({ name }) => name)).toEqual(['dx by level 2 and monthly']);
  });

  it('is nothing that somebody blocked, with whichever states, or that failed three times', () => {
    const uses = [use(REGIONS, 500)];
    const known = (more: Partial<KnownRollUp>) => [
      predictedLongAgo,
      standing('one', REGIONS, { instance: undefined, ...more }),
    ];
    expect(createdOf(input({ uses, known: known({ blocked: true, states: ['n'] }) }))).toEqual([]);
    expect(createdOf(input({ uses, known: known({ failures: 3 }) }))).toEqual([]);
    expect(createdOf(input({ uses, known: known({ failures: 3, isRetired: true }) }))).toEqual([]);
    // One that waits to be built is as good as there; one that was given up may come back.
    expect(createdOf(input({ uses, known: known({ failures: 2 }) }))).toEqual([]);
    const [again] = selectRollUps(input({ uses, known: known({ failures: 2, isRetired: true }) })).create;
    expect(again).toMatchObject({ rollUp: 'one', name: 'dx by level 2 and monthly' });
  });

  it('counts roll-ups of users as there, built or not', () => {
    const uses = [use(REGIONS, 500)];
    const own = { kind: 'user_defined', subtype: 'manual' } as const;
    expect(createdOf(input({ uses, known: [predictedLongAgo, standing('own', REGIONS, own)] }))).toEqual([]);
    const awaited = standing('own', REGIONS, { ...own, instance: undefined });
    expect(createdOf(input({ uses, known: [predictedLongAgo, awaited] }))).toEqual([]);
    // One that has not all data elements says nothing of what was asked.
    const partial = standing('own', REGIONS, { ...own, isWhole: false });
    expect(createdOf(input({ uses, known: [predictedLongAgo, partial] }))).toEqual(['dx by level 2 and monthly']);
  });

  it('has to be a fifth better than what stands', () => {
    const uses = [use(REGIONS, 500), use(['dx', 'uidlevel1', 'monthly'], 50)];
    const sure = selectRollUps(input({ uses, known: [predictedLongAgo] })).create.find(({ name }) =>
      name.includes('level 2'),
    );
    const { rows = 0, bytes = 0 } = sure ?? {};
    const stood = (factor: number) =>
      selectRollUps(
        input({
          uses,
          // room for one of the two
          bytes: bytes * 3,
          known: [
            predictedLongAgo,
            standing('old', [...REGIONS, SET], { instance: { id: 'old', rows, bytes: bytes * factor } }),
          ],
        }),
      );
    expect(stood(1.1).create.map(({ name }) => name)).not.toContain('dx by level 2 and monthly');
    expect(stood(1.4).create.map(({ name }) => name)).toContain('dx by level 2 and monthly');
  });

  it('is nothing without statistics, or for an organization of few', () => {
    const uses = [use(REGIONS, 500)];
    for (const more of [{ statistics: undefined }, { isOpen: false }]) {
      const { create, note } = selectRollUps(input({ uses, ...more }));
      expect(create).toEqual([]);
      expect(note).toContain('nothing can be chosen');
    }
  });

  it('is the same in whichever order things are read', () => {
    const uses = [
      REGIONS,
      DISTRICTS,
      ['dx', SET, 'yearly'],
      ['dx', 'uidlevel1', 'quarterly'],
      ['dx', 'co', 'monthly'],
    ].map((names, at) => use(names, 100 + at, at));
    const known = [predictedLongAgo, standing('one', REGIONS), standing('two', ['dx', 'co', 'yearly'])];
    const forwards = selectRollUps(input({ uses, known }));
    const backwards = selectRollUps(input({ uses: uses.toReversed(), known: known.toReversed() }));
    expect(backwards.create).toEqual(forwards.create);
    expect(new Set(backwards.keep)).toEqual(new Set(forwards.keep));
  });
});

describe('what stands', () => {
  const verdictsOf = (known: readonly KnownRollUp[], more: Partial<SelectionInput> = {}) => {
    const { retire, keep } = selectRollUps(input({ known: [predictedLongAgo, ...known], ...more }));
    return Object.fromEntries(
      [...retire.map((one) => ['retire', one] as const), ...keep.map((one) => ['keep', one] as const)].map(
        ([what, { rollUp, reason }]) => [rollUp, `${what}: ${reason}`],
      ),
    );
  };

  it('goes when it was not used for so many days', () => {
    const verdicts = verdictsOf([
      standing('idle', REGIONS, { usedAt: daysAgo(46) }),
      standing('never used', ['dx', 'quarterly'], { usedAt: undefined, createdAt: daysAgo(50) }),
      standing('used', DISTRICTS, { usedAt: daysAgo(45) }),
      standing('new', ['dx', 'co'], { usedAt: daysAgo(80), createdAt: daysAgo(6.5) }),
      standing('of a user', [...REGIONS, 'co'], { usedAt: daysAgo(60), kind: 'user_defined', subtype: 'manual' }),
    ]);
    expect(verdicts).toEqual({
      idle: 'retire: unused for 46 days; the limit is 45',
      'never used': 'retire: unused for 50 days; the limit is 45',
      used: 'keep: no longer among the best for what is asked, but there is room for it',
      new: 'keep: younger than 7 days',
      'of a user': 'keep: defined by a user; unused for 60 days',
    });
  });

  it('goes when another has all of it and hardly more rows', () => {
    const instance = (rows: number) => ({ instance: { id: `of ${rows}`, rows, bytes: 1000 } });
    const verdicts = verdictsOf([
      standing('narrow', ['dx', 'uidlevel2', 'yearly'], instance(100_000)),
      standing('small', ['dx', 'uidlevel1', 'yearly'], instance(50_000)),
      standing('wide', ['dx', 'uidlevel2', 'yearly', SET], { ...instance(110_000), createdAt: daysAgo(2) }),
    ]);
    expect(verdicts).toEqual({
      narrow: 'retire: roll-up wide has all of it and hardly more rows',
      small: 'keep: no longer among the best for what is asked, but there is room for it',
      wide: 'keep: younger than 7 days',
    });
  });

  it('goes beyond the limit of the cube, the least useful first', () => {
    const many = Array.from({ length: 6 }, (_, at) =>
      standing(`${at}`, ['dx', table.levels[at % 3] ?? '', at < 3 ? 'co' : 'quarterly'], {
        usedAt: daysAgo(at + 1),
        instance: { id: `${at}`, rows: 10 ** (2 + (at % 3)), bytes: 1000 },
      }),
    );
    const uses = [use(['dx', 'uidlevel3', 'quarterly'], 100)];
    const settings = { ...input().settings, retentionLimit: 3 };
    const verdicts = verdictsOf(many, { uses, settings });
    expect(verdicts['5']).toBe('keep: among the best for what is asked');
    const retired = Object.entries(verdicts).filter(([, reason]) => reason.startsWith('retire'));
    expect(retired.map(([name]) => name).sort()).toEqual(['2', '3', '4']);
    expect(retired[0]?.[1]).toBe('retire: the least useful beyond the limit of 3 roll-ups for the cube');
    expect(verdictsOf(many, { uses, settings: { ...settings, retentionLimit: 4 } })['4']).toMatch(/^keep/);
  });

  it('makes room for what is clearly better', () => {
    const old = standing('old', ['dx', 'co', 'quarterly'], { instance: { id: 'old', rows: 100_000, bytes: GIGABYTE } });
    const { create, retire } = selectRollUps(
      input({ known: [predictedLongAgo, old], uses: [use(DISTRICTS, 500)], bytes: 2 * GIGABYTE }),
    );
    expect(create.map(({ name }) => name)).toEqual(['dx by level 3 and monthly']);
    expect(retire).toEqual([
      {
        instance: 'old',
        rollUp: 'old',
        reason: 'the least useful beyond the space of 1,000,000,000 bytes, 50 % of the analytics table',
      },
    ]);
  });

  it('is judged by its use alone when nothing is known of the table', () => {
    const verdicts = verdictsOf([standing('idle', REGIONS, { usedAt: daysAgo(46) }), standing('used', DISTRICTS)], {
      statistics: undefined,
      bytes: 0,
    });
    expect(verdicts.idle).toMatch(/^retire/);
    expect(verdicts.used).toMatch(/^keep/);
  });
});

it('settles five hundred kinds of questions', () => {
  const names = ['co', SET, 'uidlevel1', 'uidlevel2', 'uidlevel3', 'monthly', 'quarterly', 'yearly', 'financialoct'];
  const uses = Array.from({ length: 511 }, (_, bits) =>
    use(
      ['dx', ...names.filter((_name, at) => ((bits >> at) & 1) === 1)],
      50 + (bits % 7),
      0,
      bits % 2 ? ['n'] : ['n', 'sum_v'],
    ),
  );
  const { create } = selectRollUps(
    input({ known: [predictedLongAgo], uses, settings: { ...input().settings, compression: 2 } }),
  );
  expect(create.length).toBeGreaterThan(1);
  expect(create.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(1.5 * GIGABYTE);
});
