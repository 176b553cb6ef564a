/** What is wrong with an object, as the old resources tell it: as a sentence on the whole, or as a conflict on a part of it. */
export interface OldProblem {
  readonly description?: string;
  readonly conflict?: { readonly object: string; readonly value: string };
  /** Code of the check; every conflict has one where there is one (contract: imports.md §9 no. 19). */
  readonly code?: string;
}

export const described = (description: string): OldProblem => ({ description });

export const conflicting = (object: string, value: string): OldProblem => ({ conflict: { object, value } });
