import { sql } from 'kysely';
import type { ValueCheck } from './check.js';
import * as names from './names.js';

/** What only some imports ask, by their options or by a setting of the system (contract: imports.md §2.2). */
export const STRICT_CHECKS: readonly ValueCheck[] = [
  {
    code: 'E7630',
    property: 'categoryOptionCombo',
    objects: { dataElement: names.element },
    args: () => [],
    fails: ({ options }) => (options.requireCategoryOptionCombo ? sql`given.combo = 0` : undefined),
  },
  {
    code: 'E7631',
    property: 'attributeOptionCombo',
    objects: { dataElement: names.element },
    args: () => [],
    fails: ({ options, hasAttributeCombo }) =>
      options.requireAttributeOptionCombo && !hasAttributeCombo ? sql`given.attribute_combo = 0` : undefined,
  },
  {
    code: 'E7632',
    property: 'period',
    objects: { period: names.period, dataElement: names.element },
    fails: ({ options }) =>
      options.strictPeriods
        ? sql`not exists (
            select from datasetelement
            join dataset on dataset.datasetid = datasetelement.datasetid
            join periodtype on periodtype.periodtypeid = dataset.periodtypeid
            where datasetelement.dataelementid = element.dataelementid and periodtype.name = period.type
          )`
        : undefined,
  },
  {
    code: 'E7633',
    property: 'dataElement',
    objects: { dataElement: names.element },
    args: ({ dataSet }) => [names.element, sql`${dataSet?.uid ?? ''}::text`],
    fails: ({ options, dataSet }) =>
      options.strictDataElements
        ? sql`not exists (
            select from datasetelement
            where datasetelement.dataelementid = element.dataelementid
              and (${dataSet?.id ?? null}::bigint is null or datasetelement.datasetid = ${dataSet?.id ?? null}::bigint)
          )`
        : undefined,
  },
  {
    code: 'E7634',
    property: 'categoryOptionCombo',
    objects: { categoryOptionCombo: names.combo, dataElement: names.element },
    fails: ({ options }) =>
      options.strictCategoryOptionCombos
        ? sql`not exists (
            select from categorycombos_optioncombos as link
            where link.categoryoptioncomboid = combo.categoryoptioncomboid and (
              link.categorycomboid = (select dataelement.categorycomboid from dataelement where dataelement.dataelementid = element.dataelementid)
              or link.categorycomboid in (
                select datasetelement.categorycomboid from datasetelement where datasetelement.dataelementid = element.dataelementid
              )
            )
          )`
        : undefined,
  },
  {
    code: 'E7635',
    property: 'attributeOptionCombo',
    objects: { attributeOptionCombo: names.attributeCombo, dataElement: names.element },
    fails: ({ options }) =>
      options.strictAttributeOptionCombos
        ? sql`not exists (
            select from datasetelement
            join dataset on dataset.datasetid = datasetelement.datasetid
            join categorycombos_optioncombos as link on link.categorycomboid = dataset.categorycomboid
            where datasetelement.dataelementid = element.dataelementid and link.categoryoptioncomboid = attribute_combo.categoryoptioncomboid
          )`
        : undefined,
  },
  {
    code: 'E7636',
    property: 'orgUnit',
    objects: { orgUnit: names.unit, dataElement: names.element },
    fails: ({ options }) =>
      options.strictOrganisationUnits
        ? sql`not exists (
            select from datasetelement
            join datasetsource on datasetsource.datasetid = datasetelement.datasetid
            where datasetelement.dataelementid = element.dataelementid and datasetsource.sourceid = unit.organisationunitid
          )`
        : undefined,
  },
];
