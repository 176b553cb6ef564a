import { type RawBuilder, sql } from 'kysely';
import type { FieldSelection } from '../../../http/index.js';
import { mayRead } from '../access/conditions.js';
import { named } from '../parameters/schemes.js';
import { column, type Fields, listOf, moment, objectOf, type Shape, type ShapeContext } from './shape.js';

/** Value objects that are parts of others: attributes, notes, data values (contract: imports.md §7.1). */

const ATTRIBUTE: Shape = {
  table: 'trackedentityattributevalue',
  key: 'trackedentityattributeid',
  joins: (row) => sql`
    join trackedentityattribute as ${sql.id(`${row}_of`)}
      on ${sql.ref(`${row}_of.trackedentityattributeid`)} = ${sql.ref(`${row}.trackedentityattributeid`)}
  `,
  fields: {
    attribute: (row, { schemes }) => named(`${row}_of`, schemes('other')),
    code: (row) => sql.ref(`${row}_of.code`),
    displayName: (row, { locale }) => sql`coalesce(
      (
        select translation ->> 'value' from jsonb_array_elements(${sql.ref(`${row}_of.translations`)}) as translation
        where translation ->> 'property' = 'NAME' and translation ->> 'locale' = ${locale} limit 1
      ),
      ${sql.ref(`${row}_of.name`)}
    )`,
    createdAt: moment('created'),
    updatedAt: moment('lastupdated'),
    storedBy: column('storedby'),
    valueType: (row) => sql.ref(`${row}_of.valuetype`),
    value: column('value'),
  },
};

/** Values of a tracked entity's attributes that fulfil a condition. Values that are kept from view, or encrypted with a key of the peer, are left out. */
export function attributesOf(
  entity: RawBuilder<unknown>,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
  condition: (attribute: RawBuilder<unknown>) => RawBuilder<boolean>,
): RawBuilder<unknown> {
  const row = context.alias('attribute');
  const where = sql<boolean>`
    ${sql.ref(`${row}.trackedentityid`)} = ${entity} and ${sql.ref(`${row}.value`)} is not null
    and ${sql.ref(`${row}_of.confidential`)} is not true and ${condition(sql.ref(`${row}.trackedentityattributeid`))}
  `;
  return listOf(ATTRIBUTE, context, wanted, { row, where, order: sql.ref(`${row}_of.uid`) });
}

/** Whether an attribute is one of the program's. */
export const attributeOfProgram = (
  attribute: RawBuilder<unknown>,
  program: RawBuilder<unknown>,
): RawBuilder<boolean> => sql`exists (
  select from program_attributes as link where link.programid = ${program} and link.trackedentityattributeid = ${attribute}
)`;

/** Whether an attribute is of the type of the tracked entity in `row`, or of a program in which the user may read what is owned. */
export function attributeOfEntity(
  attribute: RawBuilder<unknown>,
  row: string,
  { access, program, programAttributes }: ShapeContext,
): RawBuilder<boolean> {
  const ofType = sql<boolean>`exists (
    select from trackedentitytypeattribute as link
    where link.trackedentitytypeid = ${sql.ref(`${row}.trackedentitytypeid`)} and link.trackedentityattributeid = ${attribute}
  )`;
  if (!programAttributes) return ofType;
  if (access.scope.user.isSuper && program === undefined) return sql`true`;
  if (program !== undefined) return sql`(${ofType} or ${attributeOfProgram(attribute, sql`${program}::bigint`)})`;
  const owned = {
    program: sql.ref('owning.programid'),
    entity: sql.ref('owning.trackedentityid'),
    owner: sql.ref('owning.organisationunitid'),
  };
  return sql`(${ofType} or exists (
    select from trackedentityprogramowner as owning
    join program_attributes as link on link.programid = owning.programid and link.trackedentityattributeid = ${attribute}
    where owning.trackedentityid = ${sql.ref(`${row}.trackedentityid`)} and ${mayRead(access, owned)}
  ))`;
}

const NOTE: Fields = {
  note: column('uid'),
  storedAt: moment('created'),
  value: column('notetext'),
  storedBy: column('creator'),
  createdBy: (row) => sql`(
    select json_build_object('uid', author.uid, 'username', author.username, 'firstName', author.firstname, 'surname', author.surname)
    from userinfo as author where author.userinfoid = ${sql.ref(`${row}.lastupdatedby`)}
  )`,
};

/** Notes of the enrollment or event in `owner`, in their order. */
export function notesOf(
  table: 'enrollment' | 'event',
  owner: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
): RawBuilder<unknown> {
  const row = context.alias('note');
  const key = `${table}id`;
  return sql`coalesce((
    select json_agg(${objectOf(NOTE, row, context, wanted)} order by link.sort_order)
    from ${sql.table(`${table}_notes`)} as link
    join note as ${sql.id(row)} on ${sql.ref(`${row}.noteid`)} = link.noteid
    where ${sql.ref(`link.${key}`)} = ${sql.ref(`${owner}.${key}`)}
  ), '[]')`;
}

const member = (name: string) => (row: string) => sql`${sql.ref(`${row}.value`)} -> ${sql.lit(name)}`;
const author = (name: string) => (row: string) => {
  const info = sql`${sql.ref(`${row}.value`)} -> ${sql.lit(name)}`;
  return sql`case when jsonb_typeof(${info}) = 'object' then (${info}) - 'id' - 'code' end`;
};

const DATA_VALUE: Fields = {
  dataElement: (row, { schemes }) => {
    const scheme = schemes('dataElement');
    const key = sql.ref(`${row}.key`);
    if ('property' in scheme && scheme.property === 'uid') return key;
    return sql`(select ${named('element', scheme)} from dataelement as element where element.uid = ${key})`;
  },
  value: member('value'),
  providedElsewhere: (row) => sql`coalesce(${sql.ref(`${row}.value`)} -> 'providedElsewhere', 'false')`,
  storedBy: member('storedBy'),
  createdAt: member('created'),
  updatedAt: member('lastUpdated'),
  createdBy: author('createdByUserInfo'),
  updatedBy: author('lastUpdatedByUserInfo'),
};

/** Data values of the event in `event` (contract: schema.md §2.8). */
export function dataValuesOf(
  event: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
): RawBuilder<unknown> {
  const row = context.alias('datum');
  return sql`coalesce((
    select json_agg(${objectOf(DATA_VALUE, row, context, wanted)} order by ${sql.ref(`${row}.key`)})
    from jsonb_each(${sql.ref(`${event}.eventdatavalues`)}) as ${sql.id(row)}
  ), '[]')`;
}

const PROGRAM_OWNER: Shape = {
  table: 'trackedentityprogramowner',
  key: 'trackedentityprogramownerid',
  joins: (row) => sql`
    left join program as ${sql.id(`${row}_program`)} on ${sql.ref(`${row}_program.programid`)} = ${sql.ref(`${row}.programid`)}
    left join organisationunit as ${sql.id(`${row}_unit`)} on ${sql.ref(`${row}_unit.organisationunitid`)} = ${sql.ref(`${row}.organisationunitid`)}
    left join trackedentity as ${sql.id(`${row}_entity`)} on ${sql.ref(`${row}_entity.trackedentityid`)} = ${sql.ref(`${row}.trackedentityid`)}
  `,
  fields: {
    orgUnit: (row) => sql.ref(`${row}_unit.uid`),
    trackedEntity: (row) => sql.ref(`${row}_entity.uid`),
    program: (row) => sql.ref(`${row}_program.uid`),
  },
};

/** Which units own the tracked entity in `entity`, of the programs in which the user may read what they own. */
export function programOwnersOf(
  entity: string,
  context: ShapeContext,
  wanted: FieldSelection | undefined,
): RawBuilder<unknown> {
  const row = context.alias('owning');
  const owned = {
    program: sql.ref(`${row}.programid`),
    entity: sql.ref(`${row}.trackedentityid`),
    owner: sql.ref(`${row}.organisationunitid`),
  };
  const where = sql<boolean>`
    ${owned.entity} = ${sql.ref(`${entity}.trackedentityid`)} and ${mayRead(context.access, owned)}
    ${context.program === undefined ? sql`` : sql`and ${owned.program} = ${context.program}`}
  `;
  return listOf(PROGRAM_OWNER, context, wanted, { row, where });
}
