import { sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { Check } from './check.js';

/** Whether the metadata that an object names is there: the column of the name and the column of the key that it stands for. */
const named = (of: StagedType, code: TrackerCode, name: string, key: string): Check => ({
  codes: [code],
  stage: 'metadata',
  of,
  problems: (rows) => sql`
    select staged.position, ${code}::text, array[staged.${sql.id(name)}] from ${rows} as staged
    where staged.${sql.id(name)} is not null and staged.${sql.id(key)} is null
  `,
});

const entityOfEnrollment: Check = {
  codes: ['E1068'],
  stage: 'metadata',
  of: 'enrollment',
  problems: (rows) => sql`
    select staged.position, 'E1068', array[staged.entity_uid] from ${rows} as staged
    where staged.entity_id is null and not exists (select from staged_entity as entity where entity.uid = staged.entity_uid)
  `,
};

const stageWithoutProgram: Check = {
  codes: ['E1008'],
  stage: 'metadata',
  of: 'event',
  problems: (rows) => sql`
    select staged.position, 'E1008', array[stage.uid::text] from ${rows} as staged
    join programstage as stage on stage.programstageid = staged.stage_id
    where stage.programid is null
  `,
};

export const METADATA: readonly Check[] = [
  named('entity', 'E1049', 'unit_ref', 'unit_id'),
  named('entity', 'E1005', 'type_ref', 'type_id'),
  named('enrollment', 'E1070', 'unit_ref', 'unit_id'),
  named('enrollment', 'E1069', 'program_ref', 'program_id'),
  entityOfEnrollment,
  named('event', 'E1011', 'unit_ref', 'unit_id'),
  named('event', 'E1010', 'program_ref', 'program_id'),
  named('event', 'E1013', 'stage_ref', 'stage_id'),
  stageWithoutProgram,
  named('relationship', 'E4006', 'type_ref', 'type_id'),
];
