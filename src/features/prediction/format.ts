import { isIsoDate } from '../../kernel/calendar.js';
import type { Value } from '../../kernel/expressions/index.js';

export interface Output {
  readonly outputType: string;
  readonly outputZeroCounts: boolean;
}

const isNumeric = (type: string): boolean => /^(NUMBER|UNIT_INTERVAL|PERCENTAGE|INTEGER.*)$/.test(type);
const isBoolean = (type: string): boolean => type === 'BOOLEAN' || type === 'TRUE_ONLY';
const isText = (type: string): boolean => type === 'TEXT' || type === 'LONG_TEXT';
const isDate = (type: string): boolean => type === 'DATE' || type === 'DATETIME';

/** What the formula of an output of this type may come to; undefined for types that cannot be predicted. */
export function resultsFor(type: string): readonly ('number' | 'string' | 'boolean')[] | undefined {
  if (isNumeric(type)) return ['number'];
  if (isBoolean(type)) return ['boolean'];
  if (isText(type)) return ['number', 'string', 'boolean'];
  return isDate(type) ? ['string'] : undefined;
}

const DECIMALS = 4;

/**
 * A predicted value as it is stored; null where there is nothing to store: no such value, no finite number, or a zero that means nothing. Where there is no
 * value, zero, false or an empty text stands in.
 */
export function formatPrediction(value: Value, { outputType, outputZeroCounts }: Output): string | null {
  if (isNumeric(outputType) || (isText(outputType) && typeof value === 'number'))
    return formatNumber(value ?? 0, outputType, outputZeroCounts);
  if (isText(outputType)) return value === null ? '' : String(value);
  if (isDate(outputType)) return typeof value === 'string' && isIsoDate(value.slice(0, 10)) ? value : null;
  if (isBoolean(outputType)) return typeof value === 'boolean' || value === null ? String(value ?? false) : null;
  return null;
}

function formatNumber(value: number | string | boolean, type: string, zeroCounts: boolean): string | null {
  const number = typeof value === 'boolean' || value === '' ? Number.NaN : Number(value);
  if (!Number.isFinite(number)) return null;
  const text = type.startsWith('INTEGER') ? whole(Math.round(number)) : decimal(number);
  return text === '0' && !zeroCounts ? null : text;
}

/** Without the exponent that large numbers would be written with. */
const whole = (number: number): string =>
  Number.isSafeInteger(number) ? String(number === 0 ? 0 : number) : BigInt(number).toString();

function decimal(number: number): string {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) return whole(Math.round(number));
  const text = number.toFixed(DECIMALS).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
