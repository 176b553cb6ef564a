import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import { periodKeys } from '../../../metadata/index.js';
import { isUntold, noteOf } from '../../analytics-tables/index.js';
import type { Strategy } from '../../imports/index.js';
import { REGISTRATION_COLUMNS, registrationKey, WRITE_ANEW } from '../register.js';

export interface Merged {
  readonly imported: number;
  readonly updated: number;
  readonly deleted: number;
}

/**
 * Merges what is left of `resolved_registration` into the table, as if one registration were taken after the other: of several for one place the first makes the row and the
 * others change it, as far as the strategy lets them. Rows are locked in the order of their key, so that two imports never wait for each other.
 *
 * @param by username for those that name none
 */
export async function merge(db: Db, strategy: Strategy, by: string): Promise<Merged> {
  const { rows: periods } = await sql<{ period: string }>`
    select distinct given.period from resolved_registration as registration join given_registration as given using (position) order by given.period
  `.execute(db);
  if (strategy === 'CREATE' || strategy === 'CREATE_AND_UPDATE')
    await periodKeys(
      db,
      periods.map(({ period }) => period),
    );
  const untold = strategy === 'DELETE' && (await isUntold(db, 'completedatasetregistration'));
  const { rows } = await statement(strategy, by, untold).execute(db);
  const [{ imported = 0, updated = 0, deleted = 0 } = {}] = rows;
  return { imported: Number(imported), updated: Number(updated), deleted: Number(deleted) };
}

/** @param untold rows that are deleted have to be noted for latest runs */
function statement(strategy: Strategy, by: string, untold: boolean): RawBuilder<Partial<Merged>> {
  switch (strategy) {
    case 'CREATE':
      return sql`
        with ${places(by)}, stored as (
          insert into completedatasetregistration (${REGISTRATION_COLUMNS})
          ${rowsOf('place', sql`where place.first order by ${registrationKey('place')}`)}
          on conflict (${registrationKey()}) do nothing
          returning 1
        )
        select count(*) as imported from stored
      `;
    case 'CREATE_AND_UPDATE':
      return sql`
        with ${places(by)}, stored as (
          insert into completedatasetregistration (${REGISTRATION_COLUMNS})
          ${rowsOf('place', sql`where place.last order by ${registrationKey('place')}`)}
          ${WRITE_ANEW}
          returning xmax = 0 as created
        )
        select created.number as imported, given.number - created.number as updated
        from (select count(*) filter (where stored.created) as number from stored) as created,
          (select count(*) as number from place) as given
      `;
    case 'UPDATE':
      return sql`
        with ${places(by)}, ${locked}, stored as (
          update completedatasetregistration as registration set
            date = place.date, storedby = place.storedby, lastupdatedby = place.lastupdatedby, lastupdated = localtimestamp, completed = place.completed
          from place join locked on (${registrationKey('locked')}) = (${registrationKey('place')})
          where place.last and (${registrationKey('registration')}) = (${registrationKey('place')})
          returning place.times
        )
        select coalesce(sum(stored.times), 0) as updated from stored
      `;
    case 'DELETE':
      return sql`
        with ${places(by)}, ${locked}, gone as (
          delete from completedatasetregistration as registration
          using locked where (${registrationKey('registration')}) = (${registrationKey('locked')})
          returning registration.*
        )${untold ? sql`, noted as (${noteOf('completedatasetregistration')})` : sql``}
        select count(*) as deleted from gone
      `;
  }
}

/** The registrations with all their columns, and how each stands among those for its place. */
const places = (by: string): RawBuilder<unknown> => sql`
  place as materialized (
    select registration.datasetid, period.periodid, registration.sourceid, registration.attributeoptioncomboid,
      coalesce(given.date, localtimestamp) as date, coalesce(given.stored_by, ${by}) as storedby, coalesce(given.last_updated_by, ${by}) as lastupdatedby,
      given.completed,
      row_number() over (among order by registration.position) = 1 as first,
      row_number() over (among order by registration.position desc) = 1 as last,
      count(*) over among as times
    from resolved_registration as registration
    join given_registration as given on given.position = registration.position
    join periodtype on periodtype.name = given.period_type
    join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = given.start_date and period.enddate = given.end_date
    window among as (partition by registration.datasetid, period.periodid, registration.sourceid, registration.attributeoptioncomboid)
  )
`;

const rowsOf = (table: string, rest: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select ${registrationKey(table)}, ${sql.ref(`${table}.date`)}, ${sql.ref(`${table}.storedby`)}, ${sql.ref(`${table}.lastupdatedby`)}, localtimestamp,
    ${sql.ref(`${table}.completed`)}
  from ${sql.table(table)}
  ${rest}
`;

/** Keys of the stored registrations that the payload is about; nobody else changes them until the end of the transaction. */
const locked = sql`
  locked as materialized (
    select ${registrationKey('registration')}
    from completedatasetregistration as registration
    where (${registrationKey('registration')}) in (select ${registrationKey('place')} from place)
    order by ${registrationKey('registration')}
    for update
  )
`;
