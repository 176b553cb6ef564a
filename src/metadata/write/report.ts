import { type ErrorCode, errorText } from '../../kernel/errors/index.js';
import type { MetadataType } from '../model/type.js';

/** One thing that is wrong with an object (contract: imports.md §8.2). */
export interface ErrorReport {
  readonly message: string;
  readonly args: readonly string[];
  readonly mainKlass: string;
  readonly mainId?: string;
  readonly errorCode: ErrorCode;
  readonly errorKlass?: string;
  readonly errorProperty?: string;
  readonly errorProperties: readonly string[];
  readonly value?: unknown;
}

export interface Stats {
  readonly created: number;
  readonly updated: number;
  readonly deleted: number;
  readonly ignored: number;
  readonly total: number;
}

export interface ObjectReport {
  readonly klass: string;
  readonly index: number;
  readonly uid: string;
  readonly displayName?: string;
  readonly errorReports: readonly ErrorReport[];
}

export interface TypeReport {
  readonly klass: string;
  readonly stats: Stats;
  readonly objectReports: readonly ObjectReport[];
}

export interface ImportReport {
  readonly responseType: 'ImportReport';
  readonly status: 'OK' | 'WARNING' | 'ERROR';
  readonly stats: Stats;
  readonly typeReports: readonly TypeReport[];
}

interface ErrorContext {
  readonly property?: string | undefined;
  readonly value?: unknown;
  readonly id?: string | undefined;
  readonly klass?: string | undefined;
}

/** The report of `code` about an object of `type`; the arguments fill its sentence. */
export function errorReport(
  type: MetadataType,
  code: ErrorCode,
  args: readonly (string | number)[],
  { property, value, id, klass }: ErrorContext = {},
): ErrorReport {
  return {
    message: errorText(code, ...args.map((arg) => shortened(String(arg)))),
    args: args.map((arg) => shortened(String(arg))),
    mainKlass: type.klass,
    ...(id !== undefined && { mainId: shortened(id) }),
    errorCode: code,
    ...(klass !== undefined && { errorKlass: klass }),
    ...(property !== undefined && { errorProperty: property }),
    errorProperties: args.map((arg) => shortened(String(arg))),
    ...(value !== undefined && { value: typeof value === 'string' ? shortened(value) : value }),
  };
}

const LONGEST_ARGUMENT = 300;

/** A report is read by people: a name of ten megabytes is shown by its beginning. */
const shortened = (text: string): string =>
  text.length > LONGEST_ARGUMENT ? `${text.slice(0, LONGEST_ARGUMENT)}…` : text;

export const NO_STATS: Stats = { created: 0, updated: 0, deleted: 0, ignored: 0, total: 0 };

export function addStats(a: Stats, b: Stats): Stats {
  return {
    created: a.created + b.created,
    updated: a.updated + b.updated,
    deleted: a.deleted + b.deleted,
    ignored: a.ignored + b.ignored,
    total: a.total + b.total,
  };
}
