import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { parsePeriod } from '../../../kernel/periods/index.js';
import type { Conflicts, Refusal } from '../../imports/index.js';
import type { Fault } from './resolve.js';

/** A refused registration: what the payload names, and what was found of it. */
interface Refused {
  readonly position: number;
  readonly fault: Fault;
  readonly dataSet: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly combo: string;
  readonly foundDataSet: string;
  readonly foundUnit: string;
  readonly foundCombo: string;
  readonly ownCategoryCombo: string;
  readonly neededCategoryCombo: string;
  readonly neededPeriodType: string;
}

/** Turns the faults of `resolved_registration` into conflicts, and takes the registrations that have one out of it. */
export async function tellFaults(db: Db, username: string, conflicts: Conflicts): Promise<void> {
  const { rows } = await sql<Refused>`
    with refused as (
      delete from resolved_registration as registration where registration.fault is not null returning registration.*
    )
    select refused.position, refused.fault,
      coalesce(given.data_set, '') as "dataSet", coalesce(given.period, '') as period, coalesce(given.org_unit, '') as "orgUnit",
      coalesce(given.combo, concat_ws(' ', given.category_combo, given.category_options)) as combo,
      coalesce(dataset.uid, '') as "foundDataSet", coalesce(unit.uid, '') as "foundUnit", coalesce(combo.uid, '') as "foundCombo",
      coalesce((
        select min(categorycombo.uid) from categorycombos_optioncombos as link
        join categorycombo on categorycombo.categorycomboid = link.categorycomboid
        where link.categoryoptioncomboid = refused.attributeoptioncomboid
      ), '') as "ownCategoryCombo",
      coalesce(needed.uid, '') as "neededCategoryCombo", coalesce(periodtype.name, '') as "neededPeriodType"
    from refused
    join given_registration as given on given.position = refused.position
    left join dataset on dataset.datasetid = refused.datasetid
    left join categorycombo as needed on needed.categorycomboid = dataset.categorycomboid
    left join periodtype on periodtype.periodtypeid = dataset.periodtypeid
    left join organisationunit as unit on unit.organisationunitid = refused.sourceid
    left join categoryoptioncombo as combo on combo.categoryoptioncomboid = refused.attributeoptioncomboid
    order by refused.position
  `.execute(db);
  for (const row of rows) conflicts.refuse(row.position, refusalOf(row, username));
}

/** The peer's sentences, each with the code of data values that says the same (contract: imports.md §4, §9 no. 19). */
function refusalOf(row: Refused, username: string): Refusal {
  const { dataSet, period, orgUnit, combo, foundDataSet, foundUnit, foundCombo } = row;
  const iso = parsePeriod(period)?.iso ?? period;
  const about = (property: string, objects: Refusal['objects']) => ({ property, objects });
  switch (row.fault) {
    case 'dataSet':
      return { code: 'E7600', text: 'Data set not found or not accessible', ...about('dataSet', { dataSet }) };
    case 'period':
      return { code: 'E7611', text: 'Period not valid', ...about('period', { period }) };
    case 'orgUnit':
      return {
        code: 'E7612',
        text: 'Organisation unit not found or not accessible',
        ...about('organisationUnit', { organisationUnit: orgUnit }),
      };
    case 'combo':
      return {
        code: 'E7615',
        args: [combo],
        ...about('attributeOptionCombo', { attributeOptionCombo: combo === '' ? foundCombo : combo }),
      };
    case 'halfOfCombo':
      return { code: 'E2040', ...about('attributeOptionCombo', { attributeOptionCombo: combo }) };
    case 'noSuchCombo':
      return { code: 'E2041', ...about('attributeOptionCombo', { attributeOptionCombo: combo }) };
    case 'comboMissing':
      return { code: 'E7631', ...about('attributeOptionCombo', { attributeOptionCombo: 'Attribute option combo' }) };
    case 'hierarchy':
      return {
        code: 'E7617',
        text: `Organisation unit is not in hierarchy of user: ${username}`,
        ...about('organisationUnit', { organisationUnit: foundUnit }),
      };
    case 'categoryCombo':
      return {
        code: 'E7635',
        text: `Attribute option combo: ${row.ownCategoryCombo} must have category combo: ${row.neededCategoryCombo}`,
        ...about('attributeOptionCombo', { categoryCombo: row.ownCategoryCombo, attributeOptionCombo: foundCombo }),
      };
    case 'range':
      return {
        code: 'E7638',
        text: `Period: ${iso} is not within range of attribute option combo: ${foundCombo}`,
        ...about('period', { organisationUnit: foundUnit, period: iso, attributeOptionCombo: foundCombo }),
      };
    case 'unitOfCombo':
      return {
        code: 'E7639',
        text: `Organisation unit: ${foundUnit} is not valid for attribute option combo ${foundCombo}`,
        ...about('organisationUnit', { organisationUnit: foundUnit, attributeOptionCombo: foundCombo }),
      };
    case 'periodType':
      return {
        code: 'E7632',
        text: `Period type of period: ${iso} is not equal to the period type of data set: ${row.neededPeriodType}`,
        ...about('period', { period: iso, dataSet: foundDataSet }),
      };
    case 'assignment':
      return {
        code: 'E7636',
        text: `Data set ${foundDataSet} is not assigned to organisation unit ${foundUnit}`,
        ...about('dataSet', { dataSet: foundDataSet, organisationUnit: foundUnit }),
      };
    case 'access':
      return {
        code: 'E7601',
        text: `User has no data write access for DataSet: ${foundDataSet}`,
        ...about('dataSet', { dataSet: foundDataSet }),
      };
  }
}
