import { Value } from 'typebox/value';
import { expect, it } from 'vitest';
import { IMPORT_QUERY, type ImportQuery, importOptions, schemeFor, strategyOf, withHead } from './import-options.js';
import { Conflicts } from './import-summary.js';

const asked = (query: Partial<ImportQuery> = {}) =>
  importOptions(Value.Default(IMPORT_QUERY, { ...query }) as ImportQuery);

it('repeats all options with their defaults, in the order of the peer', () => {
  expect(Object.entries(asked())).toEqual([
    ['idSchemes', {}],
    ['dryRun', false],
    ['async', false],
    ['importStrategy', 'CREATE_AND_UPDATE'],
    ['mergeMode', 'REPLACE'],
    ['reportMode', 'FULL'],
    ['skipExistingCheck', false],
    ['sharing', false],
    ['skipNotifications', false],
    ['skipAudit', false],
    ['datasetAllowsPeriods', false],
    ['strictPeriods', false],
    ['strictDataElements', false],
    ['strictCategoryOptionCombos', false],
    ['strictAttributeOptionCombos', false],
    ['strictOrganisationUnits', false],
    ['strictDataSetApproval', false],
    ['strictDataSetLocking', false],
    ['strictDataSetInputPeriods', false],
    ['requireCategoryOptionCombo', false],
    ['requireAttributeOptionCombo', false],
    ['skipPatternValidation', false],
    ['ignoreEmptyCollection', false],
    ['force', false],
    ['firstRowIsHeader', true],
    ['skipLastUpdated', false],
    ['mergeDataValues', false],
    ['skipCache', false],
  ]);
});

it('puts schemes together, and knows the older names of strategies', () => {
  const options = asked({
    idScheme: 'CODE',
    orgUnitIdScheme: 'ATTRIBUTE:abcdefghijk',
    strategy: 'NEW',
    preheatCache: true,
  });
  expect(options).toMatchObject({
    idSchemes: { idScheme: 'CODE', orgUnitIdScheme: 'ATTRIBUTE:abcdefghijk' },
    importStrategy: 'NEW',
    preheatCache: true,
  });
  expect(strategyOf(options)).toBe('CREATE');
  expect([schemeFor(options, 'dataSetIdScheme'), schemeFor(options, 'orgUnitIdScheme')]).toEqual([
    'CODE',
    'ATTRIBUTE:abcdefghijk',
  ]);
  expect(strategyOf(asked({ importStrategy: 'DELETES', strategy: 'NEW' }))).toBe('DELETE');
});

it('lets the head of a payload win, and refuses what it cannot read', () => {
  const options = asked({ idScheme: 'CODE', dataSetIdScheme: 'NAME' });
  expect(withHead(options, { dataSetIdScheme: 'UID', dryRun: 'TRUE', strategy: 'updates', period: '2024' })).toEqual({
    ...options,
    idSchemes: { idScheme: 'CODE', dataSetIdScheme: 'UID' },
    dryRun: true,
    importStrategy: 'UPDATES',
  });
  expect(withHead(options, { importStrategy: null, dryRun: null, idScheme: '' })).toEqual(options);
  for (const head of [
    { idScheme: 'NUMBER' },
    { dryRun: 'maybe' },
    { strategy: 'SOMETIMES' },
    { strategy: 'constructor' },
  ]) {
    expect(() => withHead(options, head)).toThrow(expect.objectContaining({ status: 400 }));
  }
});

it('makes one conflict of those that say the same, and counts an object once', () => {
  const conflicts = new Conflicts();
  const unknown = (element: string) =>
    ({ code: 'E7610', objects: { dataElement: element }, args: [element], property: 'dataElement' }) as const;
  conflicts.refuse(4, unknown('abc'));
  conflicts.refuse(0, unknown('abc'));
  conflicts.refuse(0, unknown('xyz'));
  conflicts.warn(2, unknown('abc'));
  expect(conflicts.list).toEqual([
    {
      object: 'abc',
      objects: { dataElement: 'abc' },
      value: 'Data element not found or not accessible: `abc`',
      errorCode: 'E7610',
      property: 'dataElement',
      indexes: [4, 0, 2],
    },
    expect.objectContaining({ object: 'xyz', indexes: [0] }),
  ]);
  expect(conflicts.rejectedIndexes).toEqual([0, 4]);
});
