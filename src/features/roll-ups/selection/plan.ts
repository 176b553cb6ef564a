import type { IsoDate } from '../../../kernel/calendar.js';
import type { State } from '../definition.js';
import type { TableStatistics } from './size.js';
import type { DayOfUse } from './weights.js';

/** What administrators may settle (contract: aggregates.md §4). */
export interface SelectionSettings {
  /** Space for all roll-ups of a cube, as a share of the bytes of its table. */
  readonly spaceShare: number;
  /** Most roll-ups of a cube that the system defines. */
  readonly retentionLimit: number;
  /** Unused for so many days, what the system defined is retired. */
  readonly unusedDays: number;
  /** Fewest rows of the table for one row of a roll-up. */
  readonly compression: number;
}

/** A roll-up of the cube, whether its table is there or not. */
export interface KnownRollUp {
  readonly rollUp: string;
  readonly kind: 'user_defined' | 'system_defined';
  readonly subtype: 'manual' | 'demand_defined' | 'prediction_defined';
  readonly columns: readonly string[];
  readonly states: readonly State[];
  /** It is of the organization that is planned for. */
  readonly isOwn: boolean;
  /** It has all data elements. */
  readonly isWhole: boolean;
  /** It answers everybody, not only the members of an organization. */
  readonly isOpen: boolean;
  readonly blocked: boolean;
  /** It had tables, and they were given up. */
  readonly isRetired: boolean;
  /** Builds that failed one after another. */
  readonly failures: number;
  /** When it was defined, or chosen anew after it had been retired. */
  readonly createdAt: Date;
  readonly usedAt: Date | undefined;
  /** The tables that may answer. */
  readonly instance: StandingInstance | undefined;
}

export interface StandingInstance {
  readonly id: string;
  /** As if it held all years of the base. */
  readonly rows: number;
  readonly bytes: number;
}

/** All that a plan follows from. */
export interface SelectionInput {
  readonly now: Date;
  /** The day by which uses are counted. */
  readonly today: IsoDate;
  readonly settings: SelectionSettings;
  /** Undefined when there is no table, or nothing is known of it. */
  readonly statistics: TableStatistics | undefined;
  /** Of the analytics table. */
  readonly bytes: number;
  readonly uses: readonly DayOfUse[];
  /** What the data elements need for their own ways of aggregating. */
  readonly ownStates: readonly State[];
  readonly known: readonly KnownRollUp[];
  /** Everybody belongs to the organization. */
  readonly isOpen: boolean;
}

/** A roll-up to be built. */
export interface PlannedRollUp {
  /** The definition, where there is one already. */
  readonly rollUp: string | undefined;
  readonly name: string;
  readonly kind: 'system_defined';
  readonly subtype: 'demand_defined' | 'prediction_defined';
  readonly columns: readonly string[];
  readonly states: readonly State[];
  /** Estimated. */
  readonly rows: number;
  readonly bytes: number;
  readonly reason: string;
}

/** What becomes of a roll-up that stands, and why, in words for administrators. */
export interface Verdict {
  readonly instance: string;
  readonly rollUp: string;
  readonly reason: string;
}

export interface RollUpPlan {
  /** The best for their bytes first. */
  readonly create: readonly PlannedRollUp[];
  readonly retire: readonly Verdict[];
  readonly keep: readonly Verdict[];
  /** Why nothing could be chosen, in words; undefined when something could. */
  readonly note: string | undefined;
}
