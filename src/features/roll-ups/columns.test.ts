import { describe, expect, it } from 'vitest';
import { closedColumns, missingColumns, sortedColumns } from './columns.js';

const table = sortedColumns([
  { name: 'dx', type: 'character(11)' },
  { name: 'ou', type: 'character(11)' },
  { name: 'pestartdate', type: 'date' },
  { name: 'approvallevel', type: 'integer' },
  { name: 'value', type: 'double precision' },
  { name: 'J5jldMd8OHv', type: 'character(11)' },
  { name: 'uidlevel2', type: 'character(11)' },
  { name: 'uidlevel1', type: 'character(11)' },
  { name: 'uidlevel3', type: 'character(11)' },
  ...['yearly', 'monthly', 'weekly', 'quarterly', 'financialoct'].map((name) => ({ name, type: 'text' })),
]);

describe('columns of a roll-up', () => {
  it('sorts those of a table by their kind', () => {
    expect(table.levels).toEqual(['uidlevel1', 'uidlevel2', 'uidlevel3']);
    expect(table.periods.map(({ name }) => name)).toEqual(['weekly', 'monthly', 'quarterly', 'yearly', 'financialoct']);
    expect(table.others).toEqual(['J5jldMd8OHv', 'approvallevel', 'dx']);
  });

  it('takes in the coarser ones', () => {
    expect(closedColumns(['uidlevel2', 'dx'], table)).toEqual(['dx', 'uidlevel1', 'uidlevel2']);
    expect(closedColumns(['monthly'], table)).toEqual(['financialoct', 'monthly', 'quarterly', 'yearly']);
    // one length: none is longer
    expect(closedColumns(['yearly'], table)).toEqual(['yearly']);
    expect(closedColumns(['J5jldMd8OHv', 'weekly', 'quarterly'], table)).toEqual([
      ...['J5jldMd8OHv', 'financialoct', 'monthly', 'quarterly', 'weekly', 'yearly'],
    ]);
    expect(closedColumns([], table)).toEqual([]);
  });

  it('says which the table does not have', () => {
    expect(missingColumns(['dx', 'uidlevel4', 'value'], table)).toEqual(['uidlevel4', 'value']);
    expect(() => closedColumns(['uidlevel4'], table)).toThrow('uidlevel4');
  });
});
