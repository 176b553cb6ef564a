import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued, type OrderlyError } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { combosByOptions, defaultOptionCombo, isCaptured } from '../data-values/index.js';
import { readSettings } from '../settings/index.js';
import type { FollowUpMark } from './marks.js';

/**
 * Marks data values for follow-up, or takes the mark away, all of them or none (contract: imports.md §3, §9 no. 18). What was marked otherwise before gets an entry in the audit, as
 * with every change of a value; who stored the value stays. Of several marks for one value the last counts.
 *
 * @throws OrderlyError 409 for the first mark whose parts or whose value are not there
 */
export async function setFollowUp(db: Db, marks: readonly FollowUpMark[], user: CurrentUser): Promise<void> {
  await transaction(db, async (handle) => {
    await resolve(handle, marks, user);
    await refuseFaults(handle, marks);
    await mark(handle, user.username);
  });
}

/** Puts the marks with the keys of their objects into `resolved_mark`, a table of this transaction. */
async function resolve(db: Db, marks: readonly FollowUpMark[], user: CurrentUser): Promise<void> {
  const { keyDataImportRequireCategoryOptionCombo: needsCombo } = await readSettings(db);
  const byDefault = await defaultOptionCombo(db);
  const periods = new Map([...new Set(marks.map(({ period }) => period))].map((name) => [name, parsePeriod(name)]));
  const column = <Value>(of: (mark: FollowUpMark) => Value | undefined): (Value | null)[] =>
    marks.map((one) => of(one) ?? null);
  await sql`
    create temporary table resolved_mark (
      position integer not null, dataelementid bigint, periodid bigint, sourceid bigint, categoryoptioncomboid bigint, attributeoptioncomboid bigint,
      followup boolean not null, fault text
    ) on commit drop
  `.execute(db);
  await sql`
    insert into resolved_mark
    with given as materialized (
      select * from unnest(
        ${column(({ dataElement }) => dataElement)}::text[], ${column(({ period }) => periods.get(period)?.type)}::text[],
        ${column(({ period }) => periods.get(period)?.startDate)}::date[], ${column(({ orgUnit }) => orgUnit)}::text[],
        ${column(({ categoryOptionCombo }) => categoryOptionCombo)}::text[], ${column(({ attributeOptionCombo }) => attributeOptionCombo)}::text[],
        ${column(({ combo }) => combo)}::text[], ${column(({ options }) => options)}::text[], ${column(({ followup }) => followup)}::boolean[]
      ) with ordinality as given (element, period_type, start_date, unit, combo, attribute, category_combo, category_options, followup, position)
    ),
    composed as materialized (${combosByOptions(sql`select given.category_combo, given.category_options from given where given.attribute is null`)}),
    found as materialized (
      select given.*, dataelement.dataelementid, period.periodid, unit.organisationunitid as sourceid,
        case when given.combo is null then ${byDefault}::bigint else combo.categoryoptioncomboid end as categoryoptioncomboid,
        case
          when given.attribute is not null then attribute.categoryoptioncomboid
          when given.category_combo is null and given.category_options is null then ${byDefault}::bigint
          else composed.key
        end as attributeoptioncomboid,
        ${isCaptured('unit', user)} as captured
      from given
      left join dataelement on dataelement.uid = given.element
      left join periodtype on periodtype.name = given.period_type
      left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = given.start_date
      left join organisationunit as unit on unit.uid = given.unit
      left join categoryoptioncombo as combo on combo.uid = given.combo
      left join categoryoptioncombo as attribute on attribute.uid = given.attribute
      left join composed on composed.category_combo = given.category_combo and composed.category_options = given.category_options
    )
    select found.position - 1, found.dataelementid, found.periodid, found.sourceid, found.categoryoptioncomboid, found.attributeoptioncomboid, found.followup,
      case
        when found.attribute is null and (found.category_combo is null) <> (found.category_options is null) then 'E2040'
        when found.attributeoptioncomboid is null then case when found.attribute is null then 'E2041' else 'E1104' end
        when found.combo is null and ${needsCombo}::boolean then 'E2018'
        when found.categoryoptioncomboid is null then 'E1103'
        when found.dataelementid is null then 'E1100'
        when found.period_type is null then 'E1101'
        when found.sourceid is null then 'E1102'
        when not found.captured then 'E2020'
        when datavalue.dataelementid is null then 'E2032'
      end
    from found
    left join datavalue on datavalue.dataelementid = found.dataelementid and datavalue.periodid = found.periodid and datavalue.sourceid = found.sourceid
      and datavalue.categoryoptioncomboid = found.categoryoptioncomboid and datavalue.attributeoptioncomboid = found.attributeoptioncomboid
      and not datavalue.deleted
  `.execute(db);
}

type Fault = 'E2040' | 'E2041' | 'E1104' | 'E2018' | 'E1103' | 'E1100' | 'E1101' | 'E1102' | 'E2020' | 'E2032';

async function refuseFaults(db: Db, marks: readonly FollowUpMark[]): Promise<void> {
  const { rows } = await sql<{ position: number; fault: Fault }>`
    select mark.position, mark.fault from resolved_mark as mark where mark.fault is not null order by mark.position limit 1
  `.execute(db);
  const [first] = rows;
  const refused = first && marks[first.position];
  if (refused) throw faultOf(first.fault, refused);
}

function faultOf(fault: Fault, { dataElement, period, orgUnit, ...mark }: FollowUpMark): OrderlyError {
  switch (fault) {
    case 'E1100':
      return catalogued(fault, dataElement);
    case 'E1101':
      return catalogued(fault, period);
    case 'E1102':
    case 'E2020':
      return catalogued(fault, orgUnit);
    case 'E1103':
      return catalogued(fault, mark.categoryOptionCombo ?? '');
    case 'E1104':
      return catalogued(fault, mark.attributeOptionCombo ?? '');
    default:
      return catalogued(fault);
  }
}

const KEY = sql`dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid`;
const STORED = sql`
  (datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid)
`;

/**
 * Changes what differs. All values are locked, also those that seem to have their mark already, so that of two writers one comes after the other; and in the order of their key, so
 * that neither waits for the other for ever.
 */
async function mark(db: Db, by: string): Promise<void> {
  await sql`
    with wanted as materialized (
      select distinct on (${KEY}) ${KEY}, followup from resolved_mark order by ${KEY}, position desc
    ),
    stored as materialized (
      select datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid,
        datavalue.value, wanted.followup, coalesce(datavalue.followup, false) as was
      from wanted
      join datavalue on ${STORED}
        = (wanted.dataelementid, wanted.periodid, wanted.sourceid, wanted.categoryoptioncomboid, wanted.attributeoptioncomboid)
      where not datavalue.deleted
      order by 1, 2, 3, 4, 5
      for update of datavalue
    ),
    changed as (
      update datavalue set followup = stored.followup, lastupdated = localtimestamp
      from stored
      where ${STORED} = (stored.dataelementid, stored.periodid, stored.sourceid, stored.categoryoptioncomboid, stored.attributeoptioncomboid)
        and stored.was <> stored.followup
    )
    insert into datavalueaudit (
      datavalueauditid, dataelementid, periodid, organisationunitid, categoryoptioncomboid, attributeoptioncomboid, value, created, modifiedby, audittype
    )
    select nextval('datavalueaudit_sequence'), ${KEY}, value, localtimestamp, left(${by}::text, 100), 'UPDATE' from stored where stored.was <> stored.followup
  `.execute(db);
}
