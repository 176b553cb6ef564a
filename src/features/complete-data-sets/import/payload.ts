import { badRequest } from '../../../kernel/errors/index.js';
import { isTooDeep } from '../../../metadata/index.js';
import { type ImportBody, type ImportHead, readJson, readXml } from '../../imports/index.js';

/** A registration as the wire has it; members that are absent, null or blank are undefined (contract: imports.md §4). */
export interface WireRegistration {
  readonly dataSet?: string;
  /** ISO name. */
  readonly period?: string;
  readonly organisationUnit?: string;
  readonly attributeOptionCombo?: string;
  /** Category combo and its options, separated by semicolons: another way to name the attribute option combo. */
  readonly cc?: string;
  readonly cp?: string;
  readonly date?: string;
  readonly storedBy?: string;
  readonly lastUpdatedBy?: string;
  readonly completed?: string;
}

export interface RegistrationPayload {
  /** What stands beside the list: schemes, dry run, strategy. */
  readonly head: ImportHead;
  readonly registrations: readonly WireRegistration[];
}

const LIST = 'completeDataSetRegistrations';
const ELEMENT = 'completeDataSetRegistration';
const MEMBERS = [
  'dataSet',
  'period',
  'organisationUnit',
  'attributeOptionCombo',
  'cc',
  'cp',
  'date',
  'storedBy',
  'lastUpdatedBy',
  'completed',
] as const satisfies readonly (keyof WireRegistration)[];

/**
 * The payload of an import, written in JSON or XML. Without a list it is one of nothing.
 *
 * @throws OrderlyError 400 for what is no such payload
 */
export function readPayloadText({ text, form }: ImportBody): RegistrationPayload {
  const document = form === 'xml' ? readXml(text, LIST) : readJson(text);
  if (!isMembers(document)) throw badRequest('JSON parse error: an object is needed as the body.');
  if (isTooDeep(document)) throw badRequest('JSON parse error: the body is nested too deep.');
  const { [LIST]: inJson, [ELEMENT]: inXml, ...head } = document;
  const list = (form === 'xml' ? inXml : inJson) ?? [];
  // One element of XML is no list.
  const objects = Array.isArray(list) || form === 'json' ? list : [list];
  if (!Array.isArray(objects)) throw badRequest(`JSON parse error: ${LIST} has to be a list.`);
  return { head, registrations: objects.map(readRegistration) };
}

function readRegistration(object: unknown, index: number): WireRegistration {
  // An empty element of XML is text.
  if (object === '') return {};
  if (!isMembers(object)) throw badRequest(`JSON parse error: registration ${index} has to be an object.`);
  const present = MEMBERS.flatMap((name) => {
    const text = textOf(object[name]);
    return text === undefined ? [] : [[name, text]];
  });
  return Object.fromEntries(present) as WireRegistration;
}

/** Text without blanks around it, and without what the database keeps in no text. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  const storable = text
    .trim()
    .replaceAll('\u0000', '\ufffd')
    .replaceAll(/\p{Surrogate}/gu, '\ufffd');
  return storable === '' ? undefined : storable;
}

const isMembers = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
