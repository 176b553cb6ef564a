import fc from 'fast-check';
import { AGGREGATION_TYPES } from '../../../src/features/analytics-query/query.js';
import { type Element, period, type SmallCountry, type Value } from './country.js';
import { type AskedPeriod, type Question, shown } from './reference.js';

/** Values and questions of all kinds over the small country, for tests that compare ways of answering. */

/** Periods of the data: several types, several years, one nine years back. */
const DATA_PERIODS = [
  '201604', '2016', '202311', '2024', '202401', '202402', '202410', '202412', '2024Q4', '202501', '202502', '202503', '2025Q1', '2025',
  '2024W52', '2025W1', '2025W9', '2025W10', '20250228', '20250301', '2025April', '2024Oct', '2025SunW10', '202503B', '2025BiW5',
].map(period); // biome-ignore format: a list of names

const RANGE: AskedPeriod = {
  type: undefined,
  iso: '20250115_20250331',
  startDate: '2025-01-15',
  endDate: '2025-03-31',
};
export const ASKED: readonly AskedPeriod[] = [
  ...['202412', '202501', '202503', '2024Q4', '2025Q1', '2024', '2025', '2025W1', '2025W10', '20250301', '2024Oct', '2024April', '2025Feb', '2025S1'].map(period),
  RANGE,
]; // biome-ignore format: a list of names

/** The same values in every run of the tests: one draw for each place, element, combo and period decides whether there is one and which. */
export function generatedValues({ places, elements, attributeCombos }: SmallCountry): readonly Value[] {
  let state = 20_260_315;
  const draw = (end: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % end;
  };
  const textOf = ({ kind }: Element): string => {
    if (kind === 'TEXT') return ['yes', 'no', 'Perhaps', 'ñandú'][draw(4)] ?? '';
    if (kind === 'BOOLEAN') return draw(3) === 0 ? 'false' : 'true';
    if (kind === 'TRUE_ONLY') return 'true';
    return draw(6) === 0 ? '0' : String((draw(61) - 15) / (draw(3) === 0 ? 4 : 1));
  };
  return places.flatMap((place) =>
    elements.flatMap((element) =>
      element.combos.flatMap((combo) =>
        attributeCombos.flatMap((attributeCombo, index) =>
          DATA_PERIODS.flatMap((own): readonly Value[] => {
            const text = textOf(element);
            return draw(index === 0 ? 3 : 12) === 0
              ? [{ element, place, combo, attributeCombo, period: own, text }]
              : [];
          }),
        ),
      ),
    ),
  );
}

/** The parameters of a question. */
export function parametersOf({
  country,
  dimensions,
  items,
  periods,
  units,
  groups,
  options,
  aggregationType,
}: Question): {
  readonly dimension: readonly string[];
  readonly filter: readonly string[];
  readonly aggregationType?: string;
} {
  const given: Readonly<Record<string, readonly string[]>> = {
    dx: items,
    pe: periods.map(({ iso }) => iso),
    ou: units.map(({ uid }) => uid),
    [country.groupSet]: groups,
    [country.category]: options,
    co: [],
  };
  return {
    dimension: dimensions.map((name) => `${name}:${given[name]?.join(';') ?? ''}`),
    filter: Object.entries(given).flatMap(([name, list]) =>
      dimensions.includes(name) || list.length === 0 ? [] : [`${name}:${list.join(';')}`],
    ),
    ...(aggregationType !== undefined && { aggregationType }),
  };
}

/** The rows of an answer as the reference writes them: without the last digits, in which orders of adding differ. */
export const comparable = (rows: readonly (readonly string[])[]): readonly string[] =>
  rows.map((row) => {
    const value = row.at(-1) ?? '';
    return [...row.slice(0, -1), /^-?[\d.]+$/.test(value) ? shown(Number(value)) : value].join(' ');
  });

/** Questions in every way of aggregating, with every kind of dimension and filter. */
export function questionsAbout(country: SmallCountry): fc.Arbitrary<Question> {
  const { elements, places, groups, options, groupSet, category } = country;
  const operands = elements.flatMap(({ uid, combos }) => (combos.length > 1 ? [`${uid}.${combos[1]?.uid}`] : []));
  const isText = (item: string) => elements.some(({ uid, kind }) => item.startsWith(uid) && kind === 'TEXT');
  return fc
    .record({
      dimensions: fc.shuffledSubarray(['dx', 'pe', 'ou', 'co', groupSet, category], { minLength: 1, maxLength: 4 }),
      items: fc.shuffledSubarray([...elements.map(({ uid }) => uid), ...operands], { minLength: 1 }),
      periods: fc.shuffledSubarray([...ASKED], { minLength: 1, maxLength: 6 }),
      units: fc.shuffledSubarray([...places], { maxLength: 6 }),
      groups: fc.shuffledSubarray([...groups]),
      options: fc.shuffledSubarray([...options]),
      aggregationType: fc.constantFrom(undefined, ...AGGREGATION_TYPES),
    })
    .map((drawn): Question => {
      const { dimensions, aggregationType } = drawn;
      const allowed = drawn.items.filter(
        (item) => (aggregationType !== 'NONE' || isText(item)) && (!dimensions.includes('co') || !item.includes('.')),
      );
      const text = elements.find(({ kind }) => kind === 'TEXT')?.uid ?? '';
      const items = allowed.length > 0 ? allowed : [text];
      return {
        ...drawn,
        items: dimensions.includes('dx') ? items : items.slice(0, 1),
        units: dimensions.includes('ou') && drawn.units.length === 0 ? places.slice(0, 2) : drawn.units,
        groups: dimensions.includes(groupSet) && drawn.groups.length === 0 ? groups : drawn.groups,
        options: dimensions.includes(category) && drawn.options.length === 0 ? options : drawn.options,
        country,
      };
    });
}
