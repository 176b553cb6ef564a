import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { IdScheme } from '../imports/index.js';
import type { FormOfValues, Part } from './forms.js';
import type { ExportRequest } from './parameters.js';
import type { Selection } from './selection.js';

/**
 * The `copy` that writes the selected values, one line for each, in the order in which they are found. It takes no parameters, so that what it is about stands in it: keys and a moment
 * of our own making, and identifiers of attributes that have been checked for their form.
 */
export function exportStatement(
  db: Db,
  selection: Selection,
  schemes: ExportRequest['schemes'],
  form: FormOfValues,
): string {
  const part = (type: Exclude<Part, 'period'>) => form.part(type, nameOf(schemes[type]));
  const { sql: text, parameters } = sql`
    copy (
      select ${form.row({
        dataElement: sql`element.part`,
        period: sql`named_period.part`,
        orgUnit: sql`unit.part`,
        categoryOptionCombo: sql`category_combo.part`,
        attributeOptionCombo: sql`attribute_combo.part`,
      })}
      from datavalue as stored
      join ${objects('dataelement', 'dataelementid', part('dataElement'))} as element on element.key = stored.dataelementid
      join (
        select period.periodid as key, ${form.part('period', sql`orderly.period_iso(periodtype.name, period.startdate)`)} as part
        from period join periodtype on periodtype.periodtypeid = period.periodtypeid
        offset 0
      ) as named_period on named_period.key = stored.periodid
      join ${objects('organisationunit', 'organisationunitid', part('orgUnit'))} as unit on unit.key = stored.sourceid
      join ${objects('categoryoptioncombo', 'categoryoptioncomboid', part('categoryOptionCombo'))} as category_combo
        on category_combo.key = stored.categoryoptioncomboid
      join ${objects('categoryoptioncombo', 'categoryoptioncomboid', part('attributeOptionCombo'))} as attribute_combo
        on attribute_combo.key = stored.attributeoptioncomboid
      where ${sql.join(conditions(selection), sql` and `)}
      ${selection.limit === undefined ? sql`` : sql`limit ${sql.lit(selection.limit)}`}
    ) to stdout (${form.options})
  `.compile(db);
  if (parameters.length > 0) throw new Error('An export has a parameter that `copy` cannot take.');
  return text;
}

/** Objects of a table with what a row says of them. Without `offset` the text would be made anew for every row. */
const objects = (table: string, key: string, part: RawBuilder<unknown>): RawBuilder<unknown> => sql`(
  select ${sql.ref(`object.${key}`)} as key, ${part} as part from ${sql.table(table)} as object offset 0
)`;

/** What the scheme calls the row `object`; its uid where it has no such name, so that no value is without its place. */
const nameOf = (scheme: IdScheme): RawBuilder<unknown> => {
  if (!('property' in scheme))
    return sql`coalesce(nullif(object.attributevalues -> ${sql.lit(scheme.attribute)} ->> 'value', ''), object.uid)`;
  if (scheme.property === 'uid') return sql`object.uid`;
  return sql`coalesce(nullif(${sql.ref(`object.${scheme.property}`)}, ''), object.uid)`;
};

function conditions(selection: Selection): readonly RawBuilder<unknown>[] {
  const { elements, periods, units, attributeOptionCombos, hiddenOptionCombos, includeDeleted, changedSince } =
    selection;
  return [
    isOneOf('dataelementid', elements),
    ...(periods ? [isOneOf('periodid', periods)] : []),
    ...(units ? [isOneOf('sourceid', units)] : []),
    ...(attributeOptionCombos ? [isOneOf('attributeoptioncomboid', attributeOptionCombos)] : []),
    ...(hiddenOptionCombos.length > 0
      ? [
          sql`not ${isOneOf('attributeoptioncomboid', hiddenOptionCombos)}`,
          sql`not ${isOneOf('categoryoptioncomboid', hiddenOptionCombos)}`,
        ]
      : []),
    ...(includeDeleted ? [] : [sql`not stored.deleted`]),
    ...(changedSince === undefined ? [] : [sql`stored.lastupdated >= ${sql.lit(changedSince)}::timestamp`]),
  ];
}

const isOneOf = (column: string, keys: readonly number[]): RawBuilder<unknown> =>
  sql`${sql.ref(`stored.${column}`)} = any (${sql.lit(`{${keys.join(',')}}`)}::bigint[])`;
