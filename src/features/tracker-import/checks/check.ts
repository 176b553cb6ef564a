import type { RawBuilder } from 'kysely';
import type { CurrentUser } from '../../../http/index.js';
import type { TrackerImportOptions } from '../options.js';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { FirstOpenDay } from './expiry.js';

/**
 * Stages of the checks, one after the other: an object that is refused in one is not looked at in the next, because there its faults would only be told again in other words. `needed`
 * stages are those without which nothing could be stored; they are run with `validationMode=SKIP`, too, with which super users leave the others out.
 */
export const STAGES = [
  { name: 'existence', needed: true },
  { name: 'mandatory', needed: true },
  { name: 'metadata', needed: true },
  { name: 'updatable', needed: true },
  { name: 'relations', needed: true },
  { name: 'access', needed: false },
  { name: 'content', needed: false },
  { name: 'repeats', needed: false },
] as const;
export type CheckStage = (typeof STAGES)[number]['name'];

export type Action = 'create' | 'update' | 'delete';

/** What checks are made against. */
export interface CheckContext {
  readonly user: CurrentUser;
  readonly now: Date;
  readonly options: TrackerImportOptions;
  /** Of the programs in the payload whose periods close. */
  readonly firstOpenDays: readonly FirstOpenDay[];
}

/** One check: the faults of the objects of one type that it finds, in one statement for all of them. */
export interface Check {
  /** Codes that it can give. */
  readonly codes: readonly TrackerCode[];
  readonly stage: CheckStage;
  readonly of: StagedType;
  /** Objects that it looks at, by what is to be done with them; creating and updating unless told otherwise. */
  readonly actions?: readonly Action[];
  /** Its findings do not refuse the object. */
  readonly warning?: boolean;
  /** Whether there is anything to look for, e.g. not when the user may do everything; there is unless told otherwise. */
  readonly when?: (context: CheckContext) => boolean;
  /**
   * The faults, as a relation of `position`, `code` and `args` (text[], no nulls).
   *
   * @param staged the objects to look at, to be given an alias: rows of their staging table
   */
  problems(staged: RawBuilder<unknown>, context: CheckContext): RawBuilder<unknown>;
}
