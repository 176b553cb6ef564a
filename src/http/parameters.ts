import { type TSchema, Type } from 'typebox';
import { badRequest } from '../kernel/errors/index.js';
import { isUid } from '../kernel/uid.js';

/** A query parameter that may be repeated, and whose values may be lists separated by commas (contract: http.md §14). */
export const listParameter = () => Type.Array(Type.String(), { default: [] });

/** A uid in the path. */
export const uidParameter = () => Type.String({ format: 'uid' });

interface ParameterSchema {
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: ParameterSchema;
  readonly properties?: Readonly<Record<string, ParameterSchema>>;
}

type Place = 'parameter' | 'path parameter';

const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  on: true,
  yes: true,
  '1': true,
  false: false,
  off: false,
  no: false,
  '0': false,
  '': false,
};
const INTEGER = /^[-+]?\d{1,15}$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;

/**
 * Turns the texts of a query or a path into what the route's schema says, with the peer's messages for what cannot be turned (contract: http.md §5). What the
 * schema does not name is left alone.
 */
export function readParameters(
  schema: TSchema,
  values: Readonly<Record<string, unknown>>,
  place: Place,
): Record<string, unknown> {
  const { properties = {} } = schema as ParameterSchema;
  const read: Record<string, unknown> = { ...values };
  for (const [name, property] of Object.entries(properties)) {
    const value = values[name];
    if (value === undefined) continue;
    const converted =
      property.type === 'array' ? readList(property, value, name, place) : readOne(property, last(value), name, place);
    if (converted === undefined) delete read[name];
    else read[name] = converted;
  }
  return read;
}

const last = (value: unknown): string => String(Array.isArray(value) ? (value.at(-1) ?? '') : value);

function readList(schema: ParameterSchema, value: unknown, name: string, place: Place): readonly unknown[] {
  const texts = (Array.isArray(value) ? value : [value]).flatMap((text) => String(text).split(','));
  return texts.filter((text) => text !== '').map((text) => readOne(schema.items ?? {}, text, name, place));
}

function readOne(schema: ParameterSchema, text: string, name: string, place: Place): unknown {
  const wrong = (expected: string) => badRequest(`Value '${text}' is not valid for ${place} ${name}. ${expected}`);
  if (schema.enum) {
    const found = schema.enum.find((word) => word.toLowerCase() === text.toLowerCase());
    if (found === undefined) throw wrong(`Valid values are: [${schema.enum.join(', ')}]`);
    return found;
  }
  switch (schema.type) {
    case 'boolean': {
      const word = WORDS[text.toLowerCase()];
      if (word === undefined) throw wrong('It should be of type boolean');
      return word;
    }
    case 'integer':
      if (text === '') return undefined;
      if (!INTEGER.test(text)) throw wrong('It should be of type Integer');
      return Number(text);
    case 'number':
      if (text === '') return undefined;
      if (!NUMBER.test(text)) throw wrong('It should be of type Double');
      return Number(text);
    default:
      if (schema.format === 'uid' && !isUid(text)) {
        throw wrong(`UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${text}`);
      }
      return text;
  }
}

/** The sentence for what a schema still finds wrong, e.g. a parameter that is missing. */
export function validationSentence(
  errors: readonly {
    readonly keyword: string;
    readonly instancePath: string;
    readonly message?: string;
    readonly params?: unknown;
  }[],
  context: string,
): string {
  const [error] = errors;
  if (!error) return 'The request is not valid.';
  const missing = (error.params as { readonly requiredProperties?: readonly string[] } | undefined)
    ?.requiredProperties?.[0];
  if (error.keyword === 'required' && missing !== undefined && context === 'querystring') {
    return `Required request parameter '${missing}' is not present`;
  }
  const where = error.instancePath.replaceAll('/', '.').replace(/^\./, '');
  return `${where === '' ? 'The request' : `Property ${where}`} ${missing === undefined ? (error.message ?? 'is not valid') : `needs a property ${missing}`}.`;
}
