import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { DueDataSet } from './due.js';

/** An organisation unit that has not completed a data set that is due. */
export interface MissingRegistration {
  /** Place among the data sets that were asked for. */
  readonly due: number;
  readonly unitId: number;
  readonly unit: string;
  readonly unitName: string;
  readonly path: string;
  readonly email: string | null;
  readonly phoneNumber: string | null;
}

/** Where a page begins: after this one. */
export type Place = Pick<MissingRegistration, 'due' | 'unitId'>;

/**
 * Organisation units × due data sets without a completed registration, for whatever attribute option combo. A unit that was closed before the period, or opened after it,
 * has nothing to complete.
 */
const missing = (due: readonly DueDataSet[]): RawBuilder<unknown> => sql`
  jsonb_to_recordset(${JSON.stringify(due.map(parameters))}::jsonb)
    as due (place integer, data_set_id bigint, period_type text, start_date date, end_date date)
  join datasetsource on datasetsource.datasetid = due.data_set_id
  join organisationunit as unit on unit.organisationunitid = datasetsource.sourceid
    and unit.openingdate <= due.end_date and (unit.closeddate is null or unit.closeddate >= due.start_date)
  left join periodtype on periodtype.name = due.period_type
  left join period on period.periodtypeid = periodtype.periodtypeid
    and period.startdate = due.start_date and period.enddate = due.end_date
  where not exists (
    select from completedatasetregistration as registration
    where registration.datasetid = due.data_set_id and registration.periodid = period.periodid
      and registration.sourceid = unit.organisationunitid and registration.completed
  )
`;

const parameters = ({ dataSet, period }: DueDataSet, place: number) => ({
  place,
  data_set_id: dataSet.id,
  period_type: dataSet.periodType,
  start_date: period.startDate,
  end_date: period.endDate,
});

/** One page of missing registrations, in a fixed order. */
export async function missingRegistrations(
  db: Db,
  due: readonly DueDataSet[],
  after: Place | undefined,
  limit: number,
): Promise<readonly MissingRegistration[]> {
  const { rows } = await sql<MissingRegistration>`
    select due.place as due, unit.organisationunitid as "unitId", unit.uid as unit, unit.name as "unitName", unit.path,
      unit.email, unit.phonenumber as "phoneNumber"
    from ${missing(due)}
      and (due.place, unit.organisationunitid) > (${after?.due ?? -1}::integer, ${after?.unitId ?? 0}::bigint)
    order by due.place, unit.organisationunitid
    limit ${limit}
  `.execute(db);
  return rows;
}

/** How many registrations each due data set misses, by its place. */
export async function missingCounts(db: Db, due: readonly DueDataSet[]): Promise<ReadonlyMap<number, number>> {
  const { rows } = await sql<{ readonly due: number; readonly units: number }>`
    select due.place as due, count(*) as units from ${missing(due)} group by due.place
  `.execute(db);
  return new Map(rows.map(({ due: place, units }) => [place, units]));
}
