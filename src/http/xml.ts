import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { badRequest, type OrderlyError } from '../kernel/errors/index.js';

/** An element of an XML document. Names are without their prefixes; text is all of the element's own text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;

const ATTRIBUTES = ':@';
const CDATA = '#cdata';
const TEXT = '#text';

/** Entities are decoded here and not by the parser: it passes over those that it does not know. */
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  removeNSPrefix: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  cdataPropName: CDATA,
  textNodeName: TEXT,
});

/**
 * Reads an XML document. Document types are refused, and with them all entities of the sender's own.
 *
 * @throws OrderlyError 400 for what is no well-formed XML with one root
 */
export function parseXml(text: string): XmlElement {
  const document = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (document.includes('<!DOCTYPE')) throw unreadable('a document type declaration is not taken');
  const valid = XMLValidator.validate(document);
  if (valid !== true) throw unreadable(`${valid.err.msg.replace(/\.$/, '')} (line ${valid.err.line})`);
  const roots = parsed(document).filter((node) => !(TEXT in node));
  const [root] = roots;
  if (!root || roots.length > 1) throw unreadable('a document has exactly one root element');
  return elementOf(root);
}

function parsed(document: string): readonly Node[] {
  try {
    return parser.parse(document) as readonly Node[];
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : 'not well-formed');
  }
}

function elementOf(node: Node): XmlElement {
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES) ?? '';
  const content = node[name] as readonly Node[];
  const attributes = Object.entries((node[ATTRIBUTES] ?? {}) as Readonly<Record<string, string>>);
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decoded(value)])),
    children: content.filter((child) => !(TEXT in child) && !(CDATA in child)).map(elementOf),
    text: content.map(textOf).join(''),
  };
}

function textOf(node: Node): string {
  if (CDATA in node) return (node[CDATA] as readonly Node[]).map((part) => String(part[TEXT] ?? '')).join('');
  return TEXT in node ? decoded(String(node[TEXT])) : '';
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const LARGEST_CHARACTER = 0x10ffff;

function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w*))(;?)/g, (all, decimal, hexadecimal, name, end) => {
    const known = typeof name === 'string' && Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
    const number = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    const character = known ?? (isCharacter(number) ? String.fromCodePoint(number) : undefined);
    if (character === undefined || end === '') throw unreadable(`the reference ${all} is not known`);
    return character;
  });
}

const isCharacter = (number: number): boolean =>
  number > 0 && number <= LARGEST_CHARACTER && !(number >= 0xd800 && number <= 0xdfff);

const unreadable = (what: string): OrderlyError => badRequest(`XML parse error: ${what}.`);
