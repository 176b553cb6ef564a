import { sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { Check } from './check.js';

/** Codes by type: it is there already, is not there, is deleted already. */
const CODES: Readonly<Record<StagedType, readonly [TrackerCode, TrackerCode, TrackerCode]>> = {
  entity: ['E1002', 'E1063', 'E1114'],
  enrollment: ['E1080', 'E1081', 'E1113'],
  event: ['E1030', 'E1032', 'E1082'],
  relationship: ['E4015', 'E4016', 'E4017'],
};

/**
 * Whether what is to be created is not there, and what is to be changed or deleted is. Of objects with the same uid in a payload the first is taken, the others are told to exist
 * already.
 */
const existence = (of: StagedType): Check => {
  const [there, missing, deleted] = CODES[of];
  return {
    codes: [there, missing, deleted],
    stage: 'existence',
    of,
    actions: ['create', 'update', 'delete'],
    problems: (rows) => sql`
      select staged.position, case
          when staged.stored_id is not null and staged.stored_deleted then ${deleted}
          when staged.repeated or staged.action = 'create' then ${there}
          else ${missing}
        end::text, array[staged.uid]
      from ${rows} as staged
      where staged.stored_deleted or staged.repeated
        or (staged.action = 'create' and staged.stored_id is not null)
        or (staged.action <> 'create' and staged.stored_id is null)
    `,
  };
};

/** A relationship that is there stays as it is (contract: imports.md §7.4). */
const unchangedRelationships: Check = {
  codes: ['E4015'],
  stage: 'existence',
  of: 'relationship',
  actions: ['update'],
  warning: true,
  problems: (rows) => sql`
    select staged.position, 'E4015', array[staged.uid] from ${rows} as staged
    where staged.action = 'update' and staged.stored_id is not null and not staged.stored_deleted and not staged.repeated
  `,
};

export const EXISTENCE: readonly Check[] = [
  existence('entity'),
  existence('enrollment'),
  existence('event'),
  existence('relationship'),
  unchangedRelationships,
];
