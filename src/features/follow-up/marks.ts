import { badRequest, catalogued } from '../../kernel/errors/index.js';

/** Which data value is marked, or not, as the wire has it (contract: imports.md §3). */
export interface FollowUpMark {
  readonly dataElement: string;
  /** ISO name. */
  readonly period: string;
  readonly orgUnit: string;
  readonly categoryOptionCombo: string | undefined;
  readonly attributeOptionCombo: string | undefined;
  /** Category combo and its options, separated by semicolons: another way to name the attribute option combo. */
  readonly combo: string | undefined;
  readonly options: string | undefined;
  readonly followup: boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** One mark. @throws OrderlyError 409 E2033 when it does not say whether to follow up, 400 for what is none */
export function readMark(value: unknown): FollowUpMark {
  if (!isMembers(value)) throw badRequest('JSON parse error: a data value has to be an object.');
  const attribute = isMembers(value.attribute) ? value.attribute : {};
  const { followup = value.followUp } = value;
  if (followup === undefined || followup === null) throw catalogued('E2033');
  return {
    dataElement: text(value, 'dataElement') ?? '',
    period: text(value, 'period') ?? '',
    orgUnit: text(value, 'orgUnit') ?? '',
    categoryOptionCombo: text(value, 'categoryOptionCombo'),
    attributeOptionCombo: text(value, 'attributeOptionCombo'),
    combo: text(attribute, 'combo'),
    options: optionsOf(attribute.options),
    followup: flag(followup),
  };
}

/** The marks of `{"values":[…]}`. @throws OrderlyError 409 E2033 when there are none, or one does not say whether to follow up */
export function readMarks({ values }: Members): readonly FollowUpMark[] {
  if (values === undefined || values === null) throw catalogued('E2033');
  if (!Array.isArray(values)) throw badRequest('JSON parse error: values has to be a list.');
  if (values.length === 0) throw catalogued('E2033');
  return values.map(readMark);
}

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function text(members: Members, name: string): string | undefined {
  const { [name]: value } = members;
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string' && typeof value !== 'number')
    throw badRequest(`JSON parse error: ${name} has to be text.`);
  return storable(String(value));
}

function optionsOf(options: unknown): string | undefined {
  if (options === undefined || options === null) return undefined;
  const list = Array.isArray(options) ? options : [options];
  return list.length === 0 ? undefined : storable(list.map(String).join(';'));
}

/** What the database keeps in no text is no part of any name. */
const storable = (value: string): string =>
  value.replaceAll('\u0000', '\ufffd').replaceAll(/\p{Surrogate}/gu, '\ufffd');

function flag(value: unknown): boolean {
  const word = { true: true, false: false }[String(value).toLowerCase()];
  if (word === undefined) throw badRequest('JSON parse error: followup has to be true or false.');
  return word;
}
