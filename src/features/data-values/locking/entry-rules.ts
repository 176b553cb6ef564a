/** What a request says of the rules for entering data (contract: imports.md §2.2, §2.4). */
export interface EntryRules {
  readonly now: Date;
  /** The user has `F_EDIT_EXPIRED`: expiry days do not hold for them. */
  readonly mayEditExpired: boolean;
  /** Every data set concerned has to be open; otherwise one is enough. Import options `strictDataSetLocking` and so on, or the settings of the same purpose. */
  readonly strictLocking: boolean;
  readonly strictApproval: boolean;
  readonly strictInputPeriods: boolean;
}

/** Why a value may not be entered: codes of imports, in the order in which they are told. */
export type EntryLockCode = 'E7638' | 'E7639' | 'E7640' | 'E7641' | 'E7642' | 'E7643' | 'E7644';

/** What the resource of single values says in the same case (contract: imports.md §3); of approval it has no code. */
export const CODE_OF_SINGLE_VALUES: Readonly<Partial<Record<EntryLockCode | 'E2019', string>>> = {
  E2019: 'E2019',
  E7640: 'E2017',
  E7641: 'E2022',
  E7643: 'E2025',
  E7644: 'E2025',
};
