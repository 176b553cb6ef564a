import { moment, type PropertyBuilder, reference, text } from '../../metadata/model/property.js';
import { defineType } from '../../metadata/model/type.js';

const COMMON = {
  label: 'Lock exception',
  klass: 'org.hisp.dhis.dataset.LockException',
  table: 'lockexception',
  /** Has the sharing of the data set: who may not read the one does not see the other (contract: data-admin.md §11 no. 10). */
  source: 'orderly.lock_exception',
  traits: ['sharing'],
  identifiable: false,
} as const;

const KEYS: Readonly<Record<string, PropertyBuilder>> = {
  period: reference('period', { column: 'periodid' }),
  dataSet: reference('dataSet', { column: 'datasetid' }),
};

/** A lock exception as it is read (contract: data-admin.md §2.2). */
export const LOCK_EXCEPTION = defineType({
  ...COMMON,
  name: 'lockException',
  plural: 'lockExceptions',
  properties: {
    name: text(),
    created: moment(),
    ...KEYS,
    organisationUnit: reference('organisationUnit', { column: 'organisationunitid' }),
  },
});

/** What the exceptions of one data set and one period have in common (contract: data-admin.md §2.3). */
export const COMBINATION = defineType({
  ...COMMON,
  name: 'lockExceptionCombination',
  plural: 'lockExceptions',
  properties: { name: text({ column: 'combination' }), ...KEYS },
});
