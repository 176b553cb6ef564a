import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../database/index.js';

/** Which messages of program rules are asked for. */
export interface InstanceFilter {
  /** uid */
  readonly enrollment?: string | undefined;
  /** uid */
  readonly event?: string | undefined;
  /** Moments of the server's zone: the first that counts, and whether the whole day after it does. */
  readonly scheduledAt?: { readonly from: string; readonly wholeDay: boolean } | undefined;
}

/** A message that a program rule put down, as DHIS2 shows it. */
export type ProgramNotificationInstance = Readonly<Record<string, unknown>>;

/** A page of the messages, newest first, and how many there are. */
export async function readInstances(
  db: Db,
  filter: InstanceFilter,
  page: { readonly offset: number; readonly limit: number } | undefined,
): Promise<{ readonly total: number; readonly instances: readonly ProgramNotificationInstance[] }> {
  const { rows } = await sql<{ total: number; instances: readonly ProgramNotificationInstance[] }>`
    with matching as (
      select instance.*, enrollment.uid as enrollment, event.uid as event
      from programnotificationinstance as instance
      left join enrollment on enrollment.enrollmentid = instance.enrollmentid
      left join event on event.eventid = instance.eventid
      where ${matches(filter)}
    ), listed as (
      select matching.* from matching order by matching.created desc, matching.programnotificationinstanceid desc
      limit ${page?.limit ?? null}::bigint offset ${page?.offset ?? 0}::bigint
    )
    select (select count(*) from matching) as total, coalesce((
      select jsonb_agg(
        jsonb_strip_nulls(jsonb_build_object(
          'id', listed.uid, 'code', listed.code, 'name', listed.name, 'created', ${wireTime('created')},
          'lastUpdated', ${wireTime('lastupdated')}, 'scheduledAt', ${wireTime('scheduledat')}, 'sentAt', ${wireTime('sentat')},
          'programNotificationTemplateId', listed.programnotificationtemplateid,
          'programNotificationTemplateSnapshot', listed.programnotificationtemplatesnapshot,
          'enrollment', case when listed.enrollment is not null then jsonb_build_object('id', listed.enrollment) end,
          'event', case when listed.event is not null then jsonb_build_object('id', listed.event) end
        ))
        order by listed.created desc, listed.programnotificationinstanceid desc
      ) from listed
    ), '[]') as instances
  `.execute(db);
  return rows[0] ?? { total: 0, instances: [] };
}

function matches({ enrollment, event, scheduledAt }: InstanceFilter): RawBuilder<boolean> {
  const conditions = [
    ...(enrollment === undefined ? [] : [sql`enrollment.uid = ${enrollment}`]),
    ...(event === undefined ? [] : [sql`event.uid = ${event}`]),
    ...(scheduledAt === undefined
      ? []
      : [
          scheduledAt.wholeDay
            ? sql`instance.scheduledat >= ${scheduledAt.from}::timestamp and instance.scheduledat < ${scheduledAt.from}::timestamp + interval '1 day'`
            : sql`instance.scheduledat = ${scheduledAt.from}::timestamp`,
        ]),
  ];
  return conditions.length === 0 ? sql`true` : sql`(${sql.join(conditions, sql` and `)})`;
}

/** A timestamp as the wire has it (contract: http.md §10). */
const wireTime = (column: string): RawBuilder<string> =>
  sql`to_char(${sql.ref(`listed.${column}`)}, 'YYYY-MM-DD"T"HH24:MI:SS.MS')`;

/** Whether there is an enrollment or event with the uid. */
export async function isStored(db: Db, table: 'enrollment' | 'event', uid: string): Promise<boolean> {
  const { rows } = await sql`
    select from ${sql.table(table)} as object where object.uid = ${uid} and not object.deleted
  `.execute(db);
  return rows.length > 0;
}

/** Takes a message back; false when there is none with the uid. */
export async function deleteInstance(db: Db, uid: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from programnotificationinstance where uid = ${uid}`.execute(db);
  return numAffectedRows !== undefined && numAffectedRows > 0n;
}
