import { sql } from 'kysely';
import type { StagedType } from '../staging/tables.js';
import type { Check } from './check.js';

/** The feature type of what an object is of; the spelling of GeoJSON in capitals with underscores is the peer's. */
const geometry = (of: StagedType, table: string, key: string, own: string): Check => ({
  codes: ['E1074', 'E1012'],
  stage: 'content',
  of,
  problems: (rows) => sql`
    select staged.position, case when kind.featuretype is null then 'E1074' else 'E1012' end,
      case when kind.featuretype is null then '{}' else array[kind.featuretype::text] end
    from ${rows} as staged
    join ${sql.table(table)} as kind on kind.${sql.id(key)} = staged.${sql.id(own)}
    where staged.geometry is not null
      and kind.featuretype is distinct from upper(regexp_replace(staged.geometry ->> 'type', '([a-z])([A-Z])', '\\1_\\2', 'g'))
  `,
});

export const GEOMETRIES: readonly Check[] = [
  geometry('entity', 'trackedentitytype', 'trackedentitytypeid', 'type_id'),
  geometry('enrollment', 'program', 'programid', 'program_id'),
  geometry('event', 'programstage', 'programstageid', 'stage_id'),
];
