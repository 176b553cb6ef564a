import { decimal, flag, greaterThanZero, whole } from '../definition.js';

/**
 * Settings of roll-ups of analytics tables, called after AtScale's where it has them (contract: aggregates.md §4, §6.6). What makes no sense as a limit is refused, and where
 * it stands nevertheless the default holds, as there.
 */
export const aggregateSettings = {
  /** Space for all roll-ups of a table, in hundredths of its own. */
  aggregatesSpaceBudgetPercent: greaterThanZero(whole(50)),
  /** Most roll-ups of a table that Orderly chooses itself. */
  aggregatesRetentionLimitPerCube: greaterThanZero(whole(100)),
  /** After so many days without use those are removed. */
  aggregatesRemoveUnusedDays: greaterThanZero(whole(45)),
  /**
   * Fewest rows of the table for one of a roll-up, by an estimate that tends to see fewer. Not 10: regions by month, the most common chart, have 6 in the demo country, and
   * space and benefit set limits of their own.
   */
  aggregatesCreateCompressionThreshold: greaterThanZero(decimal(3)),
  /** More roll-ups than this that cannot be built fail a run; below zero there is no limit. */
  aggregatesBatchMaxFailures: whole(-1),
  /** Whether AtScale's API answers. */
  aggregatesApiEnabled: flag(true),
  /** For so long a token of that API is good. */
  aggregatesTokenHours: greaterThanZero(whole(24)),
};
