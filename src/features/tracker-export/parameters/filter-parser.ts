import { badRequest } from '../../../kernel/errors/index.js';
import { isUid } from '../../../kernel/uid.js';

export type Operator =
  | 'eq'
  | 'ne'
  | 'gt'
  | 'ge'
  | 'lt'
  | 'le'
  | 'like'
  | 'nlike'
  | 'in'
  | 'sw'
  | 'ew'
  | 'null'
  | 'nnull';

export interface Condition {
  readonly operator: Operator;
  /** Absent for operators that ask only whether there is a value. */
  readonly value?: string;
}

/** What the value of a data element or an attribute must be. */
export interface ValueFilter {
  readonly uid: string;
  readonly conditions: readonly Condition[];
}

/** Upper and lower case are the same to every operator, so that those of the peer that say so mean the same as those that do not. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  eq: 'eq',
  ieq: 'eq',
  ne: 'ne',
  neq: 'ne',
  nieq: 'ne',
  '!eq': 'ne',
  '!ieq': 'ne',
  gt: 'gt',
  ge: 'ge',
  lt: 'lt',
  le: 'le',
  like: 'like',
  ilike: 'like',
  nlike: 'nlike',
  nilike: 'nlike',
  '!like': 'nlike',
  '!ilike': 'nlike',
  in: 'in',
  sw: 'sw',
  ew: 'ew',
  null: 'null',
  nnull: 'nnull',
  '!null': 'nnull',
};
const MOST_CONDITIONS = 3;
/** A slash takes from the character after it what it means. */
const PIECES = { ',': /((?:\/[/:,]|[^,])*)(?:,|$)/y, ':': /((?:\/[/:,]|[^:])*)(?::|$)/y };

/**
 * Reads `uid:operator:value`, any number of them separated by commas, each with up to three operators; `/` before a colon, comma or slash makes it part of the value
 * (contract: imports.md §7; names and limits of the peer). A uid alone asks for a value of any kind.
 *
 * @throws OrderlyError 400 that names the parameter and what is wrong with it
 */
export function readFilters(parameter: string, text: string | undefined): readonly ValueFilter[] {
  if (text === undefined) return [];
  const fault = (message: string) => badRequest(`${parameter}=${text} is invalid. ${message}`);
  const filters = new Map<string, Condition[]>();
  for (const part of pieces(text, ',')) {
    if (part === '') continue;
    const [uid = '', ...rest] = pieces(part, ':');
    if (!isUid(uid))
      throw fault(`UID must be an alphanumeric string of 11 characters starting with a letter, but was: ${uid}`);
    const conditions = filters.get(uid) ?? [];
    conditions.push(...readConditions(uid, rest, fault));
    if (conditions.length > MOST_CONDITIONS) throw fault('A maximum of three operators can be used in a filter.');
    filters.set(uid, conditions);
  }
  return [...filters].map(([uid, conditions]) => ({
    uid,
    conditions: conditions.length === 0 ? [{ operator: 'nnull' }] : conditions,
  }));
}

function readConditions(
  uid: string,
  pieces: readonly string[],
  fault: (message: string) => Error,
): readonly Condition[] {
  const conditions: Condition[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const word = pieces[index] ?? '';
    if (word === '') throw fault(`UID '${uid}' is missing an operator (or has too many ':').`);
    const operator = operatorOf(word);
    if (!operator) throw fault(`'${word}' is not a valid operator.`);
    if (operator === 'null' || operator === 'nnull') {
      const next = pieces[index + 1];
      if (next !== undefined && next !== '' && !operatorOf(next))
        throw fault(`Unary operator '${word}' cannot have a value.`);
      conditions.push({ operator });
      continue;
    }
    index += 1;
    const value = pieces[index];
    if (value === undefined || value === '') throw fault(`Binary operator '${word}' must have a value.`);
    conditions.push({ operator, value: value.replace(/\/([/:,])/g, '$1') });
  }
  return conditions;
}

const operatorOf = (word: string): Operator | undefined => {
  const lower = word.toLowerCase();
  return Object.hasOwn(OPERATORS, lower) ? OPERATORS[lower] : undefined;
};

/** The parts between separators that no slash stands before. */
function pieces(text: string, separator: ',' | ':'): readonly string[] {
  const pattern = PIECES[separator];
  const found: string[] = [];
  pattern.lastIndex = 0;
  for (;;) {
    const match = pattern.exec(text);
    if (!match) return found;
    found.push(match[1] ?? '');
    if (!match[0].endsWith(separator) || match[0].length === (match[1] ?? '').length) return found;
    if (pattern.lastIndex === text.length) return [...found, ''];
  }
}
