import { describe, expect, it } from 'vitest';
import { JOB_TYPES } from './configurable-types.js';
import { readParameters } from './parameters.js';

const described = (name: string) => {
  const found = JOB_TYPES.find(({ type }) => type === name);
  if (!found) throw new Error(`There is no job type ${name}.`);
  return found;
};

describe('parameters (scheduling.md §14 no. 31)', () => {
  it.each([
    ['HTML_PUSH_ANALYTICS', {}, ['E4000 dashboard', 'E4000 receivers', 'E4000 mode']],
    ['AGGREGATE_DATA_EXCHANGE', {}, ['E4000 dataExchangeIds']],
    ['PUSH_ANALYSIS', { pushAnalysis: [] }, ['E4014 pushAnalysis']],
    ['PUSH_ANALYSIS', { pushAnalysis: ['bad'] }, ['E4014 pushAnalysis']],
    ['DISABLE_INACTIVE_USERS', {}, ['E4008 inactiveMonths']],
    ['DATA_SYNC', { pageSize: '49' }, ['E4008 pageSize']],
    ['DATA_SYNC', {}, []],
  ])('of %s in %j', (type, given, problems) => {
    expect(readParameters(described(type), given).problems.map(({ code, property }) => `${code} ${property}`)).toEqual(
      problems,
    );
  });
});
