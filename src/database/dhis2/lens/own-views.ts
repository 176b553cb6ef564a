import { type RawBuilder, sql } from 'kysely';

/** The schema of the views that show DHIS2's tables as 2.42 has them. */
export const LENS_SCHEMA = 'orderly_dhis2';

/** Tables of DHIS2 in whose place Orderly has its own: the jobs of `jobconfiguration` are run by DHIS2, which starts what others change there (contract: schema.md §2.9). */
export const OWN_TABLES: Readonly<Record<string, string>> = { jobconfiguration: 'orderly.job' };

/** Views of Orderly's own over DHIS2's tables, which an upgrade of DHIS2 must not meet either; a standalone database has them from its migrations. */
export const OWN_VIEWS: readonly RawBuilder<unknown>[] = [
  ...Object.entries(OWN_TABLES).map(
    ([table, own]) => sql`create view ${sql.id(LENS_SCHEMA, table)} as select * from ${sql.table(own)}`,
  ),
  sql`
    create view orderly.lock_exception as
    select
      lockexception.lockexceptionid, lockexception.lockexceptionid::text as uid, lockexception.created, lockexception.datasetid, lockexception.periodid,
      lockexception.organisationunitid, dataset.sharing,
      dataset.name || ' (' || organisationunit.name || ', ' || named_period.label || ')' as name,
      dataset.name || ' (' || named_period.label || ')' as combination
    from lockexception
    join dataset on dataset.datasetid = lockexception.datasetid
    join organisationunit on organisationunit.organisationunitid = lockexception.organisationunitid
    join (
      select period.periodid, orderly.period_label(periodtype.name, period.startdate, period.enddate) as label
      from period
      join periodtype on periodtype.periodtypeid = period.periodtypeid
      offset 0
    ) as named_period on named_period.periodid = lockexception.periodid`,
];
