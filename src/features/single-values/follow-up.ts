import { sql } from 'kysely';
import { type Db, transaction } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { parsePeriod } from '../../kernel/periods/index.js';
import { isReadable } from '../../metadata/index.js';
import { type DataValueKeys, isCaptured, storeDataValues } from '../data-values/index.js';
import { objectBody } from '../metadata/index.js';
import { flag } from './request.js';

/** A value that is to be marked for follow-up, or not. */
interface Mark {
  readonly dataElement: string;
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo: string | null;
  readonly attributeOptionCombo: string | null;
  readonly followup: boolean;
}

/** `{"dataElement": …, "period": …, "orgUnit": …, "followup": true}`. @throws OrderlyError E2033 without the mark */
export function sentMark(body: unknown): Mark {
  const members = objectBody(body);
  const followup = flag(members.followup, 'followup');
  if (followup === undefined) throw catalogued('E2033');
  const text = (name: string) => (typeof members[name] === 'string' ? (members[name] as string) : undefined);
  return {
    dataElement: text('dataElement') ?? '',
    period: text('period') ?? '',
    orgUnit: text('orgUnit') ?? '',
    categoryOptionCombo: text('categoryOptionCombo') ?? null,
    attributeOptionCombo: text('attributeOptionCombo') ?? null,
    followup,
  };
}

/** `{"values": [mark, …]}`. @throws OrderlyError E2033 without any */
export function sentMarks(body: unknown): readonly Mark[] {
  const { values } = objectBody(body);
  if (!Array.isArray(values) || values.length === 0) throw catalogued('E2033');
  return values.map(sentMark);
}

type Found = { readonly [Key in keyof DataValueKeys]: number | null } & {
  readonly known: boolean | null;
  readonly mine: boolean | null;
  readonly value: string | null;
  readonly comment: string | null;
  readonly stored: boolean;
};

/**
 * Sets the marks of all these values, or of none (contract: imports.md §3).
 *
 * @throws OrderlyError 409 E1100–E1104, E2020, E2032 for the first value that is not there or not for the user
 */
export async function markValues(db: Db, marks: readonly Mark[], user: CurrentUser): Promise<void> {
  await transaction(db, async (handle) => {
    const found = await findMarked(handle, marks, user);
    const rows = marks.map((mark, position) => {
      const one = found[position];
      if (!one?.dataElementId || !one.known) throw catalogued('E1100', mark.dataElement);
      if (!parsePeriod(mark.period)) throw catalogued('E1101', mark.period);
      if (!one.sourceId) throw catalogued('E1102', mark.orgUnit);
      if (!one.mine) throw catalogued('E2020', mark.orgUnit);
      if (!one.categoryOptionComboId) throw catalogued('E1103', mark.categoryOptionCombo ?? 'default');
      if (!one.attributeOptionComboId) throw catalogued('E1104', mark.attributeOptionCombo ?? 'default');
      if (!one.stored) throw catalogued('E2032');
      return { ...(one as DataValueKeys), value: one.value, comment: one.comment, followup: mark.followup };
    });
    await storeDataValues(handle, rows, user.username);
  });
}

/** What is stored of each value, in the order of the marks, and locked in that of its key so that two requests never wait for each other. */
async function findMarked(db: Db, marks: readonly Mark[], user: CurrentUser): Promise<readonly Found[]> {
  const wanted = marks.map((mark, position) => {
    const period = parsePeriod(mark.period);
    return {
      ...mark,
      position,
      type: period?.type ?? null,
      start: period?.startDate ?? null,
      end: period?.endDate ?? null,
    };
  });
  const { rows } = await sql<Found>`
    with wanted as materialized (
      select wanted.position, element.dataelementid, ${isReadable('element', user)} as known, period.periodid, unit.organisationunitid as sourceid,
        ${isCaptured('unit', user)} as mine, combo.categoryoptioncomboid, attribute.categoryoptioncomboid as attributeoptioncomboid
      from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted (
        position int, "dataElement" text, "orgUnit" text, "categoryOptionCombo" text, "attributeOptionCombo" text, type text, start date, "end" date
      )
      left join dataelement as element on element.uid = wanted."dataElement"
      left join organisationunit as unit on unit.uid = wanted."orgUnit"
      left join categoryoptioncombo as combo
        on combo.uid = wanted."categoryOptionCombo" or wanted."categoryOptionCombo" is null and combo.name = 'default'
      left join categoryoptioncombo as attribute
        on attribute.uid = wanted."attributeOptionCombo" or wanted."attributeOptionCombo" is null and attribute.name = 'default'
      left join periodtype on periodtype.name = wanted.type
      left join period on period.periodtypeid = periodtype.periodtypeid and period.startdate = wanted.start and period.enddate = wanted."end"
    ),
    stored as materialized (
      select datavalue.* from datavalue
      where (datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid) in (
        select wanted.dataelementid, wanted.periodid, wanted.sourceid, wanted.categoryoptioncomboid, wanted.attributeoptioncomboid from wanted
      ) and not datavalue.deleted
      order by datavalue.dataelementid, datavalue.periodid, datavalue.sourceid, datavalue.categoryoptioncomboid, datavalue.attributeoptioncomboid
      for update
    )
    select wanted.dataelementid as "dataElementId", wanted.periodid as "periodId", wanted.sourceid as "sourceId",
      wanted.categoryoptioncomboid as "categoryOptionComboId", wanted.attributeoptioncomboid as "attributeOptionComboId",
      wanted.known, wanted.mine, stored.value, stored.comment, stored.dataelementid is not null as stored
    from wanted
    left join stored on stored.dataelementid = wanted.dataelementid and stored.periodid = wanted.periodid and stored.sourceid = wanted.sourceid
      and stored.categoryoptioncomboid = wanted.categoryoptioncomboid and stored.attributeoptioncomboid = wanted.attributeoptioncomboid
    order by wanted.position
  `.execute(db);
  return rows;
}
