import { type RawBuilder, sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { TrackerCode } from './catalogue.js';
import type { Check } from './check.js';

/** Properties that an object must have, by their names on the wire, each with what is null when it is missing. */
function mandatory(of: StagedType, code: TrackerCode, needed: Readonly<Record<string, RawBuilder<unknown>>>): Check {
  const properties = Object.entries(needed).map(([name, given]) => sql`(${name}::text, ${given} is null)`);
  return {
    codes: [code],
    stage: 'mandatory',
    of,
    problems: (rows) => sql`
      select staged.position, ${code}::text, array[property.name]
      from ${rows} as staged
      cross join lateral (values ${sql.join(properties)}) as property (name, missing)
      where property.missing
    `,
  };
}

export const MANDATORY: readonly Check[] = [
  mandatory('entity', 'E1121', { trackedEntityType: sql`staged.type_ref`, orgUnit: sql`staged.unit_ref` }),
  mandatory('enrollment', 'E1122', {
    orgUnit: sql`staged.unit_ref`,
    program: sql`staged.program_ref`,
    trackedEntity: sql`staged.entity_uid`,
  }),
  mandatory('event', 'E1123', {
    orgUnit: sql`staged.unit_ref`,
    // Either follows from the other where it can (see the loading of events).
    program: sql`coalesce(staged.program_ref, staged.stage_ref)`,
    programStage: sql`coalesce(staged.stage_ref, staged.stage_id::text)`,
  }),
  mandatory('relationship', 'E1124', {
    relationshipType: sql`staged.type_ref`,
    from: sql`staged.from_items`,
    to: sql`staged.to_items`,
  }),
];
