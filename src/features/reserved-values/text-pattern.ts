import { formatDate } from './date-format.js';
import { PatternFault } from './pattern-fault.js';

/** A part of a text pattern: fixed text, a part that depends on what is known when a value is made, or a part that makes each value another. */
export type Segment =
  | { readonly method: 'TEXT' | 'CURRENT_DATE' | 'ORG_UNIT_CODE'; readonly raw: string; readonly parameter: string }
  | Generated;

/** `RANDOM(…)` of `#`, `X`, `x`, `*`, or `SEQUENTIAL(###)`. */
export interface Generated {
  readonly method: 'RANDOM' | 'SEQUENTIAL';
  readonly raw: string;
  readonly parameter: string;
}

export type TextPattern = readonly Segment[];

/** Each method with the form of its parameter (text patterns of the peer's tracked entity attributes). */
const METHODS = {
  RANDOM: /^[#Xx*]{1,12}$/,
  SEQUENTIAL: /^#{1,12}$/,
  ORG_UNIT_CODE: /^(|\^?\.+\$?)$/,
  CURRENT_DATE: /^.+$/,
} as const;

const TEXT = /"((?:[^"\\]|\\.)*)"/y;
const CALL = /([A-Z_]+)\(([^)]*)\)/y;
const BLANK = /\s*/y;

/**
 * Reads `"text" + METHOD(parameter) + …`, e.g. `ORG_UNIT_CODE(...) + "-" + SEQUENTIAL(####)`.
 *
 * @throws PatternFault that says where it cannot be understood
 */
export function parsePattern(text: string): TextPattern {
  const segments: Segment[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match) position += match[0].length;
    return match;
  };
  const fault = (message: string) =>
    new PatternFault(`Could not parse expression: ${message} at position ${position + 1}`);
  take(BLANK);
  for (;;) {
    const start = position;
    const literal = take(TEXT);
    const call = literal ? null : take(CALL);
    if (literal)
      segments.push({ method: 'TEXT', raw: literal[0], parameter: (literal[1] ?? '').replace(/\\(.)/g, '$1') });
    else if (call && Object.hasOwn(METHODS, call[1] ?? '')) {
      const [raw, name = '', parameter = ''] = call;
      const method = name as keyof typeof METHODS;
      if (!METHODS[method].test(parameter)) {
        position = start;
        throw fault(`Failed to parse the following method: '${raw}'`);
      }
      segments.push({ method, raw, parameter });
    } else {
      position = start;
      throw fault(text.slice(start).trim() === '' ? 'A segment is missing' : `Unknown input: '${text.slice(start)}'`);
    }
    take(BLANK);
    if (position === text.length) break;
    if (text[position] !== '+') throw fault(`Unknown input: '${text.slice(position)}'`);
    position += 1;
    take(BLANK);
  }
  if (segments.filter(isGenerated).length > 1) {
    throw new PatternFault(
      `Could not parse expression: Pattern can not contain multiple sequence methods or random methods: '${text}'`,
    );
  }
  return segments;
}

export const isGenerated = (segment: Segment): segment is Generated =>
  segment.method === 'RANDOM' || segment.method === 'SEQUENTIAL';

/** The names of values that must, and that can, be given to make a value. */
export const neededValues = (pattern: TextPattern) => ({
  REQUIRED: pattern.filter(({ method }) => method === 'ORG_UNIT_CODE').map(({ method }) => method),
  OPTIONAL: pattern.filter(isGenerated).map(({ method }) => method),
});

/** A pattern with everything filled in but what is generated. */
export interface Resolved {
  /** What it says, with the generated part as it is written; counters are kept under it. */
  readonly key: string;
  readonly before: string;
  readonly after: string;
  readonly generated: Generated | undefined;
}

/**
 * Fills in the pattern.
 *
 * @throws PatternFault when a given value does not fit
 */
export function resolvePattern(
  pattern: TextPattern,
  { unitCode, now }: { readonly unitCode: string | undefined; readonly now: Date },
): Resolved {
  const texts = pattern.map((segment) => {
    switch (segment.method) {
      case 'TEXT':
        return segment.parameter;
      case 'CURRENT_DATE':
        return formatDate(segment.parameter, now);
      case 'ORG_UNIT_CODE':
        return partOf(segment.raw, segment.parameter, unitCode ?? '');
      default:
        return segment.raw;
    }
  });
  const index = pattern.findIndex(isGenerated);
  const generated = pattern[index];
  if (index === -1 || !generated || !isGenerated(generated))
    return { key: texts.join(''), before: texts.join(''), after: '', generated: undefined };
  return {
    key: texts.join(''),
    before: texts.slice(0, index).join(''),
    after: texts.slice(index + 1).join(''),
    generated,
  };
}

/** As many characters as the format has dots: from the start, from the end after `$`, and neither more nor fewer between `^` and `$`. */
function partOf(raw: string, format: string, value: string): string {
  const invalid = () => new PatternFault(`Value is invalid: ${raw} -> ${value}`);
  if (value === '') throw invalid();
  if (format === '') return value;
  const characters = [...value];
  const length = format.replace(/[^.]/g, '').length;
  if (characters.length < length) throw invalid();
  const [fromStart, toEnd] = [format.startsWith('^'), format.endsWith('$')];
  if (fromStart && toEnd && characters.length !== length) throw invalid();
  return (toEnd ? characters.slice(characters.length - length) : characters.slice(0, length)).join('');
}
