import { SaxesParser } from 'saxes';
import { badRequest, type OrderlyError } from '../kernel/errors/index.js';

/** An element of an XML document. Names are without their prefixes; text is all of the element's own text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

/** Elements in elements, deeper than anything that somebody means. Deeper ones would exhaust the stack of whoever walks them. */
const DEEPEST = 100;

/**
 * Reads an XML document. Document types are refused before anything of them is expanded, and with them all entities of the sender's own.
 *
 * @throws OrderlyError 400 for what is no well-formed XML
 */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  parser.on('error', (error) => {
    throw unreadable(error.message);
  });
  parser.on('doctype', () => {
    throw unreadable('a document type declaration is not taken');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (open.length === DEEPEST) throw unreadable('the elements are nested too deep');
    const local = Object.entries(attributes).filter(([key]) => !/^xmlns(:|$)/.test(key));
    const entries = local.map(([key, value]) => [withoutPrefix(key), value]);
    open.push({ name: withoutPrefix(name), attributes: Object.fromEntries(entries), children: [], text: '' });
  });
  const take = (part: string): void => {
    const element = open.at(-1);
    if (element) element.text += part;
  };
  parser.on('text', take);
  parser.on('cdata', take);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element) return;
    const parent = open.at(-1);
    if (parent) parent.children.push(element);
    else root = element;
  });
  parser.write(text).close();
  if (!root) throw unreadable('the text is empty');
  return root;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

const unreadable = (what: string): OrderlyError => badRequest(`XML parse error: ${what.replace(/\.$/, '')}.`);
