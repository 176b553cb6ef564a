import { type RawBuilder, sql } from 'kysely';

/** Who changes exceptions, and of what. */
export interface Change {
  readonly username: string;
  readonly dataSet: string;
  /** ISO name. */
  readonly period: string;
  readonly reason: string | undefined;
}

/**
 * `insert into audit …` with an entry for each row of the relation `changed`, whose column `organisationunitid` says where (contract: data-admin.md §11 no. 12). It is part of the
 * statement that makes the change, so that neither is without the other.
 */
export function auditOf(type: 'CREATE' | 'DELETE', changed: string, change: Change): RawBuilder<unknown> {
  const { username, dataSet, period, reason } = change;
  return sql`
    insert into audit (audittype, auditscope, createdat, createdby, klass, attributes)
    select ${type}, 'AGGREGATE', localtimestamp, ${username}, 'org.hisp.dhis.dataset.LockException', jsonb_strip_nulls(jsonb_build_object(
      'dataSet', ${dataSet}::text, 'period', ${period}::text, 'organisationUnit', organisationunit.uid, 'reason', ${reason ?? null}::text
    ))
    from ${sql.table(changed)}
    left join organisationunit on organisationunit.organisationunitid = ${sql.ref(`${changed}.organisationunitid`)}
  `;
}
