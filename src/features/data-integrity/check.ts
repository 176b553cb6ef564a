import type { RawBuilder } from 'kysely';
import type { Db } from '../../database/index.js';

export type Severity = 'INFO' | 'WARNING' | 'SEVERE' | 'CRITICAL';

/** One thing that is wrong. */
export interface Issue {
  readonly id?: string;
  readonly name: string;
  readonly comment?: string;
  readonly refs?: readonly string[];
}

export interface CheckSummary {
  readonly count: number;
  /** Share in percent of the objects that have an issue; null where there are none, or where it says nothing. */
  readonly percentage: number | null;
}

/** What the checks of one file have in common, and what one of them says. */
export interface CheckDefinition {
  /** Key of the wire, e.g. `categories_no_options`; its code is made of it. */
  readonly name: string;
  readonly displayName: string;
  readonly section: string;
  readonly sectionOrder: number;
  readonly severity: Severity;
  /** What an issue is. */
  readonly description: string;
  /** Why it matters. */
  readonly introduction: string;
  /** What to do about it. */
  readonly recommendation: string;
  /** Plural of the metadata type whose uids the issues have; absent where they have none, or of several types. */
  readonly issuesIdType?: string;
  /** Reads data, not only metadata: left out unless it is named. */
  readonly isSlow?: boolean;
  /** The peer has it in its program and not in SQL; clients may ask for these or for the others. */
  readonly isProgrammatic?: boolean;
  /**
   * A select with one row for each issue: `id`, `name`, and where there is more to say `comment` (text) and `refs` (text[]). Where SQL cannot tell what is wrong, a function that
   * finds it.
   */
  readonly issues: RawBuilder<unknown> | ((db: Db) => Promise<readonly Issue[]>);
  /** The table, or what else may follow `from`, whose rows are all that could have the fault; absent where a share of them says nothing. */
  readonly of?: string | RawBuilder<unknown>;
  /** Counts otherwise than by counting what is listed: own checks bring a statement for it. */
  readonly summary?: (db: Db) => Promise<CheckSummary>;
}

/**
 * One check of what is stored: a definition and its code. The engine counts and lists by the same statement, so that both agree (contract: data-admin.md §7, §11 no. 22).
 */
export interface IntegrityCheck extends CheckDefinition {
  /** First letters of the words of the name in capitals, e.g. `CNO`. */
  readonly code: string;
  readonly isSlow: boolean;
}

const codeOf = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

export const defineChecks = (definitions: readonly CheckDefinition[]): readonly IntegrityCheck[] =>
  definitions.map((definition) => ({
    ...definition,
    code: codeOf(definition.name),
    isSlow: definition.isSlow === true,
  }));
