import { expect, it } from 'vitest';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { outputPeriods, samplePeriods } from './sample-periods.js';

const period = (iso: string) => parsePeriod(iso) as Period;
const names = (periods: readonly Period[]) => periods.map(({ iso }) => iso);
const sample = (iso: string, sequentialCount: number, annualCount = 0, sequentialSkip = 0) =>
  names(samplePeriods(period(iso), { sequentialCount, annualCount, sequentialSkip }));

it('predicts periods that lie wholly within the days', () => {
  expect(names(outputPeriods('Monthly', '2026-01-01', '2026-03-31'))).toEqual(['202601', '202602', '202603']);
  expect(names(outputPeriods('Monthly', '2026-01-02', '2026-03-30'))).toEqual(['202602']);
  expect(names(outputPeriods('Quarterly', '2026-01-02', '2026-02-02'))).toEqual([]);
  expect(names(outputPeriods('Weekly', '2026-03-02', '2026-03-15'))).toEqual(['2026W10', '2026W11']);
  expect(() => outputPeriods('Daily', '1990-01-01', '2026-01-01')).toThrow('more than 1000 periods');
});

it('samples the periods before and those of earlier years', () => {
  expect(sample('202603', 3)).toEqual(['202602', '202601', '202512']);
  expect(sample('202603', 4, 0, 2)).toEqual(['202512', '202511']);
  expect(sample('202603', 0, 2)).toEqual(['202503', '202403']);
  expect(sample('202603', 1, 1, 1)).toEqual(['202503', '202502', '202504']);
  expect(sample('202603', 0)).toEqual([]);
  expect(sample('20240229', 0, 1)).toEqual(['20230301']);
  expect(() => sample('202603', 5_001)).toThrow('more than 5000 periods');
});
