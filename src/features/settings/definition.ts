import { javaForm, parseLocale } from '../../kernel/locale.js';

/** A setting of DHIS2, of the system or of a user: how it is stored as text and what it is when nobody set it. */
export interface SettingDefinition<Value> {
  readonly fallback: Value;
  /** Text of the table → value; undefined when the text makes no sense, which counts as not set. */
  readonly decode: (text: string) => Value | undefined;
  readonly encode: (value: Value) => string;
  /** Never shown to users without the authority ALL. */
  readonly confidential?: boolean;
  /** May have a text for each language beside its value (contract: system.md §10). */
  readonly translatable?: boolean;
  /** Describes what may be written, for the message that refuses something else. */
  readonly expects: string;
}

export const text = (fallback: string): SettingDefinition<string> => ({
  fallback,
  decode: (value) => value,
  encode: (value) => value,
  expects: 'text',
});

export const translated = (fallback: string): SettingDefinition<string> => ({ ...text(fallback), translatable: true });

export const secret = (): SettingDefinition<string> => ({ ...text(''), confidential: true });

/** What the peer reads as an integer has 32 bits. */
const SMALLEST_INTEGER = -(2 ** 31);
const LARGEST_INTEGER = 2 ** 31 - 1;

export const whole = (fallback: number): SettingDefinition<number> => ({
  fallback,
  decode: (value) => {
    const number = /^-?\d{1,10}$/.test(value.trim()) ? Number(value) : Number.NaN;
    return number >= SMALLEST_INTEGER && number <= LARGEST_INTEGER ? number : undefined;
  },
  encode: String,
  expects: 'a whole number',
});

export const decimal = (fallback: number): SettingDefinition<number> => ({
  fallback,
  decode: (value) => (/^-?\d{1,15}(\.\d{1,15})?$/.test(value.trim()) ? Number(value) : undefined),
  encode: String,
  expects: 'a number',
});

/** Refuses zero and what is below. */
export const greaterThanZero = (definition: SettingDefinition<number>): SettingDefinition<number> => ({
  ...definition,
  decode: (value) => {
    const number = definition.decode(value);
    return number !== undefined && number > 0 ? number : undefined;
  },
  expects: `${definition.expects} greater than zero`,
});

export const flag = (fallback: boolean): SettingDefinition<boolean> => ({
  fallback,
  decode: (value) => ({ true: true, false: false })[value.trim().toLowerCase()],
  encode: String,
  expects: 'true or false',
});

/** A date or a date with a time, and a zone or the server's. */
const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[-+]\d{2}:?\d{2})?)?$/;

/** A moment, stored as milliseconds since 1970; 1970 itself means never. ISO text is read too (contract: schema.md §2.9). */
export const moment = (): SettingDefinition<Date> => ({
  fallback: new Date(0),
  decode: (value) => {
    const trimmed = value.trim();
    const milliseconds = /^-?\d{1,15}$/.test(trimmed);
    if (!milliseconds && !ISO_MOMENT.test(trimmed)) return undefined;
    const date = new Date(milliseconds ? Number(trimmed) : trimmed);
    return Number.isNaN(date.getTime()) ? undefined : date;
  },
  encode: (value) => String(value.getTime()),
  expects: 'a date and time',
});

export const choice = <Word extends string>(fallback: Word, ...words: readonly Word[]): SettingDefinition<Word> => ({
  fallback,
  decode: (value) => words.find((word) => word.toLowerCase() === value.trim().toLowerCase()),
  encode: (value) => value,
  expects: `one of ${words.join(', ')}`,
});

/** A locale in Java form, `pt_BR`; the tag `pt-BR` is understood too. */
export const locale = (fallback: string): SettingDefinition<string> => ({
  fallback,
  decode: (value) => {
    const parsed = parseLocale(value);
    return parsed && javaForm(parsed);
  },
  encode: (value) => value,
  expects: 'a locale such as pt_BR',
});

/** A setting as the wire shows it: moments as instants (contract: http.md §10). */
export const wireValue = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : value);
