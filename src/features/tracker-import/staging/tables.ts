import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { ImportStrategy } from '../options.js';

/**
 * The staging tables of one import. They are temporary and live as long as the import; what checks and merge say, they say over them.
 *
 * Every table of objects has `position` (number of the object in the payload), `uid`, what was given, the keys of the metadata that it names (`…_id`, null when there is none), and:
 * - `stored_id`: key of the row that is there already, `stored_deleted`: whether it is marked as deleted;
 * - `repeated`: an object before it in the payload has the same uid;
 * - `action`: `create`, `update` or `delete`, what the strategy makes of it;
 * - `refused`: an error was found, so that it is not stored.
 */
export const STAGING = {
  entity: `
    unit_ref text, type_ref text, inactive boolean not null, potential_duplicate boolean not null, geometry jsonb,
    created_at_client timestamp, updated_at_client timestamp, stored_by text,
    unit_id bigint, type_id bigint`,
  // `entity_uid` is what the payload says, `entity_id` the stored tracked entity of that uid that is not deleted.
  enrollment: `
    entity_uid text, program_ref text, unit_ref text, enrolled_at timestamp, occurred_at timestamp, completed_at timestamp, completed_by text,
    status text not null, follow_up boolean not null, geometry jsonb, created_at_client timestamp, updated_at_client timestamp, stored_by text,
    program_id bigint, unit_id bigint, entity_id bigint`,
  // `enrollment_uid` is what the payload says, `enrollment_id` the stored enrollment of that uid, or the one that all events of an event program hang on.
  // `registration` is whether the program registers; `option_combo_id` is worked out from what is given and the program.
  event: `
    enrollment_uid text, program_ref text, stage_ref text, unit_ref text, status text not null, occurred_at timestamp, scheduled_at timestamp,
    completed_at timestamp, completed_by text, option_combo_ref text, option_refs text, assigned_uid text, assigned_name text, geometry jsonb,
    created_at_client timestamp, updated_at_client timestamp, stored_by text,
    program_id bigint, stage_id bigint, unit_id bigint, registration boolean, option_combo_id bigint, assigned_id bigint, enrollment_id bigint`,
  // `from_items` and `to_items` count what an end names, null without that end; the ids are those of stored objects.
  relationship: `
    type_ref text, created_at_client timestamp, from_items integer, from_kind text, from_uid text, to_items integer, to_kind text, to_uid text,
    type_id bigint, bidirectional boolean, type_uid text`,
} as const;

export type StagedType = keyof typeof STAGING;

/** How many objects of each type an import has. */
export type StagedCounts = Readonly<Record<StagedType, number>>;

/** Rows that belong to objects: `position` is that of the object, `ordinal` the place in its list. */
export const STAGING_PARTS = {
  attribute: `
    entity_uid text, attribute_ref text, value text, stored_by text,
    attribute_id bigint, attribute_uid text, value_type text, option_set_id bigint, unique_field boolean`,
  data_value: `
    element_ref text, value text, provided_elsewhere boolean not null, stored_by text,
    element_id bigint, element_uid text, value_type text, option_set_id bigint`,
  note: 'uid text not null, value text not null, stored_by text',
} as const;

export type StagedPart = keyof typeof STAGING_PARTS;

const ACTIONS: Readonly<Record<ImportStrategy, string>> = {
  CREATE: "'create'",
  UPDATE: "'update'",
  DELETE: "'delete'",
  CREATE_AND_UPDATE: "case when stored_id is null then 'create' else 'update' end",
};

export const staged = (name: StagedType | StagedPart | 'finding'): RawBuilder<unknown> => sql.table(`staged_${name}`);

const NAMES = [...Object.keys(STAGING), ...Object.keys(STAGING_PARTS), 'finding', 'change'];

/** Makes the staging tables, empty, within the transaction of `db`. */
export async function createStaging(db: Db, strategy: ImportStrategy): Promise<void> {
  await dropStaging(db);
  const objects = Object.entries(STAGING).map(
    ([name, columns]) => `create temporary table staged_${name} (
      position integer not null, uid text not null, ${columns},
      stored_id bigint, stored_deleted boolean not null default false, repeated boolean not null default false, refused boolean not null default false,
      action text not null generated always as (${ACTIONS[strategy]}) stored
    ) on commit drop`,
  );
  const parts = Object.entries(STAGING_PARTS).map(
    ([name, columns]) => `create temporary table staged_${name} (
      position integer not null, ordinal integer not null, ${columns}
    ) on commit drop`,
  );
  // `rank` orders the findings about one object as the checks are ordered.
  const findings = `create temporary table staged_finding (
    position integer not null, code text not null, args text[] not null, warning boolean not null, rank integer generated always as identity
  ) on commit drop`;
  await sql.raw([...objects, ...parts, findings].join(';\n')).execute(db);
}

/** Takes the staging tables away again, so that another import can follow in the same transaction. */
export async function dropStaging(db: Db): Promise<void> {
  await sql.raw(`drop table if exists ${NAMES.map((name) => `pg_temp.staged_${name}`).join(', ')}`).execute(db);
}
