import { type RawBuilder, sql } from 'kysely';
import { tableRef } from '../../../../database/build/index.js';
import { generatedName } from '../../../../database/index.js';
import { RESOURCE_TABLES } from '../../../resource-tables/index.js';
import type { AnalyticsTableTypeName } from '../../definition.js';
import { PROGRAM_OF_EVENT, STAGE_AND_ENROLLMENT } from '../../types/tracker/event-rows.js';
import type { Dependency, LatestSource, RowRules } from '../rules.js';
import { markRelation, unseenNote, unseenRow } from '../watermark.js';
import { dimensionsShown } from './shown.js';

/** An object of the tracker: its table, its name in statements and its key. */
interface Level {
  readonly table: string;
  readonly alias: string;
  readonly key: string;
}

const EVENT: Level = { table: 'event', alias: 'ev', key: 'eventid' };
const ENROLLMENT: Level = { table: 'enrollment', alias: 'en', key: 'enrollmentid' };
const ENTITY: Level = { table: 'trackedentity', alias: 'te', key: 'trackedentityid' };

/** Attribute values, which may change without their tracked entity; the key is that of the entity. */
const VALUES = 'trackedentityattributevalue';

const EVENTS_OF_ENROLLMENT = sql`join event as ev on ev.enrollmentid = en.enrollmentid`;
const ENROLLMENTS_OF_ENTITY = sql`join enrollment as en on en.trackedentityid = te.trackedentityid`;

/** What a row of a table type is, and the objects above it that it shows. */
interface Kind {
  readonly level: Level;
  /** Objects whose change shows, with the joins from them down to the row's own object. */
  readonly above: readonly (readonly [Level, RawBuilder<unknown>])[];
  /** An object below of which it shows whether there is one, with the joins up to the row's own object. */
  readonly below?: readonly [Level, RawBuilder<unknown>];
  /** Joins from the tracked entity down to the row's own object, where the tables show attributes. */
  readonly attributed?: RawBuilder<unknown>;
  /** Column by which the tables know the object. */
  readonly column: string;
  /** Joins from the object to `place`, the program or tracked entity type by whose uid its table is named. */
  readonly place: RawBuilder<unknown>;
  readonly prefix: string;
}

const programOf = sql`join program as place on place.programid = en.programid`;
const typeOf = sql`join trackedentitytype as place on place.trackedentitytypeid = te.trackedentitytypeid`;
const enrollmentOfEvent = sql`join enrollment as en on en.enrollmentid = ev.enrollmentid`;
const entityOfEnrollment = sql`join trackedentity as te on te.trackedentityid = en.trackedentityid`;

const eventKind = { level: EVENT, column: 'event' };
const enrollmentKind = { level: ENROLLMENT, column: 'enrollment' };
const aboveEvent = [
  [ENROLLMENT, EVENTS_OF_ENROLLMENT],
  [ENTITY, sql`${ENROLLMENTS_OF_ENTITY} ${EVENTS_OF_ENROLLMENT}`],
] as const;
const aboveEnrollment = [[ENTITY, ENROLLMENTS_OF_ENTITY]] as const;

const KINDS: readonly (Kind & { readonly type: AnalyticsTableTypeName })[] = [
  {
    type: 'EVENT',
    ...eventKind,
    above: aboveEvent,
    attributed: sql`${ENROLLMENTS_OF_ENTITY} ${EVENTS_OF_ENROLLMENT}`,
    place: sql`${STAGE_AND_ENROLLMENT} join program as place on place.programid = ${PROGRAM_OF_EVENT}`,
    prefix: 'analytics_event_',
  },
  {
    type: 'ENROLLMENT',
    ...enrollmentKind,
    above: aboveEnrollment,
    attributed: ENROLLMENTS_OF_ENTITY,
    place: programOf,
    prefix: 'analytics_enrollment_',
  },
  {
    type: 'TRACKED_ENTITY_INSTANCE',
    level: ENTITY,
    above: [],
    below: [ENROLLMENT, entityOfEnrollment],
    attributed: sql``,
    column: 'trackedentity',
    place: typeOf,
    prefix: 'analytics_te_',
  },
  {
    type: 'TRACKED_ENTITY_INSTANCE_EVENTS',
    ...eventKind,
    above: aboveEvent,
    place: sql`${enrollmentOfEvent} ${entityOfEnrollment} ${typeOf}`,
    prefix: 'analytics_te_event_',
  },
  {
    type: 'TRACKED_ENTITY_INSTANCE_ENROLLMENTS',
    ...enrollmentKind,
    above: aboveEnrollment,
    below: [EVENT, enrollmentOfEvent],
    place: sql`${entityOfEnrollment} ${typeOf}`,
    prefix: 'analytics_te_enrollment_',
  },
];

/** Types of events, enrollments and tracked entities: a change of any of these is written with a time in all that are above it. */
export const TRACKER_RULES: readonly RowRules[] = KINDS.map(rulesOf);

function rulesOf({ type, level, above, below, attributed, column, place, prefix }: (typeof KINDS)[number]): RowRules {
  const { table, alias, key } = level;
  const own = sql.ref(`${alias}.${key}`);
  const obsolete = ({ source }: LatestSource) => sql.id(source.workshop, `obsolete_${type}`.toLowerCase());
  return {
    type,
    key: [key],
    notes: [
      table,
      ...above.map(([{ table: other }]) => other),
      ...(below ? [below[0].table] : []),
      ...(attributed ? [VALUES] : []),
    ],
    dependencies: dependenciesOf(level, type),

    changedRows: ({ marks, since }) => [
      ...[[level, sql``] as const, ...above, ...(below ? [below] : [])].map(
        ([changed, way]) => sql`
          select ${own}
          from ${sql.table(changed.table)} as ${sql.id(changed.alias)}
          join ${markRelation(marks)} on ${unseenRow(changed.alias)}
          ${way}
          where ${sql.ref(`${changed.alias}.lastupdated`)} >= ${since}::timestamp
        `,
      ),
      sql`
        select note.key[1]
        from orderly.analytics_gone_row as note join ${markRelation(marks)} on ${unseenNote('note')}
        where note.source = ${table} and note.key is not null
      `,
      ...(below
        ? [
            sql`
              select note.key[2]
              from orderly.analytics_gone_row as note join ${markRelation(marks)} on ${unseenNote('note')}
              where note.source = ${below[0].table} and note.key[2] is not null
            `,
          ]
        : []),
      ...above.map(
        ([changed, down]) => sql`
          select ${own}
          from orderly.analytics_gone_row as note
          join ${markRelation(marks)} on ${unseenNote('note')}
          join ${sql.table(changed.table)} as ${sql.id(changed.alias)} on ${sql.ref(`${changed.alias}.${changed.key}`)} = note.key[1]
          ${down}
          where note.source = ${changed.table}
        `,
      ),
      ...(attributed ? attributeChanges(own, attributed, marks, since) : []),
    ],

    dependentRows: ({ marks, changes }, resource, rows) => sql`
      select ${own}
      from ${tableRef(changes)} as change
      join ${markRelation(marks)} on ${unseenNote('change')}
      ${rows}
      where change.resource = ${resource}
    `,

    condition: (touched) => sql`${own} in (select ${sql.ref(`touched.${key}`)} from ${tableRef(touched)} as touched)`,

    async beforeRemoval(at) {
      await sql`
        create unlogged table ${obsolete(at)} as
        select ${sql.ref(`${alias}.uid`)}::char(11) as identity, ${generatedName(at.handle, prefix)}::text || lower(place.uid) as place
        from ${tableRef(at.touched)} as touched
        join ${sql.table(table)} as ${sql.id(alias)} on ${own} = ${sql.ref(`touched.${key}`)}
        ${place}
        union
        select note.uid::char(11), null
        from orderly.analytics_gone_row as note
        where note.source = ${table} and note.uid is not null
          and note.key[1] in (select ${sql.ref(`touched.${key}`)} from ${tableRef(at.touched)} as touched)
      `.execute(at.handle);
      await sql`analyze ${obsolete(at)}`.execute(at.handle);
    },

    obsolete: (at, plan) => sql`
      using ${obsolete(at)} as obsolete
      where ${sql.ref(`present.${column}`)} = obsolete.identity and coalesce(obsolete.place, ${plan.table}) = ${plan.table}
    `,

    async tablesTouched(at) {
      const { rows } = await sql<{ place: string | null }>`
        select distinct obsolete.place from ${obsolete(at)} as obsolete
      `.execute(at.handle);
      const places = rows.map((row) => row.place);
      return places.includes(null) ? undefined : new Set(places.filter((one) => one !== null));
    },
  };
}

/** Rows of tracked entities of which an attribute value was written, or went or changed without a time. */
const attributeChanges = (
  own: RawBuilder<unknown>,
  down: RawBuilder<unknown>,
  marks: LatestSource['marks'],
  since: string,
): readonly RawBuilder<unknown>[] => [
  sql`
    select ${own}
    from ${sql.table(VALUES)} as value
    join ${markRelation(marks)} on ${unseenRow('value')}
    join trackedentity as te on te.trackedentityid = value.trackedentityid
    ${down}
    where value.lastupdated >= ${since}::timestamp
  `,
  sql`
    select ${own}
    from orderly.analytics_gone_row as note
    join ${markRelation(marks)} on ${unseenNote('note')}
    join trackedentity as te on te.trackedentityid = note.key[1]
    ${down}
    where note.source = ${VALUES}
  `,
];

/** Columns that a change of a unit shows in: all but its dates. */
function unitColumns({ source }: Pick<LatestSource, 'source'>): readonly string[] {
  const known = [...(source.resourceColumns.get(RESOURCE_TABLES.orgUnit) ?? [])];
  return known.filter((column) => !['openingdate', 'closeddate'].includes(column));
}

function dependenciesOf({ alias, table }: Level, type: AnalyticsTableTypeName): readonly Dependency[] {
  const ofUnit = sql`
    join ${sql.table(table)} as ${sql.id(alias)} on ${sql.ref(`${alias}.organisationunitid`)} = change.key[1]
  `;
  return [
    { resource: 'orgUnit', shows: unitColumns, rows: ofUnit },
    { resource: 'orgUnitGroups', shows: dimensionsShown, rows: ofUnit },
    { resource: 'orgUnit', shows: unitColumns, rows: (at) => rowsThatName(at, alias, type) },
    ...(alias === 'ev'
      ? [
          {
            resource: 'categories',
            shows: dimensionsShown,
            rows: sql`join event as ev on ev.attributeoptioncomboid = change.key[1]`,
          },
        ]
      : []),
  ];
}

/** Rows with a value that is the uid of a unit, whose name stands beside it. No index finds them, so this reads all; units are seldom made or renamed. */
function rowsThatName(
  { plans }: LatestSource,
  alias: string,
  type: AnalyticsTableTypeName,
): RawBuilder<unknown> | undefined {
  const named = plans.some(({ columns }) => columns.some(({ name }) => /^[A-Za-z]\w{10}_name$/.test(name)));
  if (!named && type !== 'TRACKED_ENTITY_INSTANCE_EVENTS') return undefined;
  const unit = sql`
    join organisationunit as named on named.organisationunitid = change.key[1]
      and (change.changed is null or change.changed && array['organisationunituid', 'name', 'code'])
  `;
  const attribute = sql`join trackedentityattributevalue as value on value.value = named.uid`;
  const ofEntity = {
    ev: sql`join enrollment as en on en.trackedentityid = value.trackedentityid join event as ev on ev.enrollmentid = en.enrollmentid`,
    en: sql`join enrollment as en on en.trackedentityid = value.trackedentityid`,
    te: sql`join trackedentity as te on te.trackedentityid = value.trackedentityid`,
  }[alias];
  if (alias !== 'ev') return sql`${unit} ${attribute} ${ofEntity ?? sql``}`;
  return sql`
    ${unit}
    join (
      select stored.eventid, item.value ->> 'value' as uid from event as stored cross join jsonb_each(stored.eventdatavalues) as item
      union all
      select ev.eventid, value.value from trackedentityattributevalue as value ${ofEntity ?? sql``}
    ) as ev on ev.uid = named.uid
  `;
}
