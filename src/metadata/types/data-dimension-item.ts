import { sql } from 'kysely';
import { computed, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** Something that is counted in a favourite: exactly one of the references is set. */
export const dataDimensionItem = defineType({
  name: 'dataDimensionItem',
  plural: 'dataDimensionItems',
  label: 'Data dimension item',
  klass: 'org.hisp.dhis.common.DataDimensionItem',
  table: 'datadimensionitem',
  identifiable: false,
  properties: {
    dataDimensionItemType: computed(
      'CONSTANT',
      (alias) => sql`case
        when ${sql.ref(`${alias}.indicatorid`)} is not null then 'INDICATOR'
        when ${sql.ref(`${alias}.dataelementid`)} is not null then 'DATA_ELEMENT'
        when ${sql.ref(`${alias}.datasetid`)} is not null then 'REPORTING_RATE'
        when ${sql.ref(`${alias}.programindicatorid`)} is not null then 'PROGRAM_INDICATOR'
      end`,
    ),
    indicator: reference('indicator'),
    dataElement: reference('dataElement'),
    programIndicator: reference('programIndicator'),
    dataSet: reference('dataSet'),
    metric: text({ max: 50 }),
  },
});
