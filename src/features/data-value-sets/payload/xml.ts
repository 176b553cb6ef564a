import { type SaxesAttributePlain, SaxesParser, type SaxesTagPlain } from 'saxes';
import { badRequest } from '../../../kernel/errors/index.js';
import type { PayloadReader, SentHead, SentValue } from './payload.js';

const ROOT = 'dataValueSet';
const VALUE = 'dataValue';
/** Attributes that are called otherwise in JSON. */
const NAMES: Readonly<Record<string, string>> = { followUp: 'followup', importStrategy: 'strategy' };

/**
 * `dataValueSet` with elements `dataValue`, everything in attributes. Documents that define entities are refused before anything is expanded: only the five of XML itself and
 * numbered characters are known.
 */
export const readXml: PayloadReader = async function* (source, head) {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SaxesParser({ xmlns: false, position: true });
  let values: SentValue[] = [];
  let depth = 0;
  let started = false;
  parser.on('doctype', () => {
    throw badRequest('XML parse error: a document type definition is not allowed.');
  });
  parser.on('error', (error) => {
    throw badRequest(`XML parse error: ${error.message}`);
  });
  parser.on('opentag', (tag) => {
    const name = localName(tag);
    depth += 1;
    if (depth === 1) {
      if (name !== ROOT)
        throw badRequest(`XML parse error: the root must be \`${ROOT}\`, not \`${name.slice(0, 50)}\`.`);
      started = true;
      Object.assign(head, attributesOf(tag));
    } else if (depth === 2 && name === VALUE) values.push(attributesOf(tag));
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  const taken = (): readonly SentValue[] => {
    const batch = values;
    values = [];
    return batch;
  };
  for await (const chunk of source) {
    parser.write(decoded(decoder, chunk));
    if (values.length > 0) yield taken();
  }
  parser.write(decoded(decoder, undefined));
  parser.close();
  if (!started) throw badRequest('XML parse error: the text is empty.');
  yield taken();
};

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined): string {
  try {
    return decoder.decode(chunk, { stream: chunk !== undefined });
  } catch {
    throw badRequest('XML parse error: the text is not UTF-8.');
  }
}

const localName = ({ name }: SaxesTagPlain): string => name.slice(name.indexOf(':') + 1);

function attributesOf({ attributes }: SaxesTagPlain): SentHead {
  const found: SentHead = {};
  for (const [name, value] of Object.entries(attributes as Readonly<Record<string, SaxesAttributePlain['value']>>))
    if (!name.startsWith('xmlns')) found[NAMES[name] ?? name] = value;
  return found;
}
