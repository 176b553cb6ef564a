import type { ErrorCode } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import type { JobParameter, JobTypeDescription } from './job-types.js';

/** What is wrong with a parameter or another member: code and arguments of the peer's sentence. */
export interface ParameterProblem {
  readonly code: ErrorCode;
  readonly args: readonly (string | number)[];
  readonly property?: string;
}

export interface ReadParameters {
  /** Undefined for types without any. */
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly problems: readonly ParameterProblem[];
}

/**
 * Parameters as a client sent them, with texts turned into what the type declares, blanks left out and defaults filled in; what it does not know is dropped (contract:
 * job-types.md §2).
 */
export function readParameters({ parameters }: JobTypeDescription, given: unknown): ReadParameters {
  if (parameters.length === 0) return { values: undefined, problems: [] };
  const sent = typeof given === 'object' && given !== null ? (given as Readonly<Record<string, unknown>>) : {};
  const values: Record<string, unknown> = {};
  const problems: ParameterProblem[] = [];
  for (const parameter of parameters) {
    const { name, required = false } = parameter;
    const raw = sent[name];
    const value = raw === undefined || raw === null || raw === '' ? parameter.fallback : converted(parameter, raw);
    if (value === INVALID) {
      problems.push({ code: 'E4027', args: [JSON.stringify(raw).slice(0, 100), name], property: name });
      continue;
    }
    if (value === undefined && required) problems.push({ code: 'E4000', args: [name], property: name });
    if (value !== undefined) values[name] = value;
    problems.push(...outOfRange(parameter, value), ...noUids(parameter, value), ...notFilled(parameter, value));
  }
  return { values, problems };
}

const INVALID = Symbol('a value that makes no sense');

function converted({ form, constants }: JobParameter, raw: unknown): unknown {
  switch (form) {
    case 'Integer':
    case 'Long': {
      const text = String(raw).trim();
      const number = Number(text);
      const limit = form === 'Integer' ? 2_147_483_647 : Number.MAX_SAFE_INTEGER;
      return /^[-+]?\d+$/.test(text) && Math.abs(number) <= limit ? number : INVALID;
    }
    case 'Boolean': {
      const text = String(raw).toLowerCase();
      return text === 'true' ? true : text === 'false' ? false : INVALID;
    }
    case 'Enum':
      return constants?.includes(String(raw)) ? raw : INVALID;
    case 'String':
      return typeof raw === 'object' ? INVALID : String(raw).slice(0, 1_000);
    default: {
      const list = Array.isArray(raw) ? raw : String(raw).split(',');
      if (list.length > 10_000 || list.some((element) => typeof element !== 'string')) return INVALID;
      if (constants && list.some((element) => !constants.includes(element))) return INVALID;
      return form === 'Set' ? [...new Set(list)] : list;
    }
  }
}

const grouped = (value: number): string => value.toLocaleString('en-US');

function outOfRange({ name, min, max }: JobParameter, value: unknown): readonly ParameterProblem[] {
  if (typeof value !== 'number') return [];
  const [low, high] = [min ?? -2_147_483_648, max ?? 2_147_483_647];
  if ((min === undefined && max === undefined) || (value >= low && value <= high)) return [];
  return [{ code: 'E4008', args: [name, grouped(low), grouped(high), grouped(value)], property: name }];
}

function noUids({ name, uids }: JobParameter, value: unknown): readonly ParameterProblem[] {
  if (uids !== true || value === undefined) return [];
  return (Array.isArray(value) ? value : [value])
    .filter((element) => !isUid(String(element)))
    .map((element) => ({ code: 'E4014', args: [String(element), name], property: name }));
}

/** Jobs that would have nothing to do (contract: job-types.md §2). */
function notFilled({ name, filled }: JobParameter, value: unknown): readonly ParameterProblem[] {
  if (filled === undefined || (Array.isArray(value) && value.length > 0)) return [];
  return [{ code: filled, args: filled === 'E4000' ? [name] : ['[]', name], property: name }];
}
