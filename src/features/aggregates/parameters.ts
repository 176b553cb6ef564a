import { type TSchema, Type } from 'typebox';
import { invalid } from './errors.js';

/** A parameter of a query: how its text is read, and what may be sent. */
export interface Parameter<Value> {
  readonly schema: TSchema;
  /** Ends the sentence `<name> must be …`. */
  readonly expects: string;
  /** undefined for a text that is none of its values */
  readonly read: (text: string) => Value | undefined;
  readonly fallback: Value;
  readonly isRequired?: boolean;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;
export type ValuesOf<Given extends Parameters> = {
  readonly [Name in keyof Given]: Given[Name] extends Parameter<infer Value> ? Value : never;
};

const WHOLE = /^\d{1,15}$/;

/** A whole number between two, `most` included; any from the least on without it. */
export const wholeNumber = (fallback: number, least: number, most?: number): Parameter<number> => ({
  schema: Type.Integer({ minimum: least, default: fallback, ...(most !== undefined && { maximum: most }) }),
  expects: most === undefined ? `an integer of at least ${least}` : `an integer between ${least} and ${most}`,
  read: (text) => {
    const number = WHOLE.test(text) ? Number(text) : Number.NaN;
    return number >= least && number <= (most ?? Number.MAX_SAFE_INTEGER) ? number : undefined;
  },
  fallback,
});

export const flag = <Fallback extends boolean | undefined>(fallback: Fallback): Parameter<boolean | Fallback> => ({
  schema: Type.Boolean(fallback === undefined ? {} : { default: fallback }),
  expects: 'true or false',
  read: (text) => ({ true: true, false: false })[text.toLowerCase()],
  fallback,
});

/** Something that has to be asked for by name, lest it is done by mistake. */
export const consent = (): Parameter<boolean> => ({
  schema: Type.Boolean(),
  expects: 'true',
  read: (text) => (text.toLowerCase() === 'true' ? true : undefined),
  fallback: false,
  isRequired: true,
});

export const oneOf = <Word extends string>(...words: readonly Word[]): Parameter<Word | undefined> => ({
  schema: Type.Enum([...words]),
  expects: `one of ${words.join(', ')}`,
  read: (text) => words.find((word) => word === text),
  fallback: undefined,
});

export const text = (): Parameter<string | undefined> => ({
  schema: Type.String(),
  expects: 'text',
  // PostgreSQL stores no NUL.
  read: (given) => (given.includes('\0') ? undefined : given),
  fallback: undefined,
});

export const requiredText = (): Parameter<string> => ({
  ...(text() as Parameter<string>),
  fallback: '',
  isRequired: true,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isUuid = (given: string): boolean => UUID.test(given);

export const uuid = (): Parameter<string | undefined> => ({
  schema: Type.String({ format: 'uuid' }),
  expects: 'a UUID',
  read: (given) => (isUuid(given) ? given : undefined),
  fallback: undefined,
});

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z?$/;

/** A time in UTC; kept as text so that nothing of it is lost. */
export const moment = (): Parameter<string | undefined> => ({
  schema: Type.String({ examples: ['2023-07-03T09:43:16'] }),
  expects: 'a time such as 2023-07-03T09:43:16',
  read: (given) => {
    if (!MOMENT.test(given)) return undefined;
    const zoned = given.endsWith('Z') ? given : `${given}Z`;
    const date = new Date(zoned);
    // 31 February is the third of March to a Date.
    return Number.isNaN(date.getTime()) || !date.toISOString().startsWith(given.slice(0, 19)) ? undefined : zoned;
  },
  fallback: undefined,
});

/** What every list takes (contract: aggregates.md §1.6, §2.2). Nothing is cached that `force_pull` would have to go round. */
export const PAGING = { limit: wholeNumber(10, 1, 1_000), offset: wholeNumber(0, 0), force_pull: flag(false) };

/**
 * Values of the parameters, with defaults for those that are left out. Others than these are left alone.
 *
 * @throws OrderlyError 400 for one that makes no sense, comes twice or is missing
 */
export function readParameters<Given extends Parameters>(
  parameters: Given,
  query: Readonly<Record<string, unknown>>,
): ValuesOf<Given> {
  const entries = Object.entries(parameters).map(([name, parameter]) => [name, readOne(name, parameter, query[name])]);
  return Object.fromEntries(entries) as ValuesOf<Given>;
}

function readOne(name: string, { read, expects, fallback, isRequired }: Parameter<unknown>, given: unknown): unknown {
  if (Array.isArray(given)) throw invalid(`${name} must be given once`);
  if (given === undefined && isRequired === true) throw invalid(`${name} is missing`);
  if (given === undefined) return fallback;
  const value = read(String(given));
  if (value === undefined) throw invalid(`${name} must be ${expects}`);
  return value;
}
