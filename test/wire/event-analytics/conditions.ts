import fc from 'fast-check';
import { fulfils, type NaiveEvent, type NaiveItem } from '../../support/event-analytics.js';
import type { Country, EventWorld } from '../../support/event-world.js';

export const programOf = ({ country }: EventWorld, registration: boolean) => {
  const found = country.programs.find((one) => one.registration === registration);
  if (!found) throw new Error('The demo country lacks a program.');
  return found;
};

export const item = (of: Country['programs'][number], valueType: string): NaiveItem => {
  const found = of.items.find((one) => one.valueType === valueType);
  if (!found) throw new Error(`The program has no ${valueType}.`);
  return found;
};

/** Conditions on each kind of value; every operator takes its turn. */
const CONDITIONS: Readonly<Record<string, readonly string[]>> = {
  NUMBER: [
    'EQ:50.0',
    'NE:50',
    'GT:40',
    'GE:40',
    'LT:60.5',
    'LE:60.5',
    'IN:1;50;70.2',
    'IN:1;NV',
    '!IN:50',
    'EQ:NV',
    'NE:NV',
    'LIKE:5',
    'GT:20:LT:70',
  ],
  INTEGER: ['EQ:5', '!EQ:5', 'GT:40', 'LE:3', 'IN:1;2;3', 'NE:NV'],
  BOOLEAN: ['EQ:1', 'EQ:0', 'IN:1;NV', 'EQ:true', 'NE:NV'],
  DATE: ['GT:2021-01-01', 'LE:2021-06-30', 'EQ:NV'],
  TEXT: [
    'EQ:Answer 5',
    'NE:Answer 5',
    'IEQ:answer 5',
    '!IEQ:ANSWER 5',
    'LIKE:er 1',
    '!LIKE:er 1',
    'ILIKE:ANSWER 2',
    '!ILIKE:ANSWER 2',
    'IN:Answer 1;Answer 2',
    '!IN:Answer 1',
    'SW:Answer 1',
    'EW:9',
    'EQ:NV',
    'IN:Answer 3;NV',
    'LIKE:%',
    'GT:Answer 3',
  ],
};

export const filterOf = fc.constantFrom(
  ...Object.entries(CONDITIONS).flatMap(([valueType, texts]) => texts.map((text) => ({ valueType, text }))),
);

/** The conditions of a text such as `GT:20:LT:70`. */
const conditionsOf = (text: string): readonly (readonly [string, string])[] =>
  text
    .split(':')
    .flatMap((part, index, all) =>
      index % 2 === 0 ? [[part.replace('!EQ', 'NE'), all[index + 1] ?? ''] as const] : [],
    );

export const keeps = (event: NaiveEvent, one: NaiveItem, text: string): boolean =>
  conditionsOf(text).every(([operator, value]) => fulfils(event.values[one.uid], one, operator, value));

export const within = (moment: string | null, from: string, to: string): boolean =>
  moment !== null && moment.slice(0, 10) >= from && moment.slice(0, 10) <= to;
