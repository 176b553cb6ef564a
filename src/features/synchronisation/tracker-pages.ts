import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { formatTimestamp } from '../../kernel/clock.js';
import { EVENT, RELATIONSHIP, TRACKED_ENTITY } from './tracker-payloads.js';

export type TrackerKind = 'events' | 'trackedEntities';

/** An object that the other server has not seen as it is now. */
export interface ChangedObject {
  readonly id: string;
  readonly uid: string;
  /** When it was changed last, as it was read: what changes later is sent again. */
  readonly changed: string;
  /** Undefined for one that is deleted. */
  readonly payload: object | undefined;
  /** What of it has been deleted since it was sent. */
  readonly gone: {
    readonly enrollments: readonly string[];
    readonly events: readonly string[];
    readonly relationships: readonly string[];
  };
}

export interface TrackerSelection {
  readonly kind: TrackerKind;
  /** Only what is deleted, or only what is not. */
  readonly deleted: boolean;
  /** What was changed last before that stays here. */
  readonly changedFrom: Date;
}

const SOURCES: Readonly<
  Record<
    TrackerKind,
    {
      readonly from: RawBuilder<unknown>;
      readonly alias: string;
      readonly key: string;
      readonly payload: RawBuilder<unknown>;
    }
  >
> = {
  events: {
    from: sql`
      event
      join programstage as own_stage on own_stage.programstageid = event.programstageid
      join program as own_program on own_program.programid = own_stage.programid and own_program.type = 'WITHOUT_REGISTRATION'
    `,
    alias: 'event',
    key: 'eventid',
    payload: EVENT,
  },
  trackedEntities: {
    from: sql`trackedentity as entity`,
    alias: 'entity',
    key: 'trackedentityid',
    payload: TRACKED_ENTITY,
  },
};

function condition({ kind, deleted, changedFrom }: TrackerSelection): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${SOURCES[kind].alias}.${name}`);
  return sql`
    ${column('deleted')} = ${deleted} and ${column('lastupdated')} > ${column('lastsynchronized')}
    and ${column('lastupdated')} >= ${formatTimestamp(changedFrom)}::timestamp
  `;
}

export async function countChangedObjects(db: Db, selection: TrackerSelection): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) from ${SOURCES[selection.kind].from} where ${condition(selection)}
  `.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/** The next objects in the order of their keys. */
export async function readChangedObjects(
  db: Db,
  selection: TrackerSelection,
  after: string,
  size: number,
): Promise<readonly ChangedObject[]> {
  const { from, alias, key, payload } = SOURCES[selection.kind];
  const id = sql.ref(`${alias}.${key}`);
  const { rows } = await sql<Omit<ChangedObject, 'payload'> & { payload: object | null }>`
    select
      ${id}::text as id, ${sql.ref(`${alias}.uid`)} as uid, ${sql.ref(`${alias}.lastupdated`)}::text as changed,
      ${selection.deleted ? sql`null::json` : payload} as payload,
      ${selection.kind === 'trackedEntities' && !selection.deleted ? GONE : NOTHING_GONE} as gone
    from ${from}
    where ${id} > ${after}::bigint and ${condition(selection)}
    order by ${id}
    limit ${size}
  `.execute(db);
  return rows.map((row) => ({ ...row, payload: row.payload ?? undefined }));
}

const NOTHING_GONE = sql`'{"enrollments":[],"events":[],"relationships":[]}'::json`;

const goneRows = (rows: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`coalesce((select json_agg(gone.uid order by gone.uid) from (${rows}) as gone), '[]')`;

const GONE = sql`json_build_object(
  'enrollments', ${goneRows(sql`
    select enrollment.uid from enrollment
    where enrollment.trackedentityid = entity.trackedentityid and enrollment.deleted and enrollment.lastupdated > entity.lastsynchronized
  `)},
  'events', ${goneRows(sql`
    select event.uid from enrollment join event on event.enrollmentid = enrollment.enrollmentid
    where enrollment.trackedentityid = entity.trackedentityid and event.deleted and event.lastupdated > entity.lastsynchronized
  `)},
  'relationships', ${goneRows(sql`
    select relationship.uid from relationshipitem as item join relationship on relationship.relationshipid = item.relationshipid
    where item.trackedentityid = entity.trackedentityid and relationship.deleted and relationship.lastupdated > entity.lastsynchronized
  `)}
)`;

/** A relationship and the tracked entities of the list by which it was found. */
export interface FoundRelationship {
  readonly uid: string;
  readonly entities: readonly string[];
  readonly payload: object;
}

/**
 * Relationships of these tracked entities, their enrollments and events, whose other end the other server knows by now: one that is sent later in the run, or never, is
 * found again from there.
 */
export async function readRelationships(db: Db, entities: readonly string[]): Promise<readonly FoundRelationship[]> {
  const { rows } = await sql<FoundRelationship>`
    with item_owner as (
      select item.relationshipid, entity.trackedentityid as owner
      from trackedentity as entity
      join relationshipitem as item on item.trackedentityid = entity.trackedentityid
      where entity.uid = any (${[...entities]}::text[])
      union all
      select item.relationshipid, entity.trackedentityid
      from trackedentity as entity
      join enrollment on enrollment.trackedentityid = entity.trackedentityid
      join relationshipitem as item on item.enrollmentid = enrollment.enrollmentid
      where entity.uid = any (${[...entities]}::text[])
      union all
      select item.relationshipid, entity.trackedentityid
      from trackedentity as entity
      join enrollment on enrollment.trackedentityid = entity.trackedentityid
      join event on event.enrollmentid = enrollment.enrollmentid
      join relationshipitem as item on item.eventid = event.eventid
      where entity.uid = any (${[...entities]}::text[])
    )
    select
      relationship.uid, ${RELATIONSHIP} as payload,
      array(
        select distinct entity.uid::text from item_owner
        join trackedentity as entity on entity.trackedentityid = item_owner.owner
        where item_owner.relationshipid = relationship.relationshipid
      ) as entities
    from relationship
    where relationship.relationshipid in (select item_owner.relationshipid from item_owner)
      and relationship.deleted is not true
      and not exists (
        select
        from relationshipitem as item
        left join event on event.eventid = item.eventid
        left join enrollment on enrollment.enrollmentid = coalesce(item.enrollmentid, event.enrollmentid)
        left join trackedentity as entity on entity.trackedentityid = coalesce(item.trackedentityid, enrollment.trackedentityid)
        where item.relationshipid = relationship.relationshipid
          and not (
            entity.uid = any (${[...entities]}::text[])
            or coalesce(entity.lastsynchronized, event.lastsynchronized) > timestamp '1970-01-02' and not coalesce(entity.deleted, event.deleted)
          )
      )
    order by relationship.relationshipid
  `.execute(db);
  return rows;
}

/** Notes that the other server has these objects as they were read. */
export async function stampSynchronized(db: Db, kind: TrackerKind, objects: readonly ChangedObject[]): Promise<void> {
  if (objects.length === 0) return;
  const table = kind === 'events' ? 'event' : 'trackedentity';
  const key = SOURCES[kind].key;
  await sql`
    update ${sql.table(table)} as stored set lastsynchronized = sent.changed::timestamp
    from unnest(${objects.map(({ id }) => id)}::bigint[], ${objects.map(({ changed }) => changed)}::text[]) as sent (id, changed)
    where stored.${sql.id(key)} = sent.id
  `.execute(db);
}
