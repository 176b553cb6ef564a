import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { SaxesParser } from 'saxes';
import type { Db } from '../../src/database/index.js';

/** A data value of an export, whatever its form was; members that an empty value would have are left out. */
export type ExportedValue = Readonly<Record<string, string>>;

/** A row of `datavalue` with everything that a selection can look at. */
export interface StoredRow {
  readonly element: string;
  readonly period: string;
  readonly first_day: string;
  readonly last_day: string;
  readonly unit: string;
  readonly path: string;
  readonly category: string;
  readonly attribute: string;
  readonly value: string | null;
  readonly storedby: string | null;
  readonly comment: string | null;
  readonly followup: boolean | null;
  readonly deleted: boolean;
  readonly lastupdated: string;
}

/** All rows of `datavalue`. */
export async function storedRows(db: Db): Promise<readonly StoredRow[]> {
  const { rows } = await sql<StoredRow>`
    select dataelement.uid as element, orderly.period_iso(periodtype.name, period.startdate) as period, period.startdate as first_day,
      period.enddate as last_day, organisationunit.uid as unit, organisationunit.path, category.uid as category, attribute.uid as attribute,
      datavalue.value, datavalue.storedby, datavalue.comment, datavalue.followup, datavalue.deleted, datavalue.lastupdated
    from datavalue
    join dataelement using (dataelementid)
    join period using (periodid)
    join periodtype using (periodtypeid)
    join organisationunit on organisationunit.organisationunitid = datavalue.sourceid
    join categoryoptioncombo as category on category.categoryoptioncomboid = datavalue.categoryoptioncomboid
    join categoryoptioncombo as attribute on attribute.categoryoptioncomboid = datavalue.attributeoptioncomboid
  `.execute(db);
  return rows;
}

/** What an export has to say of a row, by the names of JSON. */
export const expectedValue = (row: StoredRow): ExportedValue =>
  present({
    dataElement: row.element,
    period: row.period,
    orgUnit: row.unit,
    categoryOptionCombo: row.category,
    attributeOptionCombo: row.attribute,
    value: row.value,
    storedBy: row.storedby,
    comment: row.comment,
    followup: String(row.followup === true),
    deleted: row.deleted ? 'true' : null,
    lastUpdated: new Date(row.lastupdated).toISOString().replace('Z', '+0000'),
  });

export const valuesOfJson = (text: string): readonly ExportedValue[] =>
  (JSON.parse(text) as { dataValues: Record<string, unknown>[] }).dataValues.map(({ created, ...value }) => {
    if (typeof created !== 'string') throw new Error('A value does not say when it was created.');
    return present(value);
  });

export function valuesOfXml(text: string): readonly ExportedValue[] {
  const values: ExportedValue[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (name !== 'dataValue') return;
    const { followUp, created, ...value } = attributes as Record<string, string>;
    if (created === undefined) throw new Error('A value does not say when it was created.');
    values.push(present({ ...value, followup: followUp }));
  });
  parser.write(text).close();
  return values;
}

const COLUMNS = [
  ...['dataElement', 'period', 'orgUnit', 'categoryOptionCombo', 'attributeOptionCombo', 'value', 'storedBy'],
  ...['lastUpdated', 'comment', 'followup', 'deleted'],
];

export const valuesOfCsv = (text: string): readonly ExportedValue[] =>
  parse(text, { columns: COLUMNS, from_line: 1 })
    .slice(1)
    .map((value) => {
      const { deleted, ...rest } = value as Record<string, string>;
      return present({ ...rest, deleted: deleted === 'true' ? 'true' : '' });
    });

const present = (value: Readonly<Record<string, unknown>>): ExportedValue =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === null || member === undefined || member === '' ? [] : [[name, String(member)]],
    ),
  );

/** In an order of their own, so that two lists can be compared. */
export const sorted = (values: readonly ExportedValue[]): readonly string[] =>
  values.map((value) => JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))).toSorted();
