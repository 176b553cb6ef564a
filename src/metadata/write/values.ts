import type { ErrorCode } from '../../kernel/errors/index.js';
import { isUid } from '../../kernel/uid.js';
import type { ValueProperty } from '../model/property.js';
import { timestamp } from '../read/filter-dates.js';

/** What is wrong with a value: code and arguments of the peer's sentence. */
export interface Problem {
  readonly code: ErrorCode;
  readonly args: readonly (string | number)[];
}

export type Converted = { readonly value: unknown } | { readonly problem: Problem };

/** Hosts with letters of any language, no blanks; one @. */
const EMAIL = /^[^\s@<>()]+@[^\s@<>()]+\.[^\s@<>().]{2,}$/;
const COLOR = /^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/;
const NUMBER = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$/;
/** More digits than any date has. */
const EPOCH = /^-?\d{13,16}$/;
const LARGEST_INTEGER = 2_147_483_647;
const LONGEST_TEXT = 1_000_000;

/**
 * The value of a payload in the form that its column takes (contract: imports.md §8.5).
 *
 * @param name the property as the payload calls it
 */
export function convert(name: string, property: ValueProperty, raw: unknown): Converted {
  const invalid = (code: ErrorCode = 'E4027'): Converted => ({
    problem: { code, args: code === 'E4027' ? [textual(raw), name] : [name, textual(raw)] },
  });
  if (raw === null || raw === undefined) return { value: null };
  switch (property.type) {
    case 'COMPLEX':
      return isComplex(property, raw) ? { value: raw } : invalid();
    case 'BOOLEAN': {
      const word = typeof raw === 'boolean' ? String(raw) : typeof raw === 'string' ? raw.toLowerCase() : '';
      return word === 'true' || word === 'false' ? { value: word === 'true' } : invalid();
    }
    case 'INTEGER':
    case 'NUMBER': {
      const number = numberOf(raw);
      if (number === undefined) return invalid();
      if (property.type === 'INTEGER' && (!Number.isInteger(number) || Math.abs(number) > LARGEST_INTEGER))
        return invalid();
      return inRange(name, property, number);
    }
    case 'DAY':
    case 'DATE': {
      const read = momentOf(raw);
      if (read === undefined) return invalid();
      return { value: property.type === 'DAY' ? read.slice(0, 10) : read };
    }
    case 'CONSTANT': {
      const word = typeof raw === 'string' ? raw.toLowerCase() : undefined;
      const found = property.constants?.find((constant) => constant.toLowerCase() === word);
      return found === undefined ? invalid() : { value: found };
    }
    case 'IDENTIFIER':
      return typeof raw === 'string' && isUid(raw)
        ? { value: raw }
        : { problem: { code: 'E4014', args: [textual(raw), name] } };
    default:
      if (typeof raw === 'object') return invalid();
      return text(name, property, String(raw));
  }
}

/** Lists where the property is one; objects and lists elsewhere, and text with JSON where old clients send it. */
function isComplex({ fallback, textual: mayBeText }: ValueProperty, raw: unknown): boolean {
  if (Array.isArray(fallback)) return Array.isArray(raw);
  return typeof raw === 'object' || (mayBeText === true && typeof raw === 'string');
}

function numberOf(raw: unknown): number | undefined {
  const number = typeof raw === 'number' ? raw : typeof raw === 'string' && NUMBER.test(raw) ? Number(raw) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}

/** A date as text, or as milliseconds since 1970 (contract: http.md §10). */
function momentOf(raw: unknown): string | undefined {
  if (typeof raw === 'string' && !EPOCH.test(raw)) return timestamp(raw);
  if (typeof raw !== 'number' && typeof raw !== 'string') return undefined;
  const date = new Date(Number(raw));
  return Number.isNaN(date.getTime()) ? undefined : timestamp(date.toISOString());
}

function text(name: string, property: ValueProperty, value: string): Converted {
  const { min = 0, max = LONGEST_TEXT } = property;
  const { length } = value;
  if (length > max) return { problem: { code: 'E4001', args: [name, max, length] } };
  if (length < min && value.trim() !== '') return { problem: { code: 'E4002', args: [name, min, max, length] } };
  if (value === '') return { value: null };
  if (property.type === 'EMAIL' && !EMAIL.test(value)) return { problem: { code: 'E4003', args: [name, value] } };
  if (property.type === 'URL' && !URL.canParse(value)) return { problem: { code: 'E4004', args: [name, value] } };
  if (property.type === 'COLOR' && !COLOR.test(value)) return { problem: { code: 'E4006', args: [name, value] } };
  return { value };
}

function inRange(name: string, { min, max }: ValueProperty, value: number): Converted {
  if ((min === undefined || value >= min) && (max === undefined || value <= max)) return { value };
  return { problem: { code: 'E4008', args: [name, min ?? -LARGEST_INTEGER, max ?? LARGEST_INTEGER, value] } };
}

/** A value as a sentence shows it. */
export const textual = (raw: unknown): string => (typeof raw === 'object' ? JSON.stringify(raw) : String(raw));
