import { type RawBuilder, sql } from 'kysely';
import { formatTimestamp } from '../../../kernel/clock.js';
import type { EntryRules } from './entry-rules.js';

/** The present moment, as the timestamps of the tables have it. */
export const moment = ({ now }: Pick<EntryRules, 'now'>): RawBuilder<unknown> =>
  sql`${formatTimestamp(now)}::timestamp`;

/** Whether the expiry days of a row of `dataset` are over for a row `place (datasetid, periodid, end_date, sourceid)`, and no exception opens it (contract: data-admin.md §2.1). */
export const expired = (rules: Pick<EntryRules, 'now' | 'mayEditExpired'>): RawBuilder<unknown> =>
  rules.mayEditExpired ? sql`false` : isExpired(rules);

/** Whether the expiry days of a row of `dataset` are over for a period that ends then. They are compared as numbers: any number of them may be stored, and not every one makes an interval. */
export const expiryDaysAreOver = (
  rules: Pick<EntryRules, 'now'>,
  endDate: RawBuilder<unknown>,
): RawBuilder<unknown> => sql`(
  coalesce(dataset.expirydays, 0) <> 0
  and extract(epoch from ${moment(rules)} - (${endDate} + 1)::timestamp)::float8 / 86400 > dataset.expirydays
)`;

const isExpired = (rules: Pick<EntryRules, 'now'>): RawBuilder<unknown> => sql`(
  ${expiryDaysAreOver(rules, sql`place.end_date`)}
  and not exists (
    select from lockexception
    where lockexception.datasetid = place.datasetid and lockexception.periodid = place.periodid and lockexception.organisationunitid = place.sourceid
  )
)`;

/** Whether the data of a row of `dataset` are approved for a row `place (periodid, sourceid, attributeoptioncomboid)`: there, or at a unit above it. */
export const approved: RawBuilder<unknown> = sql`(
  dataset.workflowid is not null and exists (
    select from dataapproval
    join organisationunit as approved on approved.organisationunitid = dataapproval.organisationunitid
    join organisationunit as unit on unit.organisationunitid = place.sourceid
    where dataapproval.workflowid = dataset.workflowid and dataapproval.periodid = place.periodid
      and dataapproval.attributeoptioncomboid = place.attributeoptioncomboid and unit.path like approved.path || '%'
  )
)`;

/** Whether a data set has input periods and none of them lets the period be entered now. */
export const notOpen = (
  dataSet: RawBuilder<unknown>,
  period: RawBuilder<unknown>,
  rules: Pick<EntryRules, 'now'>,
): RawBuilder<unknown> => sql`(
  exists (select from datainputperiod where datainputperiod.datasetid = ${dataSet})
  and not exists (
    select from datainputperiod
    where datainputperiod.datasetid = ${dataSet} and datainputperiod.periodid = ${period}
      and coalesce(datainputperiod.openingdate <= ${moment(rules)}, true) and coalesce(datainputperiod.closingdate >= ${moment(rules)}, true)
  )
)`;
