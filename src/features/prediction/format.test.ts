import { expect, it } from 'vitest';
import type { Value } from '../../kernel/expressions/index.js';
import { formatPrediction, resultsFor } from './format.js';

it.each<[Value, string, string | null]>([
  [2.5, 'INTEGER', '3'],
  [-0.2, 'INTEGER_ZERO_OR_POSITIVE', null],
  [1e21, 'INTEGER', '1000000000000000000000'],
  [2.00006, 'NUMBER', '2.0001'],
  [2, 'NUMBER', '2'],
  [100, 'NUMBER', '100'],
  [0.00001, 'NUMBER', null],
  [null, 'NUMBER', null],
  ['12', 'NUMBER', '12'],
  [Number.NaN, 'NUMBER', null],
  [Number.POSITIVE_INFINITY, 'PERCENTAGE', null],
  [3, 'TEXT', '3'],
  ['many', 'TEXT', 'many'],
  [null, 'TEXT', ''],
  [true, 'BOOLEAN', 'true'],
  [null, 'BOOLEAN', 'false'],
  ['x', 'BOOLEAN', null],
  ['2026-02-01', 'DATE', '2026-02-01'],
  ['2026-02-31', 'DATE', null],
  ['x', 'COORDINATE', null],
])('%s of type %s becomes %s', (value, outputType, text) => {
  expect(formatPrediction(value, { outputType, outputZeroCounts: false })).toBe(text);
});

it('keeps a zero that counts', () => {
  expect(formatPrediction(0, { outputType: 'INTEGER', outputZeroCounts: true })).toBe('0');
  expect(formatPrediction(null, { outputType: 'NUMBER', outputZeroCounts: true })).toBe('0');
  expect(formatPrediction(-0.00001, { outputType: 'NUMBER', outputZeroCounts: true })).toBe('0');
});

it('knows what an output may come to', () => {
  expect(resultsFor('INTEGER_POSITIVE')).toEqual(['number']);
  expect(resultsFor('FILE_RESOURCE')).toBeUndefined();
});
