import { sql } from 'kysely';
import type { Db } from '../../src/database/index.js';

/** Data sets of the demo: a monthly one, one that expires after 60 days, and a yearly one with attribute options. */
export const MONTHLY = 'lyLU2wR22tC';
export const EXPIRING = 'iqQYT5CjP5m';
export const WITH_OPTIONS = 'AHEpHUhgDYf';
export const DEFAULT_COMBO = 'HllvX50cXC0';

/** A registration as the table has it, its objects by uid. */
export interface StoredRegistration {
  readonly dataSet: string;
  readonly period: string;
  readonly unit: string;
  readonly combo: string;
  readonly date: string;
  readonly storedBy: string;
  readonly lastUpdatedBy: string;
  readonly completed: boolean;
}

/** Registrations of periods that begin on or after a day, where the demo has none, in the order of their names. */
export async function registrationsFrom(db: Db, day: string): Promise<readonly StoredRegistration[]> {
  const { rows } = await sql<StoredRegistration>`
    select dataset.uid as "dataSet", orderly.period_iso(periodtype.name, period.startdate) as period, unit.uid as unit, combo.uid as combo,
      to_char(registration.date, 'YYYY-MM-DD"T"HH24:MI:SS') as date, registration.storedby as "storedBy", registration.lastupdatedby as "lastUpdatedBy",
      registration.completed
    from completedatasetregistration as registration
    join dataset on dataset.datasetid = registration.datasetid
    join period on period.periodid = registration.periodid
    join periodtype on periodtype.periodtypeid = period.periodtypeid
    join organisationunit as unit on unit.organisationunitid = registration.sourceid
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = registration.attributeoptioncomboid
    where period.startdate >= ${day}::date
    order by dataset.uid collate "C", period.startdate, periodtype.name collate "C", unit.uid collate "C", combo.uid collate "C"
  `.execute(db);
  return rows;
}

/** Takes away registrations and periods from a day on. */
export async function clearFrom(db: Db, day: string): Promise<void> {
  for (const table of ['completedatasetregistration', 'datavalue', 'datavalueaudit', 'lockexception'])
    await sql`
      delete from ${sql.table(table)} where periodid in (select periodid from period where startdate >= ${day}::date)
    `.execute(db);
  await sql`delete from period where startdate >= ${day}::date`.execute(db);
}

export async function periodsFrom(db: Db, day: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from period where startdate >= ${day}::date
  `.execute(db);
  return rows[0]?.count ?? 0;
}

/** Uids of units that have a data set, by the path. */
export async function unitsWith(db: Db, dataSet: string): Promise<readonly string[]> {
  const { rows } = await sql<{ uid: string }>`
    select unit.uid from organisationunit as unit
    join datasetsource on datasetsource.sourceid = unit.organisationunitid
    join dataset on dataset.datasetid = datasetsource.datasetid
    where dataset.uid = ${dataSet} and unit.hierarchylevel = 4
    order by unit.path
  `.execute(db);
  return rows.map(({ uid }) => uid);
}
