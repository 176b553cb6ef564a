import { type ErrorCode, errorText } from '../../kernel/errors/index.js';

/** A feature that was not taken; features count from 0. */
export interface Conflict {
  readonly object: string;
  readonly value: string;
  readonly errorCode: ErrorCode;
  readonly indexes: readonly number[];
}

export interface ImportCount {
  readonly imported: number;
  readonly updated: number;
  readonly ignored: number;
  readonly deleted: number;
}

/** What came of an import (contract: system.md §7). */
export interface GeoJsonReport {
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly importCount: ImportCount;
  readonly totalConflictOccurrenceCount: number;
  readonly conflicts: readonly Conflict[];
}

export const conflictOf = (index: number | undefined, code: ErrorCode, ...args: readonly string[]): Conflict => ({
  object: args[0] ?? '',
  value: errorText(code, ...args),
  errorCode: code,
  indexes: index === undefined ? [] : [index],
});

export function reportOf(counts: Partial<ImportCount>, conflicts: readonly Conflict[]): GeoJsonReport {
  const importCount = { imported: 0, updated: 0, ignored: conflicts.length, deleted: 0, ...counts };
  const done = importCount.imported + importCount.updated + importCount.deleted;
  const status = conflicts.length === 0 ? 'SUCCESS' : done > 0 ? 'WARNING' : 'ERROR';
  return { status, importCount, totalConflictOccurrenceCount: conflicts.length, conflicts };
}

const SENTENCES = {
  SUCCESS: 'Import successful.',
  WARNING: 'Import partially successful.',
  ERROR: 'Import failed.',
} as const;

export const sentenceOf = ({ status }: GeoJsonReport): string => SENTENCES[status];
