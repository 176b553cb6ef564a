import { type RawBuilder, sql } from 'kysely';
import { named, type SchemeKind } from '../parameters/schemes.js';
import {
  attributeOfEntity,
  attributeOfProgram,
  attributesOf,
  dataValuesOf,
  notesOf,
  programOwnersOf,
} from './parts.js';
import { column, type FieldBuilder, type Fields, flag, geometry, moment, type Shape, userInfo } from './shape.js';

/** Tracked entities, enrollments and events with all that is not an object of its own (contract: imports.md §7.1, names of the peer's export). */

/** A metadata object that is joined as `{row}_{stem}`. */
const reference =
  (stem: string, kind: SchemeKind): FieldBuilder =>
  (row, { schemes }) =>
    named(`${row}_${stem}`, schemes(kind));

const joined = (row: string, stem: string, table: string, key: string, from = `${row}.${key}`): RawBuilder<unknown> =>
  sql`left join ${sql.table(table)} as ${sql.id(`${row}_${stem}`)} on ${sql.ref(`${row}_${stem}.${key}`)} = ${sql.ref(from)} `;

type Bare = Pick<Shape, 'table' | 'key' | 'joins' | 'fields'>;

export const BARE_ENTITY: Bare = {
  table: 'trackedentity',
  key: 'trackedentityid',
  joins: (row) => sql`
    ${joined(row, 'type', 'trackedentitytype', 'trackedentitytypeid')}
    ${joined(row, 'unit', 'organisationunit', 'organisationunitid')}
  `,
  fields: {
    trackedEntity: column('uid'),
    trackedEntityType: reference('type', 'other'),
    createdAt: moment('created'),
    createdAtClient: moment('createdatclient'),
    updatedAt: moment('lastupdated'),
    updatedAtClient: moment('lastupdatedatclient'),
    orgUnit: reference('unit', 'orgUnit'),
    inactive: flag('inactive'),
    deleted: flag('deleted'),
    potentialDuplicate: flag('potentialduplicate'),
    geometry,
    storedBy: column('storedby'),
    createdBy: userInfo('createdbyuserinfo'),
    updatedBy: userInfo('lastupdatedbyuserinfo'),
    attributes: (row, context, wanted) =>
      attributesOf(sql.ref(`${row}.trackedentityid`), context, wanted, (attribute) =>
        attributeOfEntity(attribute, row, context),
      ),
    programOwners: programOwnersOf,
  } satisfies Fields,
};

export const BARE_ENROLLMENT: Bare = {
  table: 'enrollment',
  key: 'enrollmentid',
  joins: (row) => sql`
    ${joined(row, 'entity', 'trackedentity', 'trackedentityid')}
    ${joined(row, 'program', 'program', 'programid')}
    ${joined(row, 'unit', 'organisationunit', 'organisationunitid')}
  `,
  fields: {
    enrollment: column('uid'),
    createdAt: moment('created'),
    createdAtClient: moment('createdatclient'),
    updatedAt: moment('lastupdated'),
    updatedAtClient: moment('lastupdatedatclient'),
    trackedEntity: (row) => sql.ref(`${row}_entity.uid`),
    program: reference('program', 'program'),
    status: column('status'),
    orgUnit: reference('unit', 'orgUnit'),
    enrolledAt: moment('enrollmentdate'),
    occurredAt: moment('occurreddate'),
    followUp: flag('followup'),
    completedBy: column('completedby'),
    completedAt: moment('completeddate'),
    deleted: flag('deleted'),
    storedBy: column('storedby'),
    createdBy: userInfo('createdbyuserinfo'),
    updatedBy: userInfo('lastupdatedbyuserinfo'),
    geometry,
    attributes: (row, context, wanted) =>
      attributesOf(sql.ref(`${row}.trackedentityid`), context, wanted, (attribute) =>
        attributeOfProgram(attribute, sql.ref(`${row}.programid`)),
      ),
    notes: (row, context, wanted) => notesOf('enrollment', row, context, wanted),
  } satisfies Fields,
};

export const BARE_EVENT: Bare = {
  table: 'event',
  key: 'eventid',
  joins: (row) => sql`
    ${joined(row, 'enrollment', 'enrollment', 'enrollmentid')}
    ${joined(row, 'entity', 'trackedentity', 'trackedentityid', `${row}_enrollment.trackedentityid`)}
    ${joined(row, 'stage', 'programstage', 'programstageid')}
    ${joined(row, 'program', 'program', 'programid', `${row}_stage.programid`)}
    ${joined(row, 'unit', 'organisationunit', 'organisationunitid')}
    left join categoryoptioncombo as ${sql.id(`${row}_combo`)}
      on ${sql.ref(`${row}_combo.categoryoptioncomboid`)} = ${sql.ref(`${row}.attributeoptioncomboid`)}
    left join userinfo as ${sql.id(`${row}_assignee`)} on ${sql.ref(`${row}_assignee.userinfoid`)} = ${sql.ref(`${row}.assigneduserid`)}
  `,
  fields: {
    event: column('uid'),
    status: column('status'),
    program: reference('program', 'program'),
    programStage: reference('stage', 'programStage'),
    enrollment: (row) => sql.ref(`${row}_enrollment.uid`),
    trackedEntity: (row) => sql.ref(`${row}_entity.uid`),
    orgUnit: reference('unit', 'orgUnit'),
    occurredAt: moment('occurreddate'),
    scheduledAt: moment('scheduleddate'),
    storedBy: column('storedby'),
    followUp: (row) => sql`coalesce(${sql.ref(`${row}_enrollment.followup`)}, false)`,
    deleted: flag('deleted'),
    createdAt: moment('created'),
    createdAtClient: moment('createdatclient'),
    updatedAt: moment('lastupdated'),
    updatedAtClient: moment('lastupdatedatclient'),
    attributeOptionCombo: reference('combo', 'categoryOptionCombo'),
    attributeCategoryOptions: (row, { schemes }) => sql`(
      select string_agg(${named('option', schemes('categoryOption'))}, ',' order by option.uid)
      from categoryoptioncombos_categoryoptions as link
      join categoryoption as option on option.categoryoptionid = link.categoryoptionid
      where link.categoryoptioncomboid = ${sql.ref(`${row}.attributeoptioncomboid`)}
    )`,
    completedBy: column('completedby'),
    completedAt: moment('completeddate'),
    createdBy: userInfo('createdbyuserinfo'),
    updatedBy: userInfo('lastupdatedbyuserinfo'),
    assignedUser: (row) => {
      const user = (name: string) => sql.ref(`${row}_assignee.${name}`);
      return sql`case when ${user('uid')} is not null then json_build_object(
        'uid', ${user('uid')}, 'username', ${user('username')}, 'firstName', ${user('firstname')}, 'surname', ${user('surname')}
      ) end`;
    },
    geometry,
    dataValues: dataValuesOf,
    notes: (row, context, wanted) => notesOf('event', row, context, wanted),
  } satisfies Fields,
};
