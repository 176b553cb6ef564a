import { sql } from 'kysely';
import type { Check } from './check.js';

/** Notes are only added: one that is there already is passed over, which is told. */
const notes = (of: 'enrollment' | 'event'): Check => ({
  codes: ['E1119'],
  stage: 'content',
  of,
  warning: true,
  problems: (rows) => sql`
    select staged.position, 'E1119', array[given.uid] from ${rows} as staged
    join staged_note as given on given.position = staged.position
    join note on note.uid = given.uid
  `,
});

export const NOTES: readonly Check[] = [notes('enrollment'), notes('event')];
