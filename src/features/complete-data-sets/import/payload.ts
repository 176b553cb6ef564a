import type { XmlElement } from '../../../http/index.js';
import { badRequest } from '../../../kernel/errors/index.js';
import { isTooDeep } from '../../../metadata/index.js';
import type { ImportHead } from '../../imports/index.js';

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
 * The payload of an import: a value of JSON or the root of an XML document. Without a list it is one of nothing.
 *
 * @throws OrderlyError 400 for what is no such payload
 */
export function readPayloadOf(body: unknown, isXml: boolean): RegistrationPayload {
  const document = isXml ? membersOfRoot(body as XmlElement | undefined) : body;
  if (!isMembers(document)) throw badRequest('JSON parse error: an object is needed as the body.');
  if (isTooDeep(document)) throw badRequest('JSON parse error: the body is nested too deep.');
  const { [LIST]: list, ...head } = document;
  const objects = list ?? [];
  if (!Array.isArray(objects)) throw badRequest(`JSON parse error: ${LIST} has to be a list.`);
  return { head, registrations: objects.map(readRegistration) };
}

function membersOfRoot(root: XmlElement | undefined): Readonly<Record<string, unknown>> {
  if (root?.name !== LIST) throw badRequest(`XML parse error: the root element has to be ${LIST}.`);
  const registrations = root.children.filter(({ name }) => name === ELEMENT);
  const others = { ...root, children: root.children.filter(({ name }) => name !== ELEMENT) };
  return { ...membersOfElement(others), [LIST]: registrations.map(membersOfElement) };
}

const membersOfElement = ({ attributes, children }: XmlElement): Readonly<Record<string, string>> => ({
  ...attributes,
  ...Object.fromEntries(children.map(({ name, text }) => [name, text])),
});

function readRegistration(object: unknown, index: number): WireRegistration {
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
