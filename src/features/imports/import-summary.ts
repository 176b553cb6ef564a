import { type ErrorCode, errorText } from '../../kernel/errors/index.js';
import type { ImportOptions } from './import-options.js';

export interface ImportCount {
  readonly imported: number;
  readonly updated: number;
  readonly ignored: number;
  readonly deleted: number;
}

/** Why objects of a payload were refused or taken with a warning (contract: imports.md §2.3). */
export interface ImportConflict {
  /** The first of `objects`. */
  readonly object: string;
  /** What the conflict is about, by the names of the payload's keys. */
  readonly objects?: Readonly<Record<string, string>>;
  readonly value: string;
  readonly errorCode?: ErrorCode;
  readonly property?: string;
  /** Zero-based places in the payload. */
  readonly indexes?: readonly number[];
}

/** What became of an import, in the peer's form and order (contract: imports.md §2.3, system.md §7). */
export interface ImportSummary {
  readonly responseType: 'ImportSummary';
  readonly status: 'SUCCESS' | 'WARNING' | 'ERROR';
  readonly importOptions?: ImportOptions;
  readonly description: string;
  readonly importCount: ImportCount;
  readonly conflicts: readonly ImportConflict[];
  readonly rejectedIndexes: readonly number[];
  /** `false`, or the day of completion. */
  readonly dataSetComplete?: string;
  readonly reference?: string;
  readonly href?: string;
}

/** All of several imports together (contract: maintenance.md §4.15). */
export interface ImportSummaries extends ImportCount {
  readonly responseType: 'ImportSummaries';
  readonly status: ImportSummary['status'];
  readonly total: number;
  readonly importSummaries: readonly ImportSummary[];
}

export const NOTHING: ImportCount = { imported: 0, updated: 0, ignored: 0, deleted: 0 };

/** The summary of an import that came to nothing. */
export const errorSummary = (description: string, importOptions?: ImportOptions): ImportSummary => ({
  responseType: 'ImportSummary',
  status: 'ERROR',
  ...(importOptions && { importOptions }),
  description,
  importCount: NOTHING,
  conflicts: [],
  rejectedIndexes: [],
});

const SEVERITY: readonly ImportSummary['status'][] = ['SUCCESS', 'WARNING', 'ERROR'];

/** The worst status and the sums of the counts. */
export function combined(summaries: readonly ImportSummary[]): ImportSummaries {
  const sum = (count: keyof ImportCount): number =>
    summaries.reduce((total, { importCount }) => total + importCount[count], 0);
  const worst = Math.max(0, ...summaries.map(({ status }) => SEVERITY.indexOf(status)));
  const [imported, updated, deleted, ignored] = [sum('imported'), sum('updated'), sum('deleted'), sum('ignored')];
  return {
    responseType: 'ImportSummaries',
    status: SEVERITY[worst] ?? 'ERROR',
    imported,
    updated,
    deleted,
    ignored,
    total: imported + updated + deleted + ignored,
    importSummaries: summaries,
  };
}

/** A conflict of one object of a payload. */
export interface Refusal {
  readonly code: ErrorCode;
  /** What it is about, the main thing first. */
  readonly objects: Readonly<Record<string, string>>;
  /** Arguments of the code's text. */
  readonly args?: readonly string[];
  /** The sentence, where it is not that of the code. */
  readonly text?: string;
  readonly property?: string;
}

/** Gathers conflicts: those equal in code, text and objects are one with several places in the payload (contract: imports.md §2.3). */
export class Conflicts {
  readonly #found = new Map<string, ImportConflict & { readonly indexes: number[] }>();
  readonly #rejected = new Set<number>();

  /** The object at this place is not taken. */
  refuse(index: number, refusal: Refusal): void {
    this.#rejected.add(index);
    this.warn(index, refusal);
  }

  /** Something is wrong with the object at this place, which is taken all the same. */
  warn(index: number, { code, objects, args = [], property, text }: Refusal): void {
    const value = text ?? errorText(code, ...args);
    const key = JSON.stringify([code, value, objects]);
    const known = this.#found.get(key);
    if (known) {
      if (known.indexes.at(-1) !== index) known.indexes.push(index);
      return;
    }
    const [object = ''] = Object.values(objects);
    this.#found.set(key, {
      object,
      objects,
      value,
      errorCode: code,
      ...(property !== undefined && { property }),
      indexes: [index],
    });
  }

  get list(): readonly ImportConflict[] {
    return [...this.#found.values()];
  }

  get rejectedIndexes(): readonly number[] {
    return [...this.#rejected].toSorted((a, b) => a - b);
  }
}
