import { wrongUse } from './failure.js';

/** Something that a command takes: an option when its form begins with a dash, else an argument by position. */
export interface Parameter<Value> {
  /** As help shows it: `--last-years <n>`, `--yes`, `<file>`, `[type]`, `<operations...>`. */
  readonly form: string;
  readonly description: string;
  /** What shells offer for it. */
  readonly words?: readonly string[];
  /** An option that may be given several times. */
  readonly repeated?: boolean;
  /** Makes the value of what was given. @throws CommandFailure */
  read(raw: unknown): Value;
}

type Described = readonly [form: string, description: string, words?: readonly string[]];

const made = <Value>([form, description, words]: Described, read: (raw: unknown) => Value): Parameter<Value> => ({
  form,
  description,
  ...(words && { words }),
  read,
});

/** An option without a value. */
export const flag = (...described: Described): Parameter<boolean> => made(described, (raw) => raw === true);

/** An option or an argument that may be left out. */
export const optional = (...described: Described): Parameter<string | undefined> =>
  made(described, (raw) => (typeof raw === 'string' ? raw : undefined));

/** An argument that has to be there. */
export const required = (...described: Described): Parameter<string> => made(described, String);

/** The rest of the arguments. */
export const several = (...described: Described): Parameter<readonly string[]> =>
  made(described, (raw) => (Array.isArray(raw) ? raw.map(String) : []));

/** An option that may be given several times. */
export const repeated = (...described: Described): Parameter<readonly string[]> => ({
  ...several(...described),
  repeated: true,
});

/** A whole number from `min` to `max`. */
export const integer = (min: number, max: number, ...described: Described): Parameter<number | undefined> =>
  made(described, (raw) => {
    if (raw === undefined) return undefined;
    const value = /^\d{1,9}$/.test(String(raw)) ? Number(raw) : Number.NaN;
    if (value >= min && value <= max) return value;
    throw wrongUse(`${described[0]}: "${String(raw)}" is not a whole number from ${min} to ${max}.`);
  });

/** Some of the given words, separated by commas or by naming the option again. */
export const someOf = (...[form, description, words = []]: Described): Parameter<readonly string[]> => ({
  ...repeated(form, description, words),
  read: (raw) => {
    const given = (Array.isArray(raw) ? raw : []).flatMap((part) => String(part).split(','));
    const wrong = given.find((word) => !words.includes(word));
    if (wrong === undefined) return given;
    throw wrongUse(`${form}: "${wrong}" is not one of ${words.join(', ')}.`);
  },
});

/** One of the given words, by position. */
export const oneOf = (...[form, description, words = []]: Described): Parameter<string> => ({
  ...required(form, description, words),
  read: (raw) => {
    if (words.includes(String(raw))) return String(raw);
    throw wrongUse(`${form}: "${String(raw)}" is not one of ${words.join(', ')}.`);
  },
});
