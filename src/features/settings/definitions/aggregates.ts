import { flag, whole } from '../definition.js';

/** Settings of roll-ups and of AtScale's API over them; other systems know none of these (contract: aggregates.md §2, §4). */
export const aggregatesSettings = {
  aggregatesApiEnabled: flag(true),
  aggregatesTokenHours: whole(24),
};
