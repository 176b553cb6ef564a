import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { type Period, parsePeriod } from '../../kernel/periods/index.js';
import { isReadable, isShared } from '../../metadata/index.js';
import { attributeOptionCombo, isCaptured } from '../data-values/index.js';
import type { PlaceRequest } from './request.js';

/** Where a value stands: all its objects are there and open to the user. */
export interface Place {
  readonly dataElement: string;
  readonly dataElementId: number;
  readonly valueType: string;
  readonly optionSetId: number | null;
  readonly period: Period;
  /** Null for a period that has no row yet. */
  readonly periodId: number | null;
  readonly orgUnit: string;
  readonly sourceId: number;
  readonly categoryOptionComboId: number;
  readonly attributeOptionComboId: number;
  /** The data set that the request names; whether there is such a one, and whether it holds the element, is for {@link demandDataSet}. */
  readonly dataSet: string | undefined;
  readonly dataSetId: number | null;
  readonly dataSetHasElement: boolean | null;
  /** What the strict settings ask for: the period is of a type of the element's data sets, the combo of its category combos, the unit has it through a data set. */
  readonly fitsPeriodType: boolean;
  readonly fitsCombo: boolean;
  readonly fitsUnit: boolean;
  /** Options of the two combos whose data the user may not write or read: `<combo> <option>`. */
  readonly unwritable: readonly string[];
  readonly unreadable: readonly string[];
}

type Found = {
  [Key in keyof Place]: Key extends 'period' | 'dataElement' | 'orgUnit' | 'dataSet' ? never : Place[Key] | null;
} & {
  readonly known: boolean | null;
  readonly mine: boolean | null;
};

/**
 * Finds the place of a value, with two statements.
 *
 * @throws OrderlyError 409 E2040, E2041, E1100–E1103, E2018, E2020 for the first part that is not there or not for the user, in the peer's order
 */
export async function findPlace(
  db: Db,
  asked: PlaceRequest,
  user: CurrentUser,
  { requireCombo = false }: { readonly requireCombo?: boolean } = {},
): Promise<Place> {
  const period = parsePeriod(asked.period ?? '');
  const attributeKey = await attributeOptionCombo(db, asked.attributeCombo, asked.attributeOptions);
  const { rows } = await sql<Found>`${statement(asked, period, attributeKey, user)}`.execute(db);
  const [found] = rows;
  const { dataElement = '', orgUnit = '' } = asked;
  if (!found?.dataElementId || !found.known) throw catalogued('E1100', asked.dataElement ?? 'null');
  if (requireCombo && (asked.categoryOptionCombo === undefined || !found.categoryOptionComboId))
    throw catalogued('E2018');
  if (!found.categoryOptionComboId) throw catalogued('E1103', asked.categoryOptionCombo ?? 'null');
  if (!period) throw catalogued('E1101', asked.period ?? 'null');
  if (!found.sourceId) throw catalogued('E1102', asked.orgUnit ?? 'null');
  if (!found.mine) throw catalogued('E2020', orgUnit);
  return { ...(found as unknown as Place), dataElement, orgUnit, period, dataSet: asked.dataSet };
}

/** @throws OrderlyError 409 E1105 for a data set that is not there, E2021 for one without the element */
export function demandDataSet({ dataSet, dataSetId, dataSetHasElement, dataElement }: Place): void {
  if (dataSet === undefined) return;
  if (dataSetId === null) throw catalogued('E1105', dataSet);
  if (!dataSetHasElement) throw catalogued('E2021', dataSet, dataElement);
}

const statement = (
  asked: PlaceRequest,
  period: Period | undefined,
  attributeKey: number,
  user: CurrentUser,
): RawBuilder<unknown> => sql`
  select element.dataelementid as "dataElementId", element.valuetype as "valueType", element.optionsetid as "optionSetId",
    ${isReadable('element', user)} as known, stored_period.periodid as "periodId", unit.organisationunitid as "sourceId", ${isCaptured('unit', user)} as mine,
    combo.categoryoptioncomboid as "categoryOptionComboId", attribute.categoryoptioncomboid as "attributeOptionComboId",
    dataset.datasetid as "dataSetId",
    exists (select from datasetelement as member where member.datasetid = dataset.datasetid and member.dataelementid = element.dataelementid) as "dataSetHasElement",
    exists (
      select from datasetelement as member
      join dataset on dataset.datasetid = member.datasetid
      join periodtype on periodtype.periodtypeid = dataset.periodtypeid
      where member.dataelementid = element.dataelementid and periodtype.name = ${period?.type ?? null}::text
    ) as "fitsPeriodType",
    exists (
      select from (
        select element.categorycomboid union select member.categorycomboid from datasetelement as member where member.dataelementid = element.dataelementid
      ) as own
      join categorycombos_optioncombos as link on link.categorycomboid = own.categorycomboid
      where link.categoryoptioncomboid = combo.categoryoptioncomboid
    ) as "fitsCombo",
    exists (
      select from datasetelement as member
      join datasetsource on datasetsource.datasetid = member.datasetid
      where member.dataelementid = element.dataelementid and datasetsource.sourceid = unit.organisationunitid
    ) as "fitsUnit",
    ${closedOptions(user, 'dataWrite')} as unwritable, ${closedOptions(user, 'dataRead')} as unreadable
  from (select) as asked
  left join dataelement as element on element.uid = ${asked.dataElement ?? null}::text
  left join categoryoptioncombo as combo
    on ${asked.categoryOptionCombo === undefined ? sql`combo.name = 'default'` : sql`combo.uid = ${asked.categoryOptionCombo}::text`}
  left join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = ${attributeKey}
  left join organisationunit as unit on unit.uid = ${asked.orgUnit ?? null}::text
  left join dataset on dataset.uid = ${asked.dataSet ?? null}::text
  left join periodtype as period_type on period_type.name = ${period?.type ?? null}::text
  left join period as stored_period on stored_period.periodtypeid = period_type.periodtypeid
    and stored_period.startdate = ${period?.startDate ?? null}::date and stored_period.enddate = ${period?.endDate ?? null}::date
`;

/** The default option is everybody's. */
const closedOptions = (user: CurrentUser, access: 'dataRead' | 'dataWrite'): RawBuilder<unknown> => sql`array(
  select distinct used.uid || ' ' || categoryoption.uid
  from categoryoptioncombo as used
  join categoryoptioncombos_categoryoptions as own on own.categoryoptioncomboid = used.categoryoptioncomboid
  join categoryoption on categoryoption.categoryoptionid = own.categoryoptionid
  where used.categoryoptioncomboid in (combo.categoryoptioncomboid, attribute.categoryoptioncomboid)
    and categoryoption.name <> 'default' and not ${isShared('categoryoption', user, access)}
)`;
