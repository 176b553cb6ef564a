import { sql } from 'kysely';
import type { Db } from '../../database/index.js';
import type { CurrentUser } from '../../http/index.js';
import { isIsoDate } from '../../kernel/calendar.js';
import { badRequest, type ErrorCode, errorText } from '../../kernel/errors/index.js';
import { isReadable, isShared } from '../../metadata/index.js';
import { combosByOptions } from '../data-values/index.js';
import { type IdScheme, type ImportConflict, identifier } from '../imports/index.js';
import { type SentHead, textOf } from './payload/payload.js';

/** What a payload says of all its values (contract: imports.md §2.1). */
export interface Head {
  readonly dataSet: string | undefined;
  readonly period: string | undefined;
  readonly orgUnit: string | undefined;
  readonly attributeOptionCombo: string | undefined;
  readonly attributeCategoryOptions: readonly string[];
  /** `yyyy-MM-dd`, `true` for today, or nothing. */
  readonly completeDate: string | undefined;
}

/** @throws OrderlyError 400 for a member that is not what it should be */
export function readHead(sent: SentHead): Head {
  const text = (name: string) => textOf(sent[name], name);
  const completeDate = text('completeDate');
  if (completeDate !== undefined && !['true', 'false'].includes(completeDate.toLowerCase()) && !isDay(completeDate))
    throw badRequest(
      `\`completeDate\` must be a date such as 2024-02-03, true or false, not \`${completeDate.slice(0, 50)}\`.`,
    );
  return {
    dataSet: text('dataSet'),
    period: text('period'),
    orgUnit: text('orgUnit'),
    attributeOptionCombo: text('attributeOptionCombo'),
    attributeCategoryOptions: optionsOf(sent.attributeCategoryOptions),
    completeDate: completeDate?.toLowerCase() === 'false' ? undefined : completeDate,
  };
}

/** A day of the calendar, with or without a time behind it. */
const isDay = (text: string): boolean => isIsoDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));

/** A list, or a text with blanks, commas or semicolons between its members. */
function optionsOf(sent: unknown): readonly string[] {
  if (Array.isArray(sent)) return sent.flatMap((one) => textOf(one, 'attributeCategoryOptions') ?? []);
  return (
    textOf(sent, 'attributeCategoryOptions')
      ?.split(/[\s,;]+/)
      .filter((one) => one !== '') ?? []
  );
}

export interface FoundDataSet {
  readonly id: number;
  readonly uid: string;
}

/** The data set of the head, or why it cannot be used. */
export async function findDataSet(
  db: Db,
  name: string,
  scheme: IdScheme,
  user: CurrentUser,
): Promise<FoundDataSet | 'E7600' | 'E7601'> {
  const { rows } = await sql<FoundDataSet & { readonly writable: boolean }>`
    select object.datasetid as id, object.uid, ${isShared('object', user, 'dataWrite')} as writable
    from dataset as object
    where ${identifier(scheme)} = ${name} and ${isReadable('object', user)}
  `.execute(db);
  const [found] = rows;
  if (!found || rows.length > 1) return 'E7600';
  return found.writable ? { id: found.id, uid: found.uid } : 'E7601';
}

export interface FoundCombo {
  readonly id: number;
  readonly uid: string;
}

/** The option combo that is made of exactly these category options, of the data set's category combo if there is a data set. */
export async function comboOfOptions(
  db: Db,
  options: readonly string[],
  dataSet: FoundDataSet | undefined,
): Promise<FoundCombo | undefined> {
  const pairs = sql`
    select categorycombo.uid as category_combo, ${options.join(';')}::text as category_options
    from categorycombo
    where ${dataSet?.id ?? null}::bigint is null
      or categorycombo.categorycomboid = (select dataset.categorycomboid from dataset where dataset.datasetid = ${dataSet?.id ?? null}::bigint)
  `;
  const { rows } = await sql<FoundCombo>`
    select distinct combo.categoryoptioncomboid as id, combo.uid
    from (${combosByOptions(pairs)}) as composed
    join categoryoptioncombo as combo on combo.categoryoptioncomboid = composed.key
  `.execute(db);
  return rows.length === 1 ? rows[0] : undefined;
}

/** The conflict that keeps a whole payload from being imported. */
export const headConflict = (code: ErrorCode, property: string, name: string): ImportConflict => ({
  object: name,
  objects: { [property]: name },
  value: errorText(code, name),
  errorCode: code,
  property,
  indexes: [],
});

/** What of the head is not there, by the tables of names (contract: imports.md §2.4). */
export async function headProblem(db: Db, head: Head, attributeCombo: number): Promise<ImportConflict | undefined> {
  const { rows } = await sql<{ unit: boolean; combo: boolean }>`
    select exists (select from named_unit where named_unit.number = 0 and named_unit.organisationunitid is not null) as unit,
      exists (select from named_combo where named_combo.number = ${attributeCombo} and named_combo.categoryoptioncomboid is not null) as combo
  `.execute(db);
  const { unit = false, combo = false } = rows[0] ?? {};
  if (head.orgUnit !== undefined && !unit) return headConflict('E7603', 'orgUnit', head.orgUnit);
  if (attributeCombo === 0 || combo) return undefined;
  const name = head.attributeOptionCombo ?? head.attributeCategoryOptions.join(';');
  return headConflict('E7604', 'attributeOptionCombo', name);
}
