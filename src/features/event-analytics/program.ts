import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../database/index.js';
import { type CurrentUser, hasAuthority } from '../../http/index.js';
import { catalogued } from '../../kernel/errors/index.js';
import { isDataReadable } from '../../metadata/index.js';
import type { Program, Stage } from './model.js';

/** @throws OrderlyError E7217 for a user without the authority to look at events (contract: analytics-query.md §7) */
export function demandEventAnalytics(user: CurrentUser): void {
  if (!hasAuthority(user, 'F_VIEW_EVENT_ANALYTICS')) throw catalogued('E7217', user.username);
}

/** Which programs are meant. */
export type ProgramsOf =
  | { readonly uids: readonly string[] }
  | { readonly trackedEntityType: string }
  | { readonly stage: string };

/** Programs with their stages. */
export async function readPrograms(
  db: Db,
  of: ProgramsOf,
  user: CurrentUser,
  shortNames = false,
): Promise<readonly Program[]> {
  const { rows } = await sql<Program>`
    select
      program.uid, ${shortNames ? sql`program.shortname` : sql`program.name`} as name,
      program.type = 'WITH_REGISTRATION' as registration, type.uid as "trackedEntityType",
      program.enrollmentdatelabel as "enrollmentDateLabel", program.incidentdatelabel as "incidentDateLabel",
      program.orgunitlabel as "orgUnitLabel", ${isDataReadable('program', user)} as "dataReadable",
      coalesce((
        select json_agg(json_build_object(
          'uid', stage.uid, 'name', stage.name, 'description', stage.description, 'program', program.uid,
          'eventDateLabel', stage.executiondatelabel, 'scheduledDateLabel', stage.duedatelabel,
          'stageLabel', stage.programstagelabel, 'eventLabel', stage.eventlabel,
          'dataReadable', ${isDataReadable('stage', user)}
        ) order by stage.sort_order, stage.programstageid)
        from programstage as stage
        where stage.programid = program.programid
      ), '[]') as stages
    from program
    left join trackedentitytype as type on type.trackedentitytypeid = program.trackedentitytypeid
    where ${wanted(of)}
    order by program.name, program.uid
  `.execute(db);
  return rows;
}

function wanted(of: ProgramsOf): RawBuilder<boolean> {
  if ('uids' in of) return sql`program.uid = any (${[...of.uids]})`;
  if ('stage' in of)
    return sql`program.programid = (select stage.programid from programstage as stage where stage.uid = ${of.stage})`;
  return sql`program.trackedentitytypeid = (
    select trackedentitytype.trackedentitytypeid from trackedentitytype where trackedentitytype.uid = ${of.trackedEntityType}
  )`;
}

/**
 * A program whose data the user may read.
 *
 * @throws OrderlyError E7129 when there is none, E7121 when its data are closed to the user
 */
export async function readProgram(db: Db, uid: string, user: CurrentUser, shortNames: boolean): Promise<Program> {
  const [program] = await readPrograms(db, { uids: [uid] }, user, shortNames);
  if (!program) throw catalogued('E7129', uid);
  if (!program.dataReadable) throw catalogued('E7121', user.username, 'Program', uid);
  return program;
}

/**
 * A stage of the program whose data the user may read.
 *
 * @throws OrderlyError E7130 when the program has none like it, E7121 when its data are closed to the user
 */
export function stageOf(programs: readonly Program[], uid: string, user: CurrentUser): Stage {
  const stage = programs.flatMap(({ stages }) => stages).find((one) => one.uid === uid);
  if (!stage) throw catalogued('E7130', uid);
  if (!stage.dataReadable) throw catalogued('E7121', user.username, 'ProgramStage', uid);
  return stage;
}
