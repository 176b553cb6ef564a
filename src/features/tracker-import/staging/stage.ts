import { sql } from 'kysely';
import type { Db } from '../../../database/index.js';
import type { IdSchemes } from '../options.js';
import type { FlatPayload } from '../payload/flatten.js';
import type {
  AttributeRow,
  DataValueRow,
  EnrollmentRow,
  EntityRow,
  NoteRow,
  RelationshipRow,
} from '../payload/rows.js';
import { eventLoading } from './events.js';
import { type Column, load } from './load.js';
import { references } from './references.js';

/** Puts a whole payload into the staging tables, with the keys of all metadata that it names. */
export async function stage(db: Db, flat: FlatPayload, schemes: IdSchemes): Promise<void> {
  await load(db, flat.entities, {
    table: 'entity',
    columns: ENTITY,
    resolved: { unit_id: sql`unit.id`, type_id: sql`type.id` },
    joins: sql`
      left join ${references('organisationunit', 'organisationunitid', schemes.orgUnit)} as unit on unit.ref = given.unit_ref
      left join ${references('trackedentitytype', 'trackedentitytypeid', schemes.other)} as type on type.ref = given.type_ref
    `,
  });
  await load(db, flat.enrollments, {
    table: 'enrollment',
    columns: ENROLLMENT,
    resolved: { unit_id: sql`unit.id`, program_id: sql`program.id` },
    joins: sql`
      left join ${references('organisationunit', 'organisationunitid', schemes.orgUnit)} as unit on unit.ref = given.unit_ref
      left join ${references('program', 'programid', schemes.program)} as program on program.ref = given.program_ref
    `,
  });
  await load(db, flat.events, eventLoading(schemes));
  await load(db, flat.relationships, {
    table: 'relationship',
    columns: RELATIONSHIP,
    resolved: { type_id: sql`type.id`, bidirectional: sql`type.bidirectional`, type_uid: sql`type.uid` },
    joins: sql`
      left join ${references('relationshiptype', 'relationshiptypeid', schemes.other, ['bidirectional', 'uid'])} as type on type.ref = given.type_ref
    `,
  });
  await load(db, flat.attributes, {
    table: 'attribute',
    columns: ATTRIBUTE,
    resolved: {
      attribute_id: sql`attribute.id`,
      attribute_uid: sql`attribute.uid`,
      value_type: sql`attribute.valuetype`,
      option_set_id: sql`attribute.optionsetid`,
      unique_field: sql`coalesce(attribute.uniquefield, false)`,
    },
    joins: sql`
      left join ${references('trackedentityattribute', 'trackedentityattributeid', schemes.other, [
        'uid',
        'valuetype',
        'optionsetid',
        'uniquefield',
      ])} as attribute on attribute.ref = given.attribute_ref
    `,
  });
  await load(db, flat.dataValues, {
    table: 'data_value',
    columns: DATA_VALUE,
    resolved: {
      element_id: sql`element.id`,
      element_uid: sql`element.uid`,
      value_type: sql`element.valuetype`,
      option_set_id: sql`element.optionsetid`,
    },
    joins: sql`
      left join ${references('dataelement', 'dataelementid', schemes.dataElement, ['uid', 'valuetype', 'optionsetid'])} as element
        on element.ref = given.element_ref
    `,
  });
  await load(db, flat.notes, { table: 'note', columns: NOTE, resolved: {}, joins: sql`` });
}

const ENTITY: readonly Column<EntityRow>[] = [
  ['position', 'int', (row) => row.position],
  ['uid', 'text', (row) => row.uid],
  ['unit_ref', 'text', (row) => row.unit],
  ['type_ref', 'text', (row) => row.type],
  ['inactive', 'boolean', (row) => row.inactive],
  ['potential_duplicate', 'boolean', (row) => row.potentialDuplicate],
  ['geometry', 'jsonb', (row) => row.geometry],
  ['created_at_client', 'timestamp', (row) => row.createdAtClient],
  ['updated_at_client', 'timestamp', (row) => row.updatedAtClient],
  ['stored_by', 'text', (row) => row.storedBy],
];

const ENROLLMENT: readonly Column<EnrollmentRow>[] = [
  ['position', 'int', (row) => row.position],
  ['uid', 'text', (row) => row.uid],
  ['entity_uid', 'text', (row) => row.entity],
  ['program_ref', 'text', (row) => row.program],
  ['unit_ref', 'text', (row) => row.unit],
  ['enrolled_at', 'timestamp', (row) => row.enrolledAt],
  ['occurred_at', 'timestamp', (row) => row.occurredAt],
  ['completed_at', 'timestamp', (row) => row.completedAt],
  ['completed_by', 'text', (row) => row.completedBy],
  ['status', 'text', (row) => row.status],
  ['follow_up', 'boolean', (row) => row.followUp],
  ['geometry', 'jsonb', (row) => row.geometry],
  ['created_at_client', 'timestamp', (row) => row.createdAtClient],
  ['updated_at_client', 'timestamp', (row) => row.updatedAtClient],
  ['stored_by', 'text', (row) => row.storedBy],
];

const RELATIONSHIP: readonly Column<RelationshipRow>[] = [
  ['position', 'int', (row) => row.position],
  ['uid', 'text', (row) => row.uid],
  ['type_ref', 'text', (row) => row.type],
  ['created_at_client', 'timestamp', (row) => row.createdAtClient],
  ['from_items', 'int', (row) => row.fromItems],
  ['from_kind', 'text', (row) => row.fromKind],
  ['from_uid', 'text', (row) => row.from],
  ['to_items', 'int', (row) => row.toItems],
  ['to_kind', 'text', (row) => row.toKind],
  ['to_uid', 'text', (row) => row.to],
];

const ATTRIBUTE: readonly Column<AttributeRow>[] = [
  ['position', 'int', (row) => row.position],
  ['ordinal', 'int', (row) => row.ordinal],
  ['entity_uid', 'text', (row) => row.entity],
  ['attribute_ref', 'text', (row) => row.attribute],
  ['value', 'text', (row) => row.value],
  ['stored_by', 'text', (row) => row.storedBy],
];

const DATA_VALUE: readonly Column<DataValueRow>[] = [
  ['position', 'int', (row) => row.position],
  ['ordinal', 'int', (row) => row.ordinal],
  ['element_ref', 'text', (row) => row.element],
  ['value', 'text', (row) => row.value],
  ['provided_elsewhere', 'boolean', (row) => row.providedElsewhere],
  ['stored_by', 'text', (row) => row.storedBy],
];

const NOTE: readonly Column<NoteRow>[] = [
  ['position', 'int', (row) => row.position],
  ['ordinal', 'int', (row) => row.ordinal],
  ['uid', 'text', (row) => row.uid],
  ['value', 'text', (row) => row.value],
  ['stored_by', 'text', (row) => row.storedBy],
];
