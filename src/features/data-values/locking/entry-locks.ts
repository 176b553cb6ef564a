import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { EntryRules } from './entry-rules.js';
import { latestOpenPeriods } from './open-periods.js';
import { optionDates } from './option-dates.js';
import { optionUnits } from './option-units.js';
import { approved, expired, notOpen } from './place-locks.js';

/**
 * Why values may not be entered now, as a relation with a row for each reason: `position`, `code` (an {@link EntryLockCode}, or `E2019` for a closed unit, which only the
 * resource of single values refuses), `data_set` (its uid; null where no single one is meant) and `latest_period` (ISO name, with `E7641`). A value that is not in it may be entered
 * (contract: imports.md §2.4, data-admin.md §2.1). The least of the codes `E76…` of a position is what the peer tells. What users with `ALL` may pass by `force` is for the caller to leave out.
 *
 * @param given name of a table or common table expression with the columns `position`, `dataelementid`, `sourceid`, `attributeoptioncomboid`, `datasetid` (the data set that
 *   the head of a payload names, or null), `period_type`, `start_date` and `end_date`; periods need no row of `period`
 */
export async function entryLocks(db: Db, given: string, rules: EntryRules): Promise<RawBuilder<unknown>> {
  const table = sql.table(given);
  return sql`
    with dated as (
      select given.*, period.periodid
      from ${table} as given
      left join periodtype on periodtype.name = given.period_type
      left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = given.start_date and period.enddate = given.end_date
    ),
    candidates as materialized (${candidateDataSets(sql`dated`)}),
    concerned as materialized (${concernedDataSets(sql`dated`)}),
    places as materialized (${places(rules, await latestOpenPeriods(db, rules.now))}),
    judged as (
      select concerned.position, places.*
      from concerned
      join places on places.datasetid = concerned.datasetid and places.sourceid = concerned.sourceid
        and places.attributeoptioncomboid = concerned.attributeoptioncomboid
        and places.start_date = concerned.start_date and places.end_date = concerned.end_date
        and places.period_type = concerned.period_type
    ),
    verdicts as (${verdicts(rules)}),
    spans as materialized (${optionDates(table)})
    select verdicts.position, reason.code, reason.data_set, reason.latest_period
    from verdicts
    cross join lateral (values
      ('E7640', verdicts.expired, verdicts.expired_set, null),
      ('E7641', verdicts.too_early, verdicts.too_early_set, verdicts.latest_period),
      ('E7642', verdicts.approved, verdicts.approved_set, null),
      ('E7643', verdicts.not_open, verdicts.not_open_set, null)
    ) as reason (code, refused, data_set, latest_period)
    where reason.refused
    union all ${closedForAllDataSets(rules)}
    union all ${outsideOptionDates(table)}
    union all ${outsideOptionUnits(table)}
    union all ${closedUnits(table)}
  `;
}

/**
 * Which data sets a value concerns: the one of the head if it holds the element (contract: imports.md §9 no. 9), else all that hold the element, are assigned to the unit and have
 * the category combo of the attribute option combo.
 */
const concernedDataSets = (dated: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select dated.*, dataset.uid collate "C" as data_set
  from (
    select dated.position, dated.sourceid, dated.attributeoptioncomboid, dated.period_type, dated.start_date, dated.end_date, dated.periodid,
      datasetelement.datasetid
    from ${dated} as dated
    join datasetelement on datasetelement.dataelementid = dated.dataelementid and datasetelement.datasetid = dated.datasetid
    union all
    select dated.position, dated.sourceid, dated.attributeoptioncomboid, dated.period_type, dated.start_date, dated.end_date, dated.periodid,
      candidates.datasetid
    from ${dated} as dated
    join candidates on candidates.dataelementid = dated.dataelementid and candidates.attributeoptioncomboid = dated.attributeoptioncomboid
    join datasetsource on datasetsource.datasetid = candidates.datasetid and datasetsource.sourceid = dated.sourceid
    where dated.datasetid is null or not exists (
      select from datasetelement as held where held.dataelementid = dated.dataelementid and held.datasetid = dated.datasetid
    )
  ) as dated
  join dataset on dataset.datasetid = dated.datasetid
`;

/** The data sets of each pair of element and attribute option combo, wherever they are assigned: few, and asked before the many units. */
const candidateDataSets = (dated: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select pair.dataelementid, pair.attributeoptioncomboid, datasetelement.datasetid
  from (select distinct dated.dataelementid, dated.attributeoptioncomboid from ${dated} as dated) as pair
  join datasetelement on datasetelement.dataelementid = pair.dataelementid
  join dataset on dataset.datasetid = datasetelement.datasetid
  join categorycombos_optioncombos as link
    on link.categoryoptioncomboid = pair.attributeoptioncomboid and link.categorycomboid = dataset.categorycomboid
`;

/** What holds for each data set, period, unit and attribute option combo, worked out once for all elements. */
const places = (rules: EntryRules, latest: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select place.*, latest.iso as latest_period,
    ${expired(rules)} as expired,
    place.start_date > latest.start_date as too_early,
    ${approved} as approved,
    ${notOpen(sql`place.datasetid`, sql`place.periodid`, rules)} as not_open
  from (
    select distinct concerned.datasetid, concerned.data_set, concerned.sourceid, concerned.attributeoptioncomboid, concerned.period_type, concerned.start_date,
      concerned.end_date, concerned.periodid
    from concerned
  ) as place
  join dataset on dataset.datasetid = place.datasetid
  join (${latest}) as latest on latest.datasetid = place.datasetid
`;

/**
 * A value is refused when one of its data sets refuses it, or, where that is not strict, when all of them do; of those that do the first is named. Values that none refuses are
 * left out.
 */
function verdicts({ strictLocking, strictApproval, strictInputPeriods }: EntryRules): RawBuilder<unknown> {
  const verdict = (fault: string, strict: boolean): RawBuilder<unknown> => sql`
    ${strict ? sql`bool_or` : sql`bool_and`}(judged.${sql.ref(fault)}) as ${sql.ref(fault)},
    min(judged.data_set) filter (where judged.${sql.ref(fault)}) as ${sql.ref(`${fault}_set`)}
  `;
  return sql`
    select judged.position,
      ${verdict('expired', strictLocking)}, ${verdict('too_early', true)}, ${verdict('approved', strictApproval)},
      ${verdict('not_open', strictInputPeriods)},
      (array_agg(judged.latest_period order by judged.data_set) filter (where judged.too_early))[1] as latest_period
    from judged
    group by judged.position
    having bool_or(judged.expired or judged.too_early or judged.approved or judged.not_open)
  `;
}

/** Whether any data set of the element at all, assigned to the unit or not, lets the period be entered. */
const closedForAllDataSets = (rules: EntryRules): RawBuilder<unknown> => sql`
  select dated.position, 'E7644', null, null
  from dated
  join (
    select pair.dataelementid, pair.period_type, pair.start_date, pair.end_date
    from (select distinct dated.dataelementid, dated.period_type, dated.start_date, dated.end_date, dated.periodid from dated) as pair
    join datasetelement on datasetelement.dataelementid = pair.dataelementid
    group by pair.dataelementid, pair.period_type, pair.start_date, pair.end_date
    having bool_and(${notOpen(sql`datasetelement.datasetid`, sql`pair.periodid`, rules)})
  ) as closed on closed.dataelementid = dated.dataelementid and closed.period_type = dated.period_type
    and closed.start_date = dated.start_date and closed.end_date = dated.end_date
`;

const outsideOptionDates = (table: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select given.position, 'E7638', null, null
  from ${table} as given
  join spans on spans.dataelementid = given.dataelementid and spans.attributeoptioncomboid = given.attributeoptioncomboid
  where given.end_date < spans.first_day or given.start_date > spans.last_day
`;

const outsideOptionUnits = (table: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select given.position, 'E7639', null, null
  from ${table} as given
  join (${optionUnits(table)}) as closed on closed.sourceid = given.sourceid and closed.attributeoptioncomboid = given.attributeoptioncomboid
`;

const closedUnits = (table: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select given.position, 'E2019', null, null
  from ${table} as given
  join organisationunit as unit on unit.organisationunitid = given.sourceid
  where unit.openingdate > given.end_date or unit.closeddate < given.start_date
`;
