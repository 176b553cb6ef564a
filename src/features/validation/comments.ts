import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { Period } from '../../kernel/periods/index.js';

export interface FormPlace {
  /** Keys of the tables. */
  readonly dataSet: number;
  readonly unit: number;
  readonly attributeOptionCombo: number;
  readonly period: Period;
}

/** The places of a form in which there is neither a value nor a comment, where the data set demands one of them. */
export async function missingComments(
  db: Db,
  { dataSet, unit, attributeOptionCombo, period }: FormPlace,
): Promise<readonly unknown[]> {
  const { rows } = await sql<{ operand: unknown }>`
    select jsonb_build_object(
      'id', element.uid || '.' || combo.uid,
      'displayName', element.name || case when combo.name = 'default' then '' else ' ' || combo.name end,
      'dataElement', jsonb_build_object('id', element.uid),
      'categoryOptionCombo', jsonb_build_object('id', combo.uid)
    ) as operand
    from dataset
    join datasetelement as part on part.datasetid = dataset.datasetid
    join dataelement as element on element.dataelementid = part.dataelementid
    join categorycombos_optioncombos as member on member.categorycomboid = coalesce(part.categorycomboid, element.categorycomboid)
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = member.categoryoptioncomboid
    where dataset.datasetid = ${dataSet}::bigint and dataset.novaluerequirescomment
      and not exists (
        select from datavalue
        join period on period.periodid = datavalue.periodid
        join periodtype on periodtype.periodtypeid = period.periodtypeid
        where datavalue.dataelementid = element.dataelementid
          and datavalue.categoryoptioncomboid = combo.categoryoptioncomboid
          and datavalue.attributeoptioncomboid = ${attributeOptionCombo}::bigint
          and datavalue.sourceid = ${unit}::bigint
          and periodtype.name = ${period.type} and period.startdate = ${period.startDate}::date
          and (not datavalue.deleted and coalesce(trim(datavalue.value), '') <> '' or coalesce(trim(datavalue.comment), '') <> '')
      )
    order by element.name, combo.name, element.uid, combo.uid
  `.execute(db);
  return rows.map(({ operand }) => operand);
}
