import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';
import { type Period, parsePeriod } from '../../src/kernel/periods/index.js';

export interface RawValue {
  readonly element: string;
  readonly combo: string;
  readonly attribute: string;
  readonly unit: string;
  readonly path: string;
  readonly period: Period;
  readonly value: string;
}

/** All live data values of the elements, one object a row, for oracles that go through them one by one. */
export async function rawValues(db: Db, elements: readonly string[]): Promise<readonly RawValue[]> {
  const { rows } = await sql<Omit<RawValue, 'period'> & { iso: string }>`
    select dataelement.uid as element, combo.uid as combo, attribute.uid as attribute, unit.uid as unit, unit.path,
      orderly.period_iso(periodtype.name, period.startdate) as iso, datavalue.value
    from datavalue
    join dataelement on dataelement.dataelementid = datavalue.dataelementid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
    join organisationunit as unit on unit.organisationunitid = datavalue.sourceid
    join period on period.periodid = datavalue.periodid
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    where dataelement.uid = any (${[...elements]}) and not datavalue.deleted
  `.execute(db);
  return rows.map(({ iso, ...row }) => ({ ...row, period: parsePeriod(iso) as Period }));
}
