import { sql } from 'kysely';
import { computed, reference, text } from '../model/property.js';
import { defineType } from '../model/type.js';

/** Something that is counted in a favourite: exactly one of the references is set, or both sides of an operand. */
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
        when ${sql.ref(`${alias}.dataelementoperand_dataelementid`)} is not null then 'DATA_ELEMENT_OPERAND'
        when ${sql.ref(`${alias}.datasetid`)} is not null then 'REPORTING_RATE'
        when ${sql.ref(`${alias}.programindicatorid`)} is not null then 'PROGRAM_INDICATOR'
      end`,
    ),
    /** The text that names it in a query, e.g. `uid`, `dataSet.METRIC` or `dataElement.optionCombo`. */
    dimensionItem: computed(
      'TEXT',
      (alias) => sql`concat_ws('.',
        (select indicator.uid from indicator where indicator.indicatorid = ${sql.ref(`${alias}.indicatorid`)}),
        (select dataelement.uid from dataelement
          where dataelement.dataelementid = coalesce(${sql.ref(`${alias}.dataelementid`)}, ${sql.ref(`${alias}.dataelementoperand_dataelementid`)})),
        (select optioncombo.uid from categoryoptioncombo as optioncombo
          where optioncombo.categoryoptioncomboid = ${sql.ref(`${alias}.dataelementoperand_categoryoptioncomboid`)}),
        (select dataset.uid || '.' || coalesce(${sql.ref(`${alias}.metric`)}, 'REPORTING_RATE') from dataset
          where dataset.datasetid = ${sql.ref(`${alias}.datasetid`)}),
        (select programindicator.uid from programindicator
          where programindicator.programindicatorid = ${sql.ref(`${alias}.programindicatorid`)})
      )`,
    ),
    indicator: reference('indicator'),
    dataElement: reference('dataElement'),
    operandDataElement: reference('dataElement', { column: 'dataelementoperand_dataelementid' }),
    operandCategoryOptionCombo: reference('categoryOptionCombo', {
      column: 'dataelementoperand_categoryoptioncomboid',
    }),
    programIndicator: reference('programIndicator'),
    dataSet: reference('dataSet'),
    metric: text({ max: 50 }),
  },
});
